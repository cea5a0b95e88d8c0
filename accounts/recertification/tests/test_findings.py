"""Rights long unused, in conflict, or of people who have left are found, and can be taken at once."""

from __future__ import annotations

import pytest

from accounts.leave.models import Leave
from accounts.models import PlatformAccount, User
from accounts.people.work import WORK, work_of
from accounts.recertification.conflicts import conflicting_grants, conflicts_of, conflicts_on_page
from accounts.recertification.pages import findings
from accounts.recertification.rules import BLOCK, CONFLICTS, KEPT_FOR
from accounts.recertification.services import revoke_found
from accounts.recertification.tests.conftest import DAY, NOW, OPENED, Office
from accounts.recertification.unused import last_uses, unused_grants
from governance.policies.models import Clause
from governance.public import (
    ROLES_BY_CODE,
    Denial,
    Grant,
    NotAllowed,
    NoteRequired,
    WrongState,
    can,
    grant_role,
    record,
)


def used(office: Office, person: User, event: str, days_ago: int, account: PlatformAccount | None = None) -> None:
    """An entry of that work."""
    place = office.account if account is None else account
    record(event, actor=person, kind="draft", object_id=1, account_id=place.pk, at=NOW - days_ago * DAY)


def unused() -> set[str]:
    """The people with an unused right."""
    return {row.person.username for row in unused_grants(NOW).select_related("person")}


def test_a_role_without_work_for_ninety_days_is_found(office: Office) -> None:
    assert unused() == {"author", "manager", "admin"}
    used(office, office.author, "draft.created", 89)
    assert unused() == {"manager", "admin"}


def test_older_work_and_work_elsewhere_do_not_count(office: Office) -> None:
    other = PlatformAccount.objects.create(handle="other", platform="weibo", name_zh="微博", name_en="Weibo")
    used(office, office.author, "draft.created", 91)
    used(office, office.author, "draft.created", 2, other)
    used(office, office.author, "message.answered", 2)
    assert "author" in unused()


def test_a_right_in_the_company_is_used_by_work_anywhere(office: Office) -> None:
    other = PlatformAccount.objects.create(handle="other", platform="weibo", name_zh="微博", name_en="Weibo")
    office.another("counsel", "legal")
    assert "counsel" in unused()
    used(office, User.objects.get(username="counsel"), "draft.signed", 2, other)
    assert "counsel" not in unused()


def test_new_rights_people_on_leave_and_roles_that_only_read_are_spared(office: Office) -> None:
    grant_role(office.author, "publisher", accounts=[office.account], actor=None, at=NOW - 10 * DAY)
    office.another("reader", "auditor")
    Leave.objects.create(
        person=office.manager, first_day=NOW.date(), last_day=NOW.date(), begins_at=NOW - DAY, ends_at=NOW + DAY,
        status="unapproved", reason="ill", asked_at=NOW,
    )  # fmt: skip
    rows = unused_grants(NOW).values_list("person__username", "role")
    assert set(rows) == {("author", "author"), ("admin", "admin")}


def test_whoever_keeps_an_unused_right_spares_it_for_a_while(office: Office) -> None:
    review = office.open()
    office.decide(review, "keep", office.author, at=NOW)
    assert "author" not in unused()
    later = NOW + KEPT_FOR + DAY
    assert "author" in {row.person.username for row in unused_grants(later)}


def test_when_a_right_was_used_last_stands_beside_it(office: Office) -> None:
    used(office, office.author, "draft.created", 40)
    used(office, office.author, "draft.edited", 30)
    grants = [office.grant(office.author), office.grant(office.manager)]
    assert last_uses(grants, NOW) == {grants[0].pk: NOW - 30 * DAY}


def test_two_roles_that_should_not_be_in_one_hand_are_found(office: Office) -> None:
    assert not conflicting_grants(NOW).exists()
    grant_role(office.author, "final_reviewer", accounts=[office.account], actor=None, at=NOW)
    rows = list(conflicting_grants(NOW))
    assert {row.role for row in rows} == {"author", "final_reviewer"}
    shown = conflicts_on_page(rows, NOW)
    assert all(len(shown[row.pk]) == 1 for row in rows)


