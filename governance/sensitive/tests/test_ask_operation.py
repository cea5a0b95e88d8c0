"""A sensitive operation is asked for with what, why and when, by whoever works there (R-014, O-3.3.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance.models import ApprovalRequest, LedgerEntry, Notice
from governance.policies.models import Parameter
from governance.public import Denial, NotAllowed, NoteRequired, Refused, WrongState
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.rules import BY_GRANT, ON_PLATFORM, OPERATIONS, SensitiveAct, register_act
from governance.sensitive.services import withdraw_operation
from governance.sensitive.tests.conftest import DAY, HOUR, NOW, Desk


def test_the_rows_are_the_list_of_the_rule_books(first_rows: None) -> None:
    listed = {code for row in Parameter.objects.filter(name="sensitive.operations") for code in row.value}
    assert listed == {row.code for row in OPERATIONS}
    assert [row.code for row in OPERATIONS if row.place == BY_GRANT] == ["role_grant"]


def test_asking_holds_it_tells_the_responsible_and_writes_it_down(desk: Desk) -> None:
    operation = desk.ask(planned_at=NOW + DAY)
    request = operation.request
    assert request is not None
    assert (operation.status, request.kind, request.target_id) == ("held", "sensitive_profile_change", operation.pk)
    assert set(request.deciders.values_list("person__username", flat=True)) == {"manager", "second"}
    assert Notice.objects.filter(recipient=desk.second, template="approval.to_decide").exists()
    entry = LedgerEntry.objects.get(event="sensitive.asked")
    assert entry.payload == {"code": "profile_change", "request": request.pk}


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"what": " "}, Refused, "what"), ({"reason": "\u200b"}, NoteRequired, "reason"),
        ({"title": ""}, Refused, "title"), ({"planned_at": NOW - HOUR}, Refused, "planned_at"),
        ({"at_once": True}, Refused, "at_once"),
    ],
)  # fmt: skip
def test_what_is_missing_or_over_is_named(
    desk: Desk, changes: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        desk.ask(**changes)
    assert caught.value.field == field
    assert not SensitiveOperation.objects.exists()
    assert not ApprovalRequest.objects.exists()


def test_whoever_does_not_work_on_the_account_does_not_ask(desk: Desk) -> None:
    for nobody in (desk.stranger, desk.reviewer):
        with pytest.raises(Denial):
            desk.ask(actor=nobody)
    with pytest.raises(Denial):
        desk.ask_to_close(actor=desk.publisher)


def test_what_this_site_carries_out_is_asked_for_on_its_record(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.ask("account_closure")
    with pytest.raises(ValueError, match="not carried out in this system"):
        SensitiveAct("try", "mass_message", "try.event", "Try", "Ask")
    with pytest.raises(ValueError, match="registered already"):
        register_act(SensitiveAct("account_close", "withdrawal", "try.event", "Try", "Ask"))


def test_the_same_record_is_asked_for_once(desk: Desk) -> None:
    first = desk.ask_to_close()
    with pytest.raises(WrongState, match="manager"):
        desk.ask_to_close(actor=desk.second)
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitiveOperation.objects.filter(pk=desk.ask_to_close(target=desk.other).pk).update(target_id=first.target_id)
    withdraw_operation(first, actor=desk.manager, at=NOW)
    assert desk.ask_to_close(actor=desk.second).status == "held"


def test_two_changes_of_a_profile_may_wait_beside_each_other(desk: Desk) -> None:
    desk.ask()
    assert desk.ask(title="新简介").status == "held"


def test_a_rule_book_may_leave_an_operation_out(desk: Desk) -> None:
    Parameter.objects.filter(name="sensitive.operations").update(value=["account_closure"])
    from governance.policies.books import forget

    forget()
    with pytest.raises(NotAllowed, match=r"do not hold|未将此列为"):
        desk.ask()
    assert desk.ask_to_close().status == "held"


def test_a_haste_asks_everybody_who_works_on_the_account(desk: Desk) -> None:
    request = desk.ask("delete_post", at_once=True).request
    assert request is not None
    assert set(request.deciders.values_list("person__username", flat=True)) == {
        "manager", "second", "reviewer", "chief",
    }  # fmt: skip
    assert request.due_at == NOW + HOUR


def test_every_operation_on_a_platform_can_be_asked_for(desk: Desk) -> None:
    codes = [row.code for row in OPERATIONS if row.place == ON_PLATFORM]
    assert {desk.ask(code, actor=desk.manager).code for code in codes} == set(codes)
