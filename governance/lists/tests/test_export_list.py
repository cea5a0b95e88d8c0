"""A list is taken away: a file, a row, an entry; with a reason where it tells of people (R-107, D-7.2.1)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.public import User
from governance.ledger.models import LedgerEntry
from governance.lists.exporting import Takeable, export_list, kept_filter
from governance.lists.models import ListExport
from governance.refusals.exceptions import NoteRequired, Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk")


def listed(personal: bool, count: int = 3) -> Takeable:
    return Takeable("people", "People", ["a"], lambda: ([n] for n in range(count)), personal, "/people/")


def test_the_row_says_who_what_how_many_and_why(clerk: User) -> None:
    export_list(listed(personal=True), "csv", query="?q=wang&unit=2", reason=" yearly  audit ", actor=clerk, at=AT)
    row = ListExport.objects.get()
    assert (row.page, row.format, row.rows, row.reason, row.exported_by) == ("people", "csv", 3, "yearly audit", clerk)
    entry = LedgerEntry.objects.get(event="list.exported")
    assert (entry.kind, entry.object_id, entry.actor, entry.at) == ("list_export", row.pk, clerk, AT)
    assert entry.payload["rows"] == 3


def test_a_list_of_people_is_refused_without_a_reason(clerk: User) -> None:
    with pytest.raises(NoteRequired):
        export_list(listed(personal=True), "csv", reason="  ", actor=clerk)
    assert not ListExport.objects.exists()


def test_a_list_of_things_needs_no_reason_and_is_written_down_all_the_same(clerk: User) -> None:
    export_list(listed(personal=False), "xlsx", actor=clerk)
    assert LedgerEntry.objects.filter(event="list.exported").count() == 1


def test_an_unknown_format_is_refused_and_leaves_no_trace(clerk: User) -> None:
    with pytest.raises(Refused):
        export_list(listed(personal=True), "exe", reason="audit", actor=clerk)
    assert not ListExport.objects.exists()


def test_no_way_around_the_service_leaves_out_the_reason(clerk: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ListExport.objects.create(
            page="people", format="csv", rows=1, personal=True, reason="", exported_by=clerk, exported_at=AT
        )


def test_the_filter_keeps_choices_and_no_words() -> None:
    assert kept_filter("?q=王小明&unit=2&empty=&after=abc&format=csv") == "q=%E2%80%A6&unit=2"
    assert kept_filter("q=&unit=2") == "unit=2"
