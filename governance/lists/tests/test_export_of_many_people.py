"""Many people's data leave as a file only when a second person agreed to that list under that filter (R-014)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import IO, Any

import pytest
from django.test import RequestFactory

from accounts.public import User
from governance.approvals.services import decide_approval
from governance.ledger.models import LedgerEntry
from governance.lists.exporting import Takeable, answer_export, ask_export, export_list, subject_of
from governance.lists.models import ListExport
from governance.lists.rules import COUNTED_FOR, MANY_PEOPLE
from governance.refusals.exceptions import Refused, WrongState
from governance.sensitive.agreements import SecondPersonNeeded
from governance.sensitive.models import SensitiveOperation

AT = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
QUERY = "unit=2&q=wang"


@pytest.fixture
def clerk(first_rows: None) -> User:
    return User.objects.create_user("clerk", superior=User.objects.create_user("chief"))


def listed(count: int = MANY_PEOPLE + 1, page: str = "people", **changes: Any) -> Takeable:
    return Takeable(page, "People", ["a"], lambda: ([n] for n in range(count)), True, "/people/", **changes)


def export(
    clerk: User, taken: Takeable | None = None, query: str = QUERY, *, format: str = "csv", at: datetime = AT
) -> None:
    export_list(taken or listed(), format, query=query, reason="audit", actor=clerk, at=at)


def agree(operation: SensitiveOperation) -> None:
    assert operation.request is not None
    decide_approval(operation.request, actor=User.objects.get(username="chief"), agree=True, at=AT)


def test_up_to_the_limit_a_reason_is_enough(clerk: User) -> None:
    with pytest.raises(Refused):
        ask_export(listed(MANY_PEOPLE), reason="audit", actor=clerk, at=AT)
    export(clerk, listed(MANY_PEOPLE))
    assert ListExport.objects.get().rows == MANY_PEOPLE


def test_a_list_in_parts_is_a_list_of_many(clerk: User) -> None:
    export(clerk, listed(MANY_PEOPLE), "unit=1")
    with pytest.raises(SecondPersonNeeded):
        export(clerk, listed(1), "unit=2")
    export(User.objects.create_user("other"), listed(1), "unit=2")
    agree(ask_export(listed(1), query="unit=2", reason="audit", actor=clerk, at=AT))
    export(clerk, listed(1), "unit=2")
    payload = LedgerEntry.objects.filter(event="list.exported").latest("pk").payload
    assert (payload["rows"], payload["rows_counted"]) == (1, MANY_PEOPLE + 1)
    export(clerk, listed(1), "unit=2", at=AT + COUNTED_FOR)


def test_what_somebody_agreed_to_does_not_count_again(clerk: User) -> None:
    operation = ask_export(listed(), query=QUERY, reason="audit", actor=clerk, at=AT)
    agree(operation)
    export(clerk)
    assert ListExport.objects.get().operation == operation
    export(clerk, listed(MANY_PEOPLE))


def test_a_yes_for_one_record_covers_no_other(clerk: User) -> None:
    records = [User.objects.create_user(name) for name in ("first", "second")]
    first, second = (listed(page="departure", record=record) for record in records)
    agree(ask_export(first, reason="audit", actor=clerk, at=AT))
    with pytest.raises(SecondPersonNeeded):
        export(clerk, second, "")
    export(clerk, first, "")
    row, payload = ListExport.objects.get(), LedgerEntry.objects.get(event="list.exported").payload
    assert (row.record_kind, row.record_id) == ("user", records[0].pk)
    assert (payload["record_kind"], payload["record"]) == ("user", records[0].pk)


def test_a_list_with_a_form_of_its_own_is_counted_as_it_is_written(clerk: User) -> None:
    def write(stream: IO[bytes]) -> int:
        return stream.write(b"." * (MANY_PEOPLE + 1))

    taken = Takeable("register", "Register", (), tuple, True, "/", writers={"json": write})
    with pytest.raises(SecondPersonNeeded):
        export(clerk, taken, format="json")
    operation = ask_export(taken, query=QUERY, reason="audit", actor=clerk, at=AT)
    assert str(MANY_PEOPLE + 1) in operation.what
    agree(operation)
    export(clerk, taken, format="json")
    assert ListExport.objects.get().rows == MANY_PEOPLE + 1


def test_above_it_the_yes_of_the_superior_lets_exactly_one_file_go(clerk: User) -> None:
    with pytest.raises(SecondPersonNeeded):
        export(clerk)
    operation = ask_export(listed(), query=QUERY, reason="audit", actor=clerk, at=AT)
    with pytest.raises(WrongState):
        ask_export(listed(), query=QUERY, reason="audit", actor=clerk, at=AT)
    agree(operation)
    export(clerk, query="q=wang&unit=2&after=abc")
    operation.refresh_from_db()
    assert operation.status == "done"
    assert LedgerEntry.objects.get(event="list.exported").payload["operation"] == operation.pk
    with pytest.raises(SecondPersonNeeded):
        export(clerk)
    assert ListExport.objects.count() == 1


def test_another_filter_another_list_and_another_person_are_not_covered(clerk: User) -> None:
    agree(ask_export(listed(), query=QUERY, reason="audit", actor=clerk, at=AT))
    other = User.objects.create_user("other", superior=clerk)
    for person, taken, query in (
        (clerk, listed(), "unit=2"), (clerk, listed(), "unit=2&q=li"), (clerk, listed(page="fans"), QUERY),
        (other, listed(), QUERY),
    ):  # fmt: skip
        with pytest.raises(SecondPersonNeeded):
            export(person, taken, query)


def test_what_is_asked_tells_the_filter_and_not_the_words_searched_for(clerk: User) -> None:
    operation = ask_export(listed(), query=QUERY, reason="audit", actor=clerk, at=AT)
    assert "unit=2" in operation.what
    assert str(MANY_PEOPLE + 1) in operation.what
    assert "wang" not in operation.what + operation.particular + operation.title


def test_the_subject_does_not_hang_on_the_order_of_the_values() -> None:
    assert subject_of(listed(), "?b=2&a=1&after=x&empty=") == subject_of(listed(), "a=1&b=2")


def test_the_page_offers_to_ask(clerk: User) -> None:
    def post(**sent: str) -> object:
        request = RequestFactory().post(f"/export/?{QUERY}", {"format": "csv", "reason": "audit", **sent})
        request.user = clerk
        return answer_export(request, listed())

    refused = post()
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert b'name="ask"' in refused.content  # type: ignore[attr-defined]
    assert post(ask="1").status_code == 302  # type: ignore[attr-defined]
    assert SensitiveOperation.objects.get().asked_by == clerk
