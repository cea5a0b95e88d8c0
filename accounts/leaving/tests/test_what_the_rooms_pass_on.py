"""The leaver's step takes what every room holds of them: incidents, duties, posts, seats, reviews, operations."""

from __future__ import annotations

import pytest

from accounts.attestations.rules import SECURITY
from accounts.groups.models import GroupSeat
from accounts.groups.services import name_member
from accounts.incidents.measures import name_measure
from accounts.incidents.models import CorrectiveMeasure, Incident
from accounts.incidents.owning import assign_incident
from accounts.incidents.rules import CONTAIN, KIND, MEASURE_KIND, REPORT, STEP_KIND
from accounts.incidents.services import report_incident
from accounts.incidents.steps import assign_step
from accounts.leaving.tests.conftest import DAY, NOW, Company, handed
from accounts.models import User
from accounts.posts.models import Post, PostHolding
from accounts.posts.services import appoint_to_post, list_posts
from accounts.qualifications.models import Qualification
from accounts.recertification.models import RecertificationLine
from accounts.recertification.services import open_round
from governance.notices.models import Notice
from governance.public import (
    Deadline,
    Duty,
    LedgerEntry,
    Policy,
    SensitiveOperation,
    ask_operation,
    decide_approval,
    grant_role,
    sweep_duties,
    today,
)
from tests.qualifying import qualify


def clock(kind: str, pk: int, purpose: str | None = None) -> Deadline:
    """The open clock of a record."""
    rows = Deadline.objects.open().filter(kind=kind, object_id=pk)
    return rows.get(**({"purpose": purpose} if purpose else {}))


@pytest.fixture
def incident(company: Company) -> Incident:
    """Anna, who manages the account with the boss, owns it."""
    grant_role(company.anna, "manager", accounts=[company.account], actor=None, at=NOW)
    found = report_incident(
        actor=company.refreshed(company.keeper), account=company.account, kind="abnormal_login", happened="x", at=NOW
    )
    if found.owner_id != company.anna.pk:
        found = assign_incident(
            found, actor=company.refreshed(company.boss), owner=company.refreshed(company.anna), at=NOW
        )
    return found


def test_an_incident_goes_to_another_manager_with_its_clocks_and_steps(company: Company, incident: Incident) -> None:
    assert incident.owner == company.anna
    departure = company.leave()
    incident.refresh_from_db()
    assert incident.owner == company.boss
    assert clock(KIND, incident.pk, CONTAIN).owner == company.boss
    assert set(incident.steps.open().values_list("owner", flat=True)) == {company.boss.pk}
    assert not Deadline.objects.open().filter(owner=company.anna).exists()
    assert handed(departure)["incident"] == "boss"


