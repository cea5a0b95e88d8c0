"""Nothing is kept by silence; only the last one who manages stays, with the question one step higher."""

from __future__ import annotations

from accounts.models import User
from accounts.recertification.rules import TIME_TO_DECIDE
from accounts.recertification.sweeping import sweep_recertification
from accounts.recertification.tests.conftest import DAY, NOW, Office
from governance.notices.models import Notice
from governance.public import Deadline, LedgerEntry, can

OVER = NOW + TIME_TO_DECIDE


def told(template: str) -> set[str]:
    """Who was told so."""
    return set(Notice.objects.filter(template=template).values_list("recipient__username", flat=True))


def test_what_nobody_confirmed_is_taken_when_the_time_is_over(office: Office) -> None:
    review = office.open()
    assert sweep_recertification(OVER - DAY / 2)["lapsed"] == 0
    assert sweep_recertification(OVER)["lapsed"] == 1
    line = office.line(review, office.author)
    assert (line.status, line.decided_by, line.decided_at) == ("lapsed", None, OVER)
    assert not can(User.objects.get(pk=office.author.pk), "accounts.draft", office.account)
    grant = office.grant(office.author)
    assert (grant.ended_because, grant.ended_by) == ("recertified", None)
    assert told("recertification.lapsed") == {"author"}


def test_the_last_manager_stays_and_the_round_stays_late_with_the_next_one_above(office: Office) -> None:
    top = User.objects.create_user("top")
    User.objects.filter(pk=office.boss.pk).update(superior=top)
    review = office.open()
    assert sweep_recertification(OVER)["escalated"] == 1
    line = office.line(review, office.manager)
    assert (line.status, line.reviewer, line.escalated_at) == ("waiting", top, OVER)
    assert can(User.objects.get(pk=office.manager.pk), "accounts.manage", office.account)
    review.refresh_from_db()
    assert review.status == "open"
    clock = Deadline.objects.get(kind="recertification_round", object_id=review.pk)
    assert clock.is_late(OVER + DAY)
    assert clock.owner == top
    assert told("recertification.escalated") == {"top"}
    assert LedgerEntry.objects.filter(event="recertification.escalated").count() == 1
    assert sweep_recertification(OVER + DAY)["escalated"] == 0
    office.decide(review, "keep", office.manager, actor=top, at=OVER + DAY)
    review.refresh_from_db()
    assert review.status == "closed"


def test_of_two_silent_managers_one_stays(office: Office) -> None:
    office.another("second", "manager", superior=office.boss)
    office.open()
    counts = sweep_recertification(OVER)
    assert (counts["lapsed"], counts["escalated"]) == (2, 1)
    assert can(User.objects.get(username="second"), "accounts.manage", office.account)


def test_the_last_administrator_stays(office: Office) -> None:
    from accounts.recertification.services import open_round

    open_round(None, actor=None, at=NOW)
    assert sweep_recertification(OVER)["escalated"] == 1
    assert can(User.objects.get(pk=office.admin.pk), "governance.manage_people")


def test_a_manager_whose_login_is_closed_is_not_the_last_one(office: Office) -> None:
    office.another("second", "manager")
    User.objects.filter(pk=office.manager.pk).update(is_active=False)
    review = office.open()
    sweep_recertification(OVER)
    assert office.line(review, office.manager).status == "lapsed"


def test_whoever_still_has_lines_is_reminded_once_before_the_time_is_over(office: Office) -> None:
    review = office.open()
    office.decide(review, "keep", office.author)
    assert sweep_recertification(OVER - 4 * DAY)["reminded"] == 0
    assert sweep_recertification(OVER - 2 * DAY)["reminded"] == 1
    assert sweep_recertification(OVER - DAY)["reminded"] == 0
    assert told("recertification.remind") == {"boss"}


def test_lines_of_a_reviewer_who_has_left_go_upward(office: Office) -> None:
    review = office.open()
    User.objects.filter(pk=office.manager.pk).update(is_active=False)
    sweep_recertification(NOW + DAY)
    assert office.line(review, office.author).reviewer == office.boss
    assert Deadline.objects.get(kind="recertification_round", object_id=review.pk).owner == office.boss


def test_running_twice_changes_nothing_more(office: Office) -> None:
    office.open()
    sweep_recertification(OVER)
    before = LedgerEntry.objects.count()
    counts = sweep_recertification(OVER)
    assert set(counts.values()) == {0}
    assert LedgerEntry.objects.count() == before


def test_a_line_without_any_reviewer_waits_for_whoever_manages_people(office: Office) -> None:
    review = office.open()
    line = office.line(review, office.author)
    type(line).objects.filter(pk=line.pk).update(reviewer=None)
    assert office.decide(review, "keep", office.author, actor=office.manager).refused
    assert office.decide(review, "keep", office.author, actor=office.admin).done
