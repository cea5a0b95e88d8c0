"""Rows are inserted whole, and updated only where nobody was faster."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.public import User
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.statements.writing import insert_row, insert_rows, update_row

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def notice(user: User, number: int) -> Notice:
    return Notice(recipient=user, template="x", params={"名": [number]}, key=f"k{number}", created_at=NOW)


def test_many_rows_are_one_statement_and_know_their_numbers() -> None:
    user = User.objects.create_user("lee")
    with CaptureQueriesContext(connection) as sent:
        rows = insert_rows([notice(user, number) for number in range(3)])
    assert len(sent) == 1
    stored = Notice.objects.in_bulk([row.pk for row in rows])
    assert [stored[row.pk].params for row in rows] == [{"名": [number]} for number in range(3)]
    assert not rows[0]._state.adding


def test_more_rows_than_a_statement_takes_go_in_all() -> None:
    user = User.objects.create_user("lee")
    assert len({row.pk for row in insert_rows([notice(user, number) for number in range(5000)])}) == 5000
    assert Notice.objects.count() == 5000


def test_a_default_of_the_database_is_filled_by_it_and_read_back() -> None:
    entry = insert_row(LedgerEntry(event="test.happened", kind="user", object_id=1, at=NOW))
    assert entry.recorded_at == LedgerEntry.objects.get(pk=entry.pk).recorded_at


def test_a_row_that_has_its_number_is_not_inserted_again() -> None:
    row = insert_row(notice(User.objects.create_user("lee"), 1))
    with pytest.raises(ValueError, match="not new"):
        insert_row(row)


def test_a_guard_that_does_not_hold_lets_nothing_be_written() -> None:
    row = insert_row(notice(User.objects.create_user("lee"), 1))
    assert update_row(row, {"read_at": NOW, "params": {"a": 1}}, read_at=None, key="k1")
    assert not update_row(row, {"params": {"a": 2}}, read_at=None)
    assert not update_row(row, {"params": {"a": 2}}, key="k2")
    assert row.params == Notice.objects.get().params == {"a": 1}


def test_a_person_may_be_given_as_such_or_by_number() -> None:
    first, second = (User.objects.create_user(name) for name in ("lee", "wang"))
    row = insert_row(notice(first, 1))
    update_row(row, {"recipient": second})
    assert Notice.objects.get().recipient == row.recipient == second
    update_row(row, {"recipient_id": first.pk})
    assert Notice.objects.get().recipient_id == row.recipient_id == first.pk


def test_a_model_with_a_history_is_refused() -> None:
    with pytest.raises(TypeError, match="history"):
        update_row(User.objects.create_user("lee"), {"username": "wang"})


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="no column"):
        update_row(Notice(pk=1), {"recipient__username": "lee"})