def test_on_different_accounts_they_do_not_meet_unless_one_is_for_the_company(office: Office) -> None:
    other = PlatformAccount.objects.create(handle="other", platform="weibo", name_zh="微博", name_en="Weibo")
    grant_role(office.author, "final_reviewer", accounts=[other], actor=None, at=NOW)
    assert not conflicting_grants(NOW).exists()
    grant_role(office.author, "auditor", actor=None, at=NOW)
    assert {row.role for row in conflicting_grants(NOW)} == {"author", "final_reviewer", "auditor"}


def test_a_request_learns_beforehand_what_a_role_would_meet(office: Office) -> None:
    assert conflicts_of(office.author, "publisher", office.account, at=NOW) == []
    found = conflicts_of(office.author, "final_reviewer", office.account, at=NOW)
    assert [(row.other, row.blocks) for row in found] == [("author", True)]
    warned = conflicts_of(office.author, "first_reviewer", office.account, at=NOW)
    assert [(row.other, row.blocks) for row in warned] == [("author", False)]
    reached = conflicts_of(office.author, "auditor", at=NOW)
    assert [row.other for row in reached] == ["author"]


def test_a_conflict_that_blocks_can_be_asked_for_alone(office: Office) -> None:
    grant_role(office.author, "first_reviewer", accounts=[office.account], actor=None, at=NOW)
    assert conflicting_grants(NOW).count() == 2
    assert not conflicting_grants(NOW, severity=BLOCK).exists()


def test_every_row_of_conflict_names_known_roles_once_and_a_clause(office: Office) -> None:
    pairs = [frozenset((row.first, row.second)) for row in CONFLICTS]
    assert len(set(pairs)) == len(pairs)
    assert {code for pair in pairs for code in pair} <= set(ROLES_BY_CODE)
    clauses = set(Clause.objects.values_list("code", flat=True))
    assert {row.clause for row in CONFLICTS} <= clauses
    assert frozenset(("publisher", "custodian")) not in pairs


def test_every_right_that_does_something_stands_behind_some_work() -> None:
    silent = {role.code for role in ROLES_BY_CODE.values() if not work_of(role)}
    assert silent == {"auditor"}
    assert len({row.stem for row in WORK}) == len(WORK)


def test_rights_of_people_who_have_left_are_found(office: Office) -> None:
    def left() -> set[str]:
        return {row.person.username for row in findings(office.admin, "leavers", NOW)}

    assert left() == set()
    User.objects.filter(pk=office.author.pk).update(is_active=False)
    User.objects.filter(pk=office.manager.pk).update(left_on=(NOW - DAY).date())
    assert left() == {"author", "manager"}


def test_a_manager_finds_those_of_their_own_accounts_alone(office: Office) -> None:
    assert {row.person.username for row in findings(office.manager, "unused", NOW)} == {"author", "manager"}
    assert not findings(office.author, "unused", NOW).exists()


def test_one_click_takes_a_found_right_and_the_open_review_says_so(office: Office) -> None:
    review = office.open()
    revoke_found(office.grant(office.author), actor=office.manager, reason="Never used", at=NOW)
    assert office.grant(office.author).ended_because == "recertified"
    assert not can(User.objects.get(pk=office.author.pk), "accounts.draft", office.account)
    assert office.line(review, office.author).status == "ended"


def test_a_found_right_is_not_taken_by_anybody_for_no_reason_or_twice(office: Office) -> None:
    grant = office.grant(office.author)
    with pytest.raises(Denial):
        revoke_found(grant, actor=office.boss, reason="No", at=NOW)
    with pytest.raises(NoteRequired):
        revoke_found(grant, actor=office.manager, reason="", at=NOW)
    with pytest.raises(NotAllowed, match="your own"):
        revoke_found(office.grant(office.manager), actor=office.manager, reason="No", at=NOW)
    with pytest.raises(NotAllowed, match="last one"):
        revoke_found(office.grant(office.manager), actor=office.admin, reason="No", at=NOW)
    revoke_found(grant, actor=office.admin, reason="No", at=NOW)
    with pytest.raises(WrongState, match="meanwhile"):
        revoke_found(Grant.objects.get(pk=grant.pk), actor=office.admin, reason="No", at=NOW)


def test_the_opening_day_of_the_office_lies_behind(office: Office) -> None:
    assert office.grant(office.author).begins_at == OPENED
