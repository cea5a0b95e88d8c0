"""The ledger takes entries and refuses every change to them."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.bulk.services import FEW
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record, record_many, seal, verify

pytestmark = pytest.mark.django_db


def _record(n: int) -> LedgerEntry:
    return record("test.happened", actor=None, kind="user", object_id=n)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_ledgerentry SET event = 'x'",
        "DELETE FROM governance_ledgerentry",
        "UPDATE governance_ledgerseal SET hash = 'x'",
        "DELETE FROM governance_ledgerseal",
    ],
)
def test_the_database_refuses_to_change_what_is_written(sql: str) -> None:
    _record(1)
    seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_postgresql_refuses_truncate_and_sqlite_replace() -> None:
    entry = _record(1)
    sql = (
        "TRUNCATE governance_ledgerseal"
        if connection.vendor == "postgresql"
        else f"INSERT OR REPLACE INTO governance_ledgerentry SELECT * FROM governance_ledgerentry WHERE id={entry.pk}"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_whole_ledger_verifies() -> None:
    for n in range(5):
        _record(n)
    found = verify()
    assert (found.ok, found.entries, found.seals) == (True, 5, 5)


def test_a_changed_entry_is_named(ledger_without_triggers: None) -> None:
    entries = [_record(n) for n in range(5)]
    seal()
    LedgerEntry.objects.filter(pk=entries[2].pk).update(payload={"forged": True})
    found = verify()
    assert not found.ok
    assert found.broken_entry == entries[2].pk


def test_a_removed_entry_is_named(ledger_without_triggers: None) -> None:
    entries = [_record(n) for n in range(5)]
    seal()
    entries[2].seal.delete()
    entries[2].delete()
    found = verify()
    assert not found.ok
    assert found.broken_entry == entries[3].pk


def test_entries_that_commit_out_of_order_are_all_sealed() -> None:
    high = LedgerEntry(pk=100, event="test.happened", kind="user", object_id=1, at=_record(9).at)
    high.save(force_insert=True)
    seal()
    LedgerEntry(pk=50, event="test.happened", kind="user", object_id=2, at=high.at).save(force_insert=True)
    assert seal() == 1
    assert verify().ok


def test_a_cut_tail_is_seen_against_the_seal_kept_outside(ledger_without_triggers: None) -> None:
    entries = [_record(n) for n in range(5)]
    seal()
    outside = {"sequence": 5, "hash": entries[4].seal.hash}
    entries[4].seal.delete()
    entries[4].delete()
    assert verify().ok
    assert not verify(outside=[outside]).ok


@pytest.mark.parametrize("count", [FEW - 1, FEW + 1])
def test_many_entries_are_recorded_at_the_clock_of_the_database(count: int) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    with CaptureQueriesContext(connection) as asked:
        record_many([("test.happened", n, None, {}) for n in range(1, count + 1)], actor=None, kind="user", at=at)
    written = LedgerEntry.objects.filter(event="test.happened")
    assert written.filter(at=at, recorded_at__gt=at).count() == count
    assert not any('"recorded_at"' in row["sql"].split("VALUES")[0].split("RETURNING")[0] for row in asked)
