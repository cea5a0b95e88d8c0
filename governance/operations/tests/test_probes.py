"""Health, readiness and measures answer without a login, and measures only to those they are for."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from governance.operations import probes

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_ready_where_database_broker_and_migrations_are_in_order(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "broker": True, "migrations": True})


def test_not_ready_without_a_broker(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(probes, "broker_answers", lambda: False)
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_a_database(client: Client, monkeypatch) -> None:
    def refuse(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(probes.connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


@pytest.mark.parametrize(
    ("extra", "token", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, "", 200),
        ({"REMOTE_ADDR": "::1"}, "", 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, "", 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "}, "", 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, "", 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer one-two-three"}, "one-two-three", 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer one-two-four"}, "one-two-three", 404),
    ],
)
def test_measures_are_for_this_machine_or_the_token(client: Client, settings, extra, token, status) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/ops/metrics", **extra).status_code == status


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/ops/metrics"])
def test_probes_are_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
