"""A parameter changes by a proposal, a second person and a date; what was approved stays as it was."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance.ledger.models import LedgerEntry
from governance.policies.models import PolicyVersion
from governance.policies.params import param
from governance.policies.reading import changes_of, history_of_parameter
from governance.policies.services import decide_change, propose_change, retire_superseded
from governance.policies.tests.conftest import NOW
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
THREE_DAYS = {"amount": 3, "unit": "working_days"}
FOUR_DAYS = THREE_DAYS | {"amount": 4}
IN_A_WEEK = date(2026, 6, 10)


@pytest.fixture
def managers(make_user: Make) -> tuple[Any, Any]:
    """Two people who manage the rule books."""
    return make_user("first", "manager"), make_user("second", "manager")


@pytest.fixture
def proposal(managers: tuple[Any, Any]) -> PolicyVersion:
    """Three working days for a ticket, from in a week."""
    return propose(managers[0])


def propose(actor: Any, **changes: Any) -> PolicyVersion:
    values: dict[str, Any] = {
        "values": {"ticket": THREE_DAYS}, "effective_from": IN_A_WEEK, "reason": "two were too few", "at": NOW,
    } | changes  # fmt: skip
    return propose_change("douyin", actor=actor, **values)


def ticket(at: Any) -> int:
    return int(param("ticket", pack="douyin", at=at).value["amount"])


def test_a_proposal_changes_nothing(proposal: PolicyVersion) -> None:
    assert ticket(NOW + timedelta(days=30)) == 2
    assert (proposal.number, proposal.status) == (2, "draft")
    assert [(row.name, old.value["amount"]) for row, old in changes_of(proposal) if old] == [("ticket", 2)]


def test_an_approved_change_holds_from_its_date_on(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    assert ticket(NOW) == 2
    assert ticket(NOW + timedelta(days=6)) == 2
    assert ticket(NOW + timedelta(days=7)) == 3
    value = param("ticket", pack="douyin", at=NOW + timedelta(days=7))
    assert value.policy_version_id == proposal.pk
    assert not value.took_part[0].own_number


def test_the_version_before_is_superseded_on_that_date(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    first = PolicyVersion.objects.get(policy__code="douyin", number=1)
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    first.refresh_from_db()
    assert (first.status, first.effective_to) == ("current", IN_A_WEEK)
    assert retire_superseded(at=NOW + timedelta(days=7)) == 1
    assert retire_superseded(at=NOW + timedelta(days=7)) == 0
    assert ticket(NOW) == 2


def test_who_proposes_does_not_approve(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    with pytest.raises(NotAllowed):
        decide_change(proposal, "approve", actor=managers[0], at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=proposal.pk).update(decided_by=managers[0])


def test_who_proposes_may_withdraw_and_nobody_else(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    with pytest.raises(NotAllowed):
        decide_change(proposal, "withdraw", actor=managers[1], at=NOW)
    assert decide_change(proposal, "withdraw", actor=managers[0], at=NOW).status == "rejected"


def test_a_rejection_needs_a_reason(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    with pytest.raises(NoteRequired):
        decide_change(proposal, "reject", actor=managers[1], at=NOW)
    assert decide_change(proposal, "reject", actor=managers[1], note="no", at=NOW).status == "rejected"
    assert ticket(NOW + timedelta(days=30)) == 2


def test_a_proposal_is_decided_once(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    with pytest.raises(WrongState):
        decide_change(proposal, "reject", actor=managers[1], note="late", at=NOW)


def test_a_page_that_is_out_of_date_is_refused(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    with pytest.raises(StaleVersion):
        decide_change(proposal, "approve", actor=managers[1], lock=7, at=NOW)


def test_a_proposal_whose_date_has_passed_cannot_be_approved(
    managers: tuple[Any, Any], proposal: PolicyVersion
) -> None:
    with pytest.raises(NotAllowed):
        decide_change(proposal, "approve", actor=managers[1], at=NOW + timedelta(days=30))


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"effective_from": date(2026, 6, 2)},
        {"values": {"weather": 1}},
        {"values": {"ticket": {"amount": 2, "unit": "working_days"}}},
        {"values": {"ticket": {"amount": -1, "unit": "working_days"}}},
        {"values": {"raters": "nobody"}},
        {"values": {}},
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(managers: tuple[Any, Any], changes: dict) -> None:
    with pytest.raises(Refused):
        propose(managers[0], **changes)


def test_one_proposal_at_a_time(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    with pytest.raises(Refused):
        propose(managers[1])


def test_only_who_manages_rule_books_proposes(make_user: Make) -> None:
    with pytest.raises(NotAllowed):
        propose(make_user("author", "author"))


def test_the_ledger_and_the_parameter_tell_the_story(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    events = LedgerEntry.objects.filter(kind="policy_version", object_id=proposal.pk).values_list("event", flat=True)
    assert list(events.order_by("pk")) == ["policy.proposed", "policy.approved"]
    rows = history_of_parameter(proposal.policy, "ticket")
    assert [(row.version.number, row.value["amount"]) for row in rows] == [(2, 3), (1, 2)]
    assert len(history_of_parameter(proposal.policy, "rotation")) == 1


def test_a_second_change_builds_on_the_first(managers: tuple[Any, Any], proposal: PolicyVersion) -> None:
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    second = propose(managers[1], values={"rotation": 30}, effective_from=date(2026, 6, 20))
    decide_change(second, "approve", actor=managers[0], at=NOW)
    later = NOW + timedelta(days=20)
    assert (ticket(later), param("rotation", pack="douyin", at=later).value) == (3, 30)
    assert param("rotation", pack="douyin", at=NOW + timedelta(days=8)).value == 90


def test_no_change_begins_before_one_that_is_approved_for_later(
    managers: tuple[Any, Any], proposal: PolicyVersion
) -> None:
    decide_change(proposal, "approve", actor=managers[1], at=NOW)
    tomorrow = IN_A_WEEK - timedelta(days=6)
    with pytest.raises(Refused, match=r"later|以后"):
        propose(managers[0], values={"ticket": FOUR_DAYS}, effective_from=tomorrow)
    same_day = propose(managers[0], values={"ticket": FOUR_DAYS})
    decide_change(same_day, "approve", actor=managers[1], at=NOW)
    assert (ticket(NOW), ticket(NOW + timedelta(days=7))) == (2, 4)


def test_a_proposal_that_was_overtaken_by_a_later_one_is_not_approved(
    managers: tuple[Any, Any], proposal: PolicyVersion
) -> None:
    PolicyVersion.objects.filter(policy__code="douyin", number=1).update(effective_from=IN_A_WEEK + timedelta(days=1))
    with pytest.raises(NotAllowed):
        decide_change(proposal, "approve", actor=managers[1], at=NOW)
