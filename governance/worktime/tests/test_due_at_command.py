"""manage.py due_at reads the rule book and says when and why."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from governance.policies.params import names, param
from governance.worktime.rules import Limit
from governance.worktime.services import seed

pytestmark = pytest.mark.django_db


def due_at(pack: str, name: str, start: str, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("due_at", "--pack", pack, "--class", name, "--from", start, "--json", stdout=out, **options)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.mark.parametrize(
    ("pack", "name", "start", "due"),
    [
        ("kuaishou_health", "ordinary", "2026-09-18T17:40+08:00", "2026-09-20T09:40:00+08:00"),
        ("kuaishou_health", "ordinary", "2026-09-30T17:40+08:00", "2026-10-08T09:40:00+08:00"),
        ("kuaishou_health", "complex", "2026-09-30T17:40+08:00", "2026-10-08T17:40:00+08:00"),
        ("douyin", "ordinary", "2026-09-18T17:40+08:00", "2026-09-20T10:40:00+08:00"),
        ("self_media", "complex", "2026-09-18T17:40+08:00", "2026-09-20T17:40:00+08:00"),
        ("overseas", "important", "2026-09-18T17:40+08:00", "2026-09-18T21:40:00+08:00"),
        ("douyin", "ticket", "2026-09-30T10:00+08:00", "2026-10-09T10:00:00+08:00"),
        ("douyin", "complaint", "2026-09-30T10:00+08:00", "2026-10-07T10:00:00+08:00"),
    ],
)
def test_the_limit_of_the_rule_book_on_its_calendar(pack: str, name: str, start: str, due: str) -> None:
    seed()
    assert due_at(pack, name, start)["due"] == due


def test_the_reason_comes_with_it() -> None:
    answer = due_at("kuaishou_health", "ordinary", "2026-09-18T17:40+08:00")
    assert "调休" in answer["explain"]
    assert "a make-up working day" in answer["explain"]


def test_an_overseas_account_has_the_calendar_of_its_market() -> None:
    answer = due_at("overseas", "ordinary", "2026-07-02T21:00+00:00", calendar="US")
    assert answer["due"] == "2026-07-06T17:00:00-04:00"
    assert "Independence Day" in answer["explain"]


@pytest.mark.parametrize(
    ("pack", "name", "words"),
    [("nobody", "ordinary", "no rule book"), ("douyin", "never", "no limit"), ("douyin", "roles", "no limit on time")],
)
def test_what_it_does_not_know_is_said_in_words(pack: str, name: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        due_at(pack, name, "2026-09-18T17:40+08:00")


def test_every_limit_of_every_rule_book_can_be_counted() -> None:
    for pack in ("douyin", "kuaishou_health", "self_media", "overseas"):
        for name in names():
            value = param(name, pack=pack)
            if value.kind == "limit":
                Limit.of(value.value)
