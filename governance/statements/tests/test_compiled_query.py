"""A compiled query answers as its queryset does, for every call anew."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.public import Department, User
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record
from governance.statements.reading import CompiledQuery

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
BY_NAME = CompiledQuery(lambda name: User.objects.select_related("department").filter(username=name))
SINCE = CompiledQuery(lambda moment: LedgerEntry.objects.filter(at__gte=moment).order_by("pk"))
EVENTS = CompiledQuery(lambda kind: LedgerEntry.objects.filter(kind=kind).order_by("pk").values_list("event", "at"))
LOCKED = CompiledQuery(lambda pk: User.objects.select_for_update().filter(pk=pk))


@pytest.mark.django_db
def test_each_call_takes_its_own_values_and_brings_what_is_joined() -> None:
    unit = Department.objects.create(code="rnd", name_zh="研发部", name_en="Research")
    lee, wang = (User.objects.create_user(name, department=unit) for name in ("lee", "wang"))
    found = [BY_NAME.get(name=name) for name in ("lee", "wang")]
    assert found == [lee, wang]
    with CaptureQueriesContext(
        connection,
    ) as sent:
        assert found[0].department == unit
    assert len(sent) == 0
    assert found[0].date_joined == lee.date_joined


@pytest.mark.django_db
def test_no_row_and_several_rows_are_refused_by_get() -> None:
    with pytest.raises(User.DoesNotExist):
        BY_NAME.get(name="nobody")
    for number in (1, 2):
        record("test.happened", actor=None, kind="user", object_id=number, at=NOW)
    with pytest.raises(LedgerEntry.MultipleObjectsReturned):
        SINCE.get(moment=NOW)
    assert SINCE.first(moment=NOW) == LedgerEntry.objects.earliest("pk")


@pytest.mark.django_db
def test_moments_are_compared_and_read_as_moments() -> None:
    record("test.happened", actor=None, kind="user", object_id=1, at=NOW)
    assert len(SINCE.all(moment=NOW)) == 1
    assert SINCE.all(moment=NOW + timedelta(microseconds=1)) == []
    assert EVENTS.rows(kind="user") == [("test.happened", NOW)]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, [1], 1.5])
def test_a_value_that_would_change_the_statement_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        BY_NAME.all(name=value)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_inside_a_transaction_only() -> None:
    with pytest.raises(TransactionManagementError):
        LOCKED.all(pk=1)
