"""Leaving in one step: sessions and rights end, everything held goes to a named successor, and the record stays."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.models import UserObjectPermission

from accounts.custody.checkouts import take_out
from accounts.custody.models import Checkout, Share
from accounts.custody.rules import LEFT
from accounts.leave.models import Leave
from accounts.leave.services import ask_leave
from accounts.leaving.models import Departure, DepartureLine
from accounts.leaving.services import (
    call_off_departure,
    carry_out_departure,
    check_last_holder,
    leave_company,
)
from accounts.leaving.tests.conftest import DAY, NOW, Company, handed
from accounts.models import PlatformAccount, User
from accounts.people.services import reopen_person
from governance.approvals.models import ApprovalRequest
from governance.notices.models import Notice
from governance.public import (
    Deadline,
    Denial,
    Grant,
    LedgerEntry,
    NotAllowed,
    NoteRequired,
    Policy,
    Refused,
    WrongState,
    ask_approval,
    can,
    decide_approval,
    deputies_of,
    grant_role,
    open_deadline,
    roles_held,
    sweep,
)

MONDAY = date(2026, 6, 8)


def test_the_very_next_request_of_an_open_session_is_refused(company: Company) -> None:
    session = Client()
    session.force_login(company.anna)
    assert session.get(reverse("accounts:leaves")).status_code == 200
    company.leave()
    assert session.get(reverse("accounts:leaves")).status_code == 302
    assert not can(company.refreshed(company.anna), "accounts.custody", company.account)


def test_no_right_session_password_or_factor_comes_back_by_reopening(company: Company) -> None:
    anna = company.anna
    anna.set_password("quite a long pass phrase 9")
    anna.is_superuser = anna.is_staff = True
    anna.save()
    Authenticator.objects.create(user=anna, type="totp", data={"secret": "x"})
    session = Client()
    session.force_login(anna)
    company.leave()
    reopen_person(company.refreshed(anna), actor=company.admin, at=NOW)
    back = company.refreshed(anna)
    assert (back.is_active, back.is_superuser, back.is_staff, back.has_usable_password()) == (
        True,
        False,
        False,
        False,
    )
    assert roles_held(back) == {}
    assert not UserObjectPermission.objects.filter(user=back).exists()
    assert not Authenticator.objects.filter(user=back).exists()
    assert session.get(reverse("accounts:leaves")).status_code == 302


def test_a_login_goes_to_the_chosen_custodian_and_its_secret_must_change_within_hours(company: Company) -> None:
    credential = company.credential(company.anna)
    departure = company.leave(choices={f"custody-{credential.pk}": company.keeper.pk})
    credential.refresh_from_db()
    assert (credential.custodian, credential.rotation_cause) == (company.keeper, LEFT)
    clock = Deadline.objects.open().get(kind="credential", object_id=credential.pk)
    assert (clock.owner, clock.limit) == (company.keeper, {"amount": 4, "unit": "hours"})
    assert handed(departure)["custody"] == "keeper"


def test_what_they_had_in_hand_shared_or_knew_ends_and_must_change(company: Company) -> None:
    shared, untouched = company.credential(company.keeper), company.credential(company.keeper, "other@example.com")
    Share.objects.create(
        credential=shared, person=company.anna, approval_id=1, safeguards=["own_device", "no_copy"],
        starts_at=NOW - DAY, until=NOW + DAY,
    )  # fmt: skip
    grant_role(company.anna, "agent", accounts=[company.account], actor=None, at=NOW - DAY)
    take_out(shared, actor=User.objects.get(pk=company.anna.pk), reason="Upload", at=NOW)
    departure = company.leave()
    assert not Checkout.objects.out().exists()
    assert not Share.objects.filter(ended_at=None).exists()
    shared.refresh_from_db()
    untouched.refresh_from_db()
    assert (shared.rotation_cause, untouched.rotation_cause) == (LEFT, "")
    ends = {"checkout": None, "login_share": None, "secret_known": "keeper", "role": None}
    assert handed(departure) == ends


def test_people_departments_rule_books_and_deadlines_go_to_the_superior_by_default(company: Company) -> None:
    company.unit.head = company.chief
    company.unit.save()
    Policy.objects.filter(code="douyin").update(owner=company.chief)
    clock = open_deadline(
        kind="platform_account", object_id=company.account.pk, purpose="duty", owner=company.chief, due=NOW + DAY,
        calendar="CN", at=NOW,
    )  # fmt: skip
    departure = company.leave(company.chief)
    for row in (company.anna, company.bert, company.keeper):
        assert company.refreshed(row).superior == company.boss
    company.unit.refresh_from_db()
    clock.refresh_from_db()
    assert (company.unit.head, clock.owner) == (company.boss, company.boss)
    assert Policy.objects.get(code="douyin").owner == company.boss
    assert handed(departure) == dict.fromkeys(("report", "department", "rule_book", "clock"), "boss")
    assert Notice.objects.get(recipient=company.boss, template="departure.took_over").params["count"] == 6


def test_a_successor_among_the_reports_reports_to_the_superior_above(company: Company) -> None:
    company.leave(company.chief, choices={"report-0": company.bert.pk})
    assert company.refreshed(company.bert).superior == company.boss
    assert company.refreshed(company.anna).superior == company.bert


def test_a_successor_below_the_reports_is_refused_as_a_loop(company: Company) -> None:
    company.bert.superior = company.anna
    company.bert.save()
    with pytest.raises(Refused, match=r"其中一人的下属|reports to one"):
        company.leave(company.chief, choices={"report-0": company.bert.pk})
    assert company.refreshed(company.chief).is_active


def leave_of(company: Company, person: str, deputy: str) -> Leave:
    """A leave from Monday to Wednesday."""
    return ask_leave(
        actor=getattr(company, person), first_day=MONDAY, last_day=MONDAY + 2 * DAY,
        deputy=getattr(company, deputy), reason="年假", at=NOW,
    )  # fmt: skip


def test_their_own_leave_ends_whether_asked_or_approved(company: Company) -> None:
    asked = leave_of(company, "anna", "bert")
    company.leave()
    asked.refresh_from_db()
    assert asked.status == "lapsed"
    approved = leave_of(company, "bert", "keeper")
    assert approved.request is not None
    decide_approval(approved.request, actor=company.chief, agree=True, at=NOW)
    company.leave(company.bert)
    approved.refresh_from_db()
    assert approved.status == "withdrawn"
    assert deputies_of(company.bert.pk, NOW + 6 * DAY) == []


def test_deadlines_with_a_deputy_do_not_come_back_to_somebody_who_left(company: Company) -> None:
    leave = leave_of(company, "anna", "bert")
    assert leave.request is not None
    decide_approval(leave.request, actor=company.chief, agree=True, at=NOW)
    clock = open_deadline(
        kind="platform_account", object_id=company.account.pk, purpose="duty", owner=company.anna,
        due=NOW + 20 * DAY, calendar="CN", at=NOW,
    )  # fmt: skip
    during = NOW + 6 * DAY
    sweep(during)
    clock.refresh_from_db()
    assert clock.owner == company.bert
    leave_company(company.refreshed(company.anna), actor=company.admin, at=during)
    clock.refresh_from_db()
    leave.refresh_from_db()
    assert (clock.owner, leave.ends_at) == (company.chief, during)
    sweep(during + 4 * DAY)
    clock.refresh_from_db()
    assert clock.owner == company.chief


def test_whom_they_stand_in_for_gets_another_deputy(company: Company) -> None:
    leave = leave_of(company, "bert", "anna")
    assert leave.request is not None
    decide_approval(leave.request, actor=company.chief, agree=True, at=NOW)
    company.leave(choices={f"deputyship-{leave.pk}": company.keeper.pk})
    leave.refresh_from_db()
    assert leave.deputy == company.keeper
    assert deputies_of(company.bert.pk, NOW + 6 * DAY) == [company.keeper.pk]


def test_requests_to_decide_go_to_the_new_superior_and_their_own_lapse(company: Company) -> None:
    waiting = leave_of(company, "anna", "bert").request
    own = ask_leave(
        actor=company.chief, first_day=MONDAY, last_day=MONDAY, deputy=company.keeper, reason="年假", at=NOW
    ).request
    assert waiting is not None
    assert own is not None
    assert list(waiting.deciders.values_list("person__username", flat=True)) == ["chief"]
    departure = company.leave(company.chief)
    assert list(waiting.deciders.values_list("person__username", flat=True)) == ["boss"]
    assert ApprovalRequest.objects.get(pk=own.pk).status == "lapsed"
    assert handed(departure)["to_decide"] == "boss"
    assert handed(departure)["own_request"] is None


def test_a_request_for_somebody_else_goes_to_a_successor_who_cannot_decide_it(company: Company) -> None:
    request = ask_approval(
        "leave", actor=company.anna, beneficiary=company.bert, reason="Emergency", at=NOW,
        payload={"first_day": MONDAY, "last_day": MONDAY, "deputy": company.keeper},
    )  # fmt: skip
    departure = company.leave(choices={f"asked_request-{request.pk}": company.chief.pk})
    request.refresh_from_db()
    assert request.asked_by == company.chief
    assert handed(departure)["asked_request"] == "chief"
    assert list(request.deciders.values_list("person__username", flat=True)) == ["boss"]


def test_the_last_who_could_decide_a_request_does_not_leave(company: Company) -> None:
    people = type(company.chief).objects
    people.filter(pk=company.chief.pk).update(superior=None)
    request = ask_approval(
        "leave", actor=company.bert, beneficiary=company.anna, reason="Emergency", at=NOW,
        payload={"first_day": MONDAY, "last_day": MONDAY, "deputy": company.keeper},
    )  # fmt: skip
    with pytest.raises(Refused, match=r"没有其他人能审批|Nobody else is left"):
        company.leave(company.refreshed(company.chief), choices={"report-0": company.bert.pk})
    assert company.refreshed(company.chief).is_active
    assert list(request.deciders.values_list("person__username", flat=True)) == ["chief"]


@pytest.mark.parametrize("role", ["manager", "legal", "first_reviewer", "final_reviewer"])
def test_the_last_holder_of_what_the_company_needs_does_not_leave(company: Company, role: str) -> None:
    for other in {"manager", "legal", "first_reviewer", "final_reviewer"} - {role}:
        grant_role(company.keeper, other, accounts=[company.account] if other != "legal" else [], actor=None, at=NOW)
    with pytest.raises(Refused, match=r"最后|last"):
        company.leave(company.boss)
    assert roles_held(company.refreshed(company.boss))[role]
    grant_role(company.keeper, role, accounts=[company.account] if role != "legal" else [], actor=None, at=NOW)
    company.leave(company.boss)


def test_the_last_administrator_does_not_leave(company: Company) -> None:
    leave_company(company.admin, actor=company.boss, at=NOW)
    root = type(company.admin).objects.create_superuser("root")
    with pytest.raises(Refused, match=r"最后|last"):
        leave_company(company.boss, actor=root, at=NOW)
    grant_role(company.bert, "admin", actor=None, at=NOW)
    leave_company(root, actor=company.refreshed(company.bert), at=NOW)
    with pytest.raises(Refused, match=r"最后|last"):
        leave_company(company.boss, actor=company.refreshed(company.bert), at=NOW)


def test_the_last_custodian_of_a_login_does_not_leave(company: Company) -> None:
    credential = company.credential(company.anna)
    leave_company(company.keeper, actor=company.admin, at=NOW)
    with pytest.raises(Refused, match=r"保管|keep") as refusal:
        company.leave()
    assert refusal.value.field == f"custody-{credential.pk}"
    assert company.refreshed(company.anna).is_active
    assert roles_held(company.refreshed(company.anna))
    assert not Departure.objects.filter(person=company.anna).exists()


def test_a_successor_without_the_right_away_leaving_or_gone_is_refused_in_words(company: Company) -> None:
    key = f"custody-{company.credential(company.anna).pk}"
    with pytest.raises(Refused, match=r"权限|right"):
        company.leave(choices={key: company.bert.pk})
    company.leave(company.keeper, leaves_on=MONDAY)
    with pytest.raises(Refused, match=r"离职|leaves on"):
        company.leave(choices={key: company.keeper.pk})
    call_off_departure(Departure.objects.get(person=company.keeper), actor=company.admin, note="Stays", at=NOW)
    with pytest.raises(Refused, match=r"其他在职人员|somebody else"):
        company.leave(choices={key: company.anna.pk})
    company.leave(choices={key: company.keeper.pk})


def test_nobody_lets_themselves_go_and_without_the_right_nobody_does(company: Company) -> None:
    with pytest.raises(NotAllowed):
        company.leave(company.admin)
    with pytest.raises(Denial):
        company.leave(actor=company.chief)
    with pytest.raises(Refused):
        company.leave(leaves_on=date(2026, 6, 1))


def test_a_planned_day_is_carried_out_by_the_sweep_once(company: Company) -> None:
    credential = company.credential(company.anna)
    departure = company.leave(leaves_on=MONDAY, choices={f"custody-{credential.pk}": company.keeper.pk})
    sweep(NOW + 4 * DAY)
    assert company.refreshed(company.anna).is_active
    for _ring in range(2):
        sweep(NOW + 5 * DAY)
    departure.refresh_from_db()
    credential.refresh_from_db()
    assert (departure.status, credential.custodian) == ("carried_out", company.keeper)
    assert company.refreshed(company.anna).left_on == MONDAY
    assert LedgerEntry.objects.filter(event="departure.fell_due").count() == 1


def test_what_holds_up_the_planned_day_is_told_and_nothing_is_done(company: Company) -> None:
    company.credential(company.anna)
    departure = company.leave(leaves_on=MONDAY)
    leave_company(company.keeper, actor=company.admin, at=NOW)
    sweep(NOW + 5 * DAY)
    departure.refresh_from_db()
    assert departure.status == "planned"
    assert company.refreshed(company.anna).is_active
    assert set(Notice.objects.filter(template="departure.held_up").values_list("recipient__username", flat=True)) == {
        "admin", "boss"
    }  # fmt: skip


def test_it_is_planned_once_and_called_off_with_a_reason(company: Company) -> None:
    departure = company.leave(leaves_on=MONDAY)
    with pytest.raises(WrongState):
        company.leave()
    with pytest.raises(NoteRequired):
        call_off_departure(departure, actor=company.admin, note=" ", at=NOW)
    call_off_departure(departure, actor=company.admin, note="Stays", at=NOW)
    with pytest.raises(WrongState):
        carry_out_departure(departure, actor=company.admin, at=NOW)
    company.leave()
    assert Departure.objects.filter(person=company.anna).count() == 2


def test_the_record_names_every_role_that_ended(company: Company) -> None:
    departure = company.leave()
    row = DepartureLine.objects.get(departure=departure, holding="role")
    assert (row.detail, row.account, row.successor) == ("custodian", company.account, None)


def test_roles_end_because_the_person_has_left_also_those_that_lapse_later_on(company: Company) -> None:
    """NOW lies before the clock of this machine, by which the second grant has lapsed."""
    grant_role(company.anna, "author", accounts=[company.account], actor=None, at=NOW, expires_at=NOW + 30 * DAY)
    departure = company.leave()
    grants = Grant.objects.filter(person=company.anna).order_by("role")
    assert list(grants.values_list("role", "ended_because", "ended_at")) == [
        ("author", "left", NOW), ("custodian", "left", NOW)
    ]  # fmt: skip
    lines = DepartureLine.objects.filter(departure=departure, holding="role")
    assert set(lines.values_list("detail", flat=True)) == {"author", "custodian"}


def test_last_holders_are_found_in_as_many_statements_on_one_account_as_on_twenty(company: Company) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            check_last_holder(company.bert)
        return len(queries)

    few = asked()
    for number in range(20):
        account = PlatformAccount.objects.create(
            handle=f"more-{number}", platform="douyin", name_zh="号", name_en="More", status="active",
            department=company.unit,
        )  # fmt: skip
        for person in (company.bert, company.keeper):
            grant_role(person, "manager", accounts=[account], actor=None, at=NOW)
    assert asked() == few
