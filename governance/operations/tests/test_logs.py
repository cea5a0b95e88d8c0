"""One line per event, and no secret in it."""

from __future__ import annotations

import json
import logging
from io import StringIO
from logging.config import dictConfig

import pytest
import structlog

from governance.logs import clean_report, logging_table


@pytest.fixture
def lines():
    stream = StringIO()
    table = logging_table("DEBUG")
    table["handlers"]["line"]["stream"] = stream
    before = logging.root.handlers[:], logging.root.level
    dictConfig(table)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.handlers[:], logging.root.level = before


def test_a_line_break_in_a_value_does_not_make_a_second_line(lines) -> None:
    structlog.get_logger("test").info("said", text='one\n{"event": "forged"}\r\u2028\x1b[31m')
    assert [line["event"] for line in lines()] == ["said"]


@pytest.mark.parametrize(
    "values",
    [
        {"password": "needle"},
        {"new_password1": "needle"},
        {"Authorization": "Bearer needle"},
        {"headers": {"Cookie": "needle", "X-Api-Key": "needle"}},
        {"rows": [{"csrfmiddlewaretoken": "needle"}]},
        {"url": "redis://:needle@127.0.0.1/0"},
        {"request": "GET /calendar/feed/needle.ics"},
        {"text": "GET /?token=needle&x=1"},
        {"text": "Authorization: Bearer needle"},
        {"text": "Set-Cookie: needle; Path=/"},
        {"body": "needle"},
        {"data": {"anything": "needle"}},
        {"error": ValueError("password=needle")},
    ],
)
def test_secrets_and_bodies_are_dropped(lines, values) -> None:
    structlog.get_logger("test").warning("said", **values)
    logging.getLogger("other").warning("said %s", next(iter(values.items()))) if "text" in values else None
    assert "needle" not in json.dumps(lines())


def test_who_reports_a_violation_is_not_logged(lines) -> None:
    said = {"user_id": 7, "ip": "10.0.0.7", "user_agent": "needle"}
    structlog.get_logger("test").info("request_finished", request="POST /violations/new/", **said)
    structlog.get_logger("test").info("request_finished", request="POST /drafts/", **said)
    assert [line.get("user_id") for line in lines()] == [None, 7]
    assert "needle" not in json.dumps(lines()[0])


def test_a_secret_in_a_traceback_is_dropped(lines) -> None:
    try:
        raise ValueError("postgres://user:needle@host/db refused")
    except ValueError:
        logging.getLogger("other").exception("failed")
    assert "needle" not in json.dumps(lines())
    assert "ValueError" in lines()[0]["exception"]


def test_the_error_tracker_gets_no_person_and_no_request_details() -> None:
    event = {
        "user": {"id": 7, "ip_address": "10.0.0.7"},
        "request": {"url": "https://x/", "headers": {"Cookie": "needle"}, "data": "needle", "query_string": "needle"},
    }
    assert clean_report(event, {}) == {"request": {"url": "https://x/"}}
