"""Lines are kept or revoked by their reviewer, each on its own; revoking takes effect with the next request."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import RecertificationLine, User
from accounts.recertification.services import decide_lines, open_round
from accounts.recertification.sweeping import sweep_recertification
from accounts.recertification.tests.conftest import DAY, NOW, Office
from governance.notices.models import Notice
from governance.public import (
    Deadline,
    Grant,
    LedgerEntry,
    NoteRequired,
    Refused,
    can,
    grant_role,
    name_deputy,
    revoke_role,
)


def test_a_kept_right_stays_and_says_who_kept_it(office: Office) -> None:
    review = office.open()
    assert len(office.decide(review, "keep", office.author).done) == 1
    line = office.line(review, office.author)
    assert (line.status, line.decided_by, line.decided_at) == ("kept", office.manager, NOW + DAY)
    assert office.grant(office.author).ended_at is None
    entry = LedgerEntry.objects.get(event="recertification.kept")
    assert (entry.actor, entry.account, entry.payload["grant"]) == (
        office.manager, office.account, office.grant(office.author).pk,
    )  # fmt: skip


def test_a_revoked_right_is_gone_with_the_next_request_and_the_person_is_told(office: Office) -> None:
    assert can(User.objects.get(pk=office.author.pk), "accounts.draft", office.account)
    office.decide(office.open(), "revoke", office.author)
    assert not can(User.objects.get(pk=office.author.pk), "accounts.draft", office.account)
    grant = office.grant(office.author)
    assert (grant.ended_because, grant.ended_by) == ("recertified", office.manager)
    assert Notice.objects.filter(template="recertification.revoked", recipient=office.author).count() == 1


def test_revoking_on_one_account_leaves_the_role_elsewhere(office: Office) -> None:
    grant_role(office.author, "author", actor=None, at=NOW - DAY)
    office.decide(office.open(), "revoke", office.author)
    held = Grant.objects.current().filter(person=office.author)
    assert [row.account for row in held] == [None]
    assert office.author.groups.filter(name="author").exists()


def test_revoking_needs_a_reason(office: Office) -> None:
    with pytest.raises(NoteRequired):
        office.decide(office.open(), "revoke", office.author, reason=" \u200b ")
    assert office.grant(office.author).ended_at is None


def test_nobody_decides_about_their_own_right(office: Office) -> None:
    review = office.open()
    decided = office.decide(review, "keep", office.manager, office.author)
    assert [line.person for line in decided.done] == [office.author]
    assert [str(sentence) for _line, sentence in decided.refused] == [
        "This is your own right. Somebody else decides about it."
    ]
    assert office.line(review, office.manager).status == "waiting"


def test_a_superuser_does_not_decide_their_own_either(office: Office) -> None:
    User.objects.filter(pk=office.manager.pk).update(is_superuser=True)
    decided = office.decide(office.open(), "keep", office.manager, actor=User.objects.get(pk=office.manager.pk))
    assert decided.done == []


def test_the_database_refuses_a_decision_about_oneself(office: Office) -> None:
    line = office.line(office.open(), office.author)
    rows = RecertificationLine.objects.filter(pk=line.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(status="kept", decided_at=NOW, decided_by=office.author)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(reviewer=office.author)


def test_somebody_elses_line_says_whose_it_is(office: Office) -> None:
    decided = office.decide(office.open(), "keep", office.author, actor=office.boss)
    assert [str(sentence) for _line, sentence in decided.refused] == ["manager decides about this right."]


def test_a_deputy_decides_for_the_reviewer_but_not_about_the_one_they_stand_in_for(office: Office) -> None:
    deputy = office.another("deputy")
    span: dict[str, Any] = {"begins_at": NOW, "ends_at": NOW + 5 * DAY, "kind": "leave", "object_id": 1}
    name_deputy(office.manager, deputy, **span)
    review = office.open()
    assert len(office.decide(review, "keep", office.author, actor=deputy).done) == 1
    name_deputy(office.boss, deputy, **{**span, "object_id": 2})
    decided = office.decide(review, "keep", office.manager, actor=deputy)
    assert "as good as your own" in str(decided.refused[0][1])


def test_a_decision_is_made_once(office: Office) -> None:
    review = office.open()
    office.decide(review, "keep", office.author)
    decided = office.decide(review, "revoke", office.author)
    assert "not possible here" in str(decided.refused[0][1])
    assert office.grant(office.author).ended_at is None


def test_nothing_ticked_is_said(office: Office) -> None:
    with pytest.raises(Refused, match="tick"):
        office.decide(office.open(), "keep")


def test_lines_of_another_round_are_not_touched(office: Office) -> None:
    company = open_round(None, actor=None, at=NOW)
    line = company.lines.get()
    with pytest.raises(Refused, match="tick"):
        decide_lines(office.open(), "keep", [line.pk], actor=office.boss, at=NOW)
    line.refresh_from_db()
    assert line.status == "waiting"


def test_the_round_closes_with_its_last_line(office: Office) -> None:
    review = office.open()
    office.decide(review, "keep", office.author)
    clock = Deadline.objects.get(kind="recertification_round", object_id=review.pk)
    assert clock.owner == office.boss, "the clock is with who still has lines"
    office.decide(review, "keep", office.manager, actor=office.boss, at=NOW + 2 * DAY)
    review.refresh_from_db()
    assert (review.status, review.closed_at) == ("closed", NOW + 2 * DAY)
    clock.refresh_from_db()
    assert clock.state == "met"
    assert LedgerEntry.objects.filter(event="recertification.closed").count() == 1


def test_the_last_manager_is_not_taken_before_there_is_another(office: Office) -> None:
    review = office.open()
    decided = office.decide(review, "revoke", office.manager, actor=office.boss)
    assert "last one" in str(decided.refused[0][1])
    office.another("second", "manager")
    assert len(office.decide(review, "revoke", office.manager, actor=office.boss).done) == 1
    assert not can(User.objects.get(pk=office.manager.pk), "accounts.manage", office.account)


def test_a_grant_that_ended_meanwhile_says_so(office: Office) -> None:
    review = office.open()
    revoke_role(office.author, "author", accounts=[office.account], actor=None, at=NOW + DAY)
    assert sweep_recertification(NOW + DAY)["ended"] == 1
    assert office.line(review, office.author).status == "ended"


@pytest.mark.parametrize("decision", ["keep", "revoke"])
def test_a_right_that_ended_meanwhile_is_not_decided_but_closed_as_ended(office: Office, decision: str) -> None:
    review = office.open()
    revoke_role(office.author, "author", accounts=[office.account], actor=None, at=NOW + DAY / 2)
    decided = office.decide(review, decision, office.author)
    assert [str(sentence) for _line, sentence in decided.refused] == [
        "This right has ended meanwhile, so nothing is left to decide about it."
    ]
    line = office.line(review, office.author)
    assert (line.status, line.decided_by, decided.done) == ("ended", None, [])


def test_nor_is_one_whose_end_has_come_before_the_sweep(office: Office) -> None:
    guest = office.another("guest")
    grant_role(guest, "author", accounts=[office.account], actor=None, at=NOW - DAY, expires_at=NOW + DAY / 2)
    review = office.open()
    assert len(office.decide(review, "keep", guest).refused) == 1
    assert office.line(review, guest).status == "ended"
