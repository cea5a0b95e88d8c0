"""The board turns bad when a review is late or an unused right lies about, and good again when that is mended."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import RecertificationRound
from accounts.recertification.services import decide_lines, open_round
from accounts.recertification.tests.conftest import DAY, NOW, OPENED, Office
from governance.public import Evidence, Grant, Scope, Window, measure_now, probes_of, record


def found(part: str, now: datetime = NOW) -> Evidence:
    """What one part of the requirement finds."""
    measure = next(row.measure for row in probes_of("R-013") if row.part == part)
    return measure(Scope(), Window(now - timedelta(days=30), now + DAY, now))


def counts(part: str, now: datetime = NOW) -> tuple[int, int, int]:
    """Bad, at risk, total."""
    evidence = found(part, now)
    assert evidence.bad is not None
    assert evidence.at_risk is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.at_risk.count(), evidence.total.count()


def reviewed(office: Office, at: datetime) -> None:
    """Both rounds, opened and decided."""
    for account in (office.account, None):
        review = open_round(account, actor=None, at=at)
        for line in review.lines.select_related("reviewer"):
            assert line.reviewer is not None
            decide_lines(review, "keep", [line.pk], actor=line.reviewer, at=at)


def test_an_account_is_late_from_its_interval_on_until_its_review_is_closed(office: Office) -> None:
    opened = datetime(2026, 2, 23, tzinfo=NOW.tzinfo)
    assert counts("accounts") == (0, 0, 1)
    assert counts("accounts", opened + 163 * DAY) == (0, 1, 1)
    late = opened + 181 * DAY
    assert counts("accounts", late) == (1, 0, 1)
    office.open(at=late)
    assert counts("accounts", late) == (1, 0, 1), "an open review is none yet"
    review = RecertificationRound.objects.get()
    office.decide(review, "keep", office.author, at=late)
    office.decide(review, "keep", office.manager, actor=office.boss, at=late)
    assert counts("accounts", late + DAY) == (0, 0, 1)


def test_an_account_without_any_role_is_not_measured(office: Office) -> None:
    Grant.objects.update(ended_at=NOW - DAY, ended_because="revoked")
    assert counts("accounts") == (0, 0, 0)


def test_the_roles_of_the_company_are_measured_by_their_newest_review(office: Office) -> None:
    assert (found("company").last, found("company").since) == (None, OPENED)
    reviewed(office, NOW)
    assert found("company", NOW + DAY).last == NOW


def test_an_unused_right_counts_after_its_grace_and_until_it_is_decided(office: Office) -> None:
    assert counts("unused") == (0, 3, 3), "found, and within the days of grace"
    later = OPENED + 121 * DAY
    assert counts("unused", later) == (3, 0, 3)
    record("draft.created", actor=office.author, kind="draft", object_id=1, account_id=office.account.pk, at=NOW)
    assert counts("unused", later) == (2, 0, 3)
    office.open(at=later)
    assert counts("unused", later) == (1, 1, 3), "what waits in a review will be decided there"


def test_the_requirement_is_met_breached_and_met_again(office: Office) -> None:
    reviewed(office, NOW)
    assert measure_now("R-013", at=NOW + DAY).status == "met"
    assert measure_now("R-013", at=NOW + 181 * DAY).status == "breached"
    reviewed(office, NOW + 181 * DAY)
    assert measure_now("R-013", at=NOW + 182 * DAY).status == "met"