def test_nobody_named_in_an_incident_takes_it_over(company: Company, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(concerned=company.boss)
    departure = company.leave()
    incident.refresh_from_db()
    assert incident.owner == company.keeper
    assert handed(departure)["incident"] == "keeper"


def test_a_step_in_the_incident_of_another_goes_to_its_owner(company: Company, incident: Incident) -> None:
    step = incident.steps.open().get(code="platform_support")
    keeper = company.refreshed(company.keeper)
    assign_step(step, actor=company.refreshed(company.anna), owner=keeper, at=NOW)
    departure = company.leave(keeper)
    step.refresh_from_db()
    assert step.owner == company.anna
    assert clock(STEP_KIND, step.pk).owner == company.anna
    assert handed(departure)["incident_step"] == "anna"


def test_a_measure_goes_to_the_chosen_successor_by_the_same_day(company: Company, incident: Incident) -> None:
    measure = name_measure(
        incident, actor=company.refreshed(company.anna), text="x", owner=company.keeper, due_on=today(NOW + 7 * DAY),
        at=NOW,
    )  # fmt: skip
    due = clock(MEASURE_KIND, measure.pk).due_at
    company.leave(company.keeper, choices={f"incident_measure-{measure.pk}": company.bert.pk})
    assert CorrectiveMeasure.objects.get(pk=measure.pk).owner == company.bert
    assert (clock(MEASURE_KIND, measure.pk).owner, clock(MEASURE_KIND, measure.pk).due_at) == (company.bert, due)


def test_a_report_goes_to_whoever_is_above_the_owner_then(company: Company, incident: Incident) -> None:
    assert incident.superior == company.chief
    departure = company.leave(company.chief)
    incident.refresh_from_db()
    # The boss owned the incident before anna, so its report goes past the boss.
    assert incident.superior == company.admin
    assert clock(KIND, incident.pk, REPORT).owner == company.admin
    assert handed(departure)["incident_report"] == "admin"


def test_a_duty_goes_to_whoever_is_responsible_without_them(company: Company) -> None:
    first, second = company.anna, company.keeper
    for person in (first, second):
        grant_role(person, "publisher", accounts=[company.account], actor=None, at=NOW)
    sweep_duties(NOW)
    duty = Duty.objects.open().get(kind="profile_check", account=company.account)
    assert duty.owner == first
    departure = company.leave()
    duty.refresh_from_db()
    assert (duty.status, duty.owner) == ("open", second)
    assert clock("duty", duty.pk).owner == second
    assert handed(departure)["duty"] == "keeper"


def test_what_one_says_of_oneself_ends(company: Company) -> None:
    sweep_duties(NOW)
    own = Duty.objects.open().get(kind=SECURITY, person=company.anna)
    company.leave()
    own.refresh_from_db()
    assert own.status == "ended"
    assert not Deadline.objects.open().filter(kind="duty", object_id=own.pk).exists()


def test_posts_and_seats_end_and_stand_vacant(company: Company) -> None:
    list_posts(at=NOW)
    post = Post.objects.filter(policy__code="douyin").first() or Post.objects.first()
    assert post is not None
    boss = company.refreshed(company.boss)
    appoint_to_post(post, actor=company.admin, person=company.anna, at=NOW)
    name_member(Policy.objects.get(code="douyin"), actor=boss, person=company.anna, unit="leader", at=NOW)
    departure = company.leave()
    assert not PostHolding.objects.open().exists()
    assert not GroupSeat.objects.open().exists()
    assert PostHolding.objects.get().ended_at == GroupSeat.objects.get().ended_at == NOW
    assert {"post": None, "group_seat": None}.items() <= handed(departure).items()


def test_a_qualification_ends_whatever_is_left_of_it(company: Company) -> None:
    qualify(company.anna, by=company.boss)
    qualify(company.anna, by=company.boss)
    departure = company.leave()
    assert not Qualification.objects.open().filter(person=company.anna).exists()
    assert handed(departure)["qualification"] is None


def test_rights_to_review_go_to_whoever_stands_above_with_the_clock_of_the_round(company: Company) -> None:
    grant_role(company.chief, "manager", accounts=[company.account], actor=None, at=NOW)
    review = open_round(company.account, actor=None, at=NOW)
    RecertificationLine.objects.filter(round=review).exclude(person=company.chief).update(reviewer=company.chief)
    lines = RecertificationLine.objects.filter(round=review, reviewer=company.chief)
    waiting = list(lines.values_list("pk", flat=True))
    Deadline.objects.filter(kind="recertification_round").update(owner=company.chief)
    departure = company.leave(company.chief)
    found = RecertificationLine.objects.filter(pk__in=waiting).select_related("reviewer", "person")
    assert waiting
    assert all(row.reviewer is not None and row.reviewer not in (company.chief, row.person) for row in found)
    assert clock("recertification_round", review.pk).owner != company.chief
    assert "right_to_review" in handed(departure)


@pytest.mark.parametrize("agreed", [True, False], ids=["agreed", "waiting"])
def test_a_sensitive_operation_that_was_not_carried_out_lapses(company: Company, agreed: bool) -> None:
    grant_role(company.anna, "publisher", accounts=[company.account], actor=None, at=NOW)
    operation = ask_operation(
        "profile_change", actor=company.refreshed(company.anna), account=company.account, title="x", what="x",
        reason="x", at=NOW,
    )  # fmt: skip
    assert operation.request is not None
    if agreed:
        decide_approval(operation.request, actor=company.refreshed(company.boss), agree=True, at=NOW)
    departure = company.leave()
    assert SensitiveOperation.objects.get(pk=operation.pk).status == "lapsed"
    assert not Deadline.objects.open().filter(kind="sensitive_operation", object_id=operation.pk).exists()
    assert handed(departure)["operation"] is None
    assert "asked_request" not in handed(departure)


def test_everything_is_written_down_and_every_successor_told_once(company: Company, incident: Incident) -> None:
    company.leave()
    entry = LedgerEntry.objects.filter(event="incident.assigned", object_id=incident.pk).latest("pk")
    assert entry.payload == {"from": company.anna.pk, "to": company.boss.pk}
    assert (
        Notice.objects.filter(recipient=User.objects.get(pk=company.boss.pk), template="departure.took_over").count()
        == 1
    )
