"""An end holds at its very moment: no right outlives it, whether or not a sweep has run (R-001, R-012)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.models import UserObjectPermission

from accounts.public import PlatformAccount, User
from governance.access.grants import expire_grants, grant_role, revoke_role, roles_held
from governance.access.holding import held_alone, holder_ids, holders, holders_on
from governance.access.models import Grant
from governance.access.services import accounts_for, can
from governance.ledger.models import LedgerEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def account() -> PlatformAccount:
    return PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="甲", name_en="A")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def over(user: User, role: str, *accounts: PlatformAccount) -> None:
    """A role whose end passed a second ago, and that no sweep has ended yet."""
    now = timezone.now()
    grant_role(user, role, accounts=accounts, actor=None, at=now - DAY, expires_at=now - SECOND)


def test_a_role_past_its_end_gives_nothing_before_any_sweep(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    over(user, "agent", account)
    assert not can(fresh(user), "accounts.reply", account)
    assert not can(fresh(user), "governance.handle_complaints")
    assert accounts_for(fresh(user)) == frozenset()
    assert roles_held(user) == {}


def test_nobody_is_told_or_asked_for_a_role_past_its_end(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    over(user, "agent", account)
    here = PlatformAccount.objects.filter(pk=account.pk)
    for permission, place in (("accounts.reply", account.pk), ("governance.handle_complaints", None)):
        assert holder_ids(permission, place) == []
        assert list(holders(permission, place)) == []
    assert list(holders_on(["accounts.reply", "accounts.draft"], here)) == []
    grant_role(user, "supervisor", accounts=[account], actor=None)
    for permission, place in (("accounts.reply", account.pk), ("governance.handle_complaints", None)):
        assert holder_ids(permission, place) == [user.pk]
        assert list(holders(permission, place)) == [user]
    assert list(holders_on(["accounts.reply", "accounts.draft"], here)) == [user]


def test_a_role_before_its_end_gives_all_it_brings(account: PlatformAccount) -> None:
    user, now = User.objects.create_user("lin"), timezone.now()
    grant_role(user, "agent", accounts=[account], actor=None, at=now - DAY, expires_at=now + DAY)
    assert can(fresh(user), "accounts.reply", account)
    assert can(fresh(user), "governance.handle_complaints")


def test_what_another_role_brings_stays_past_the_end(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    grant_role(user, "supervisor", accounts=[account], actor=None)
    over(user, "agent", account)
    assert can(fresh(user), "accounts.reply", account)
    assert can(fresh(user), "governance.handle_complaints")
    assert not can(fresh(user), "accounts.draft", account)


def test_the_same_role_elsewhere_keeps_its_rights_in_the_company(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    other = PlatformAccount.objects.create(handle="b", platform="weibo", name_zh="乙", name_en="B")
    grant_role(user, "agent", accounts=[other], actor=None)
    over(user, "agent", account)
    assert accounts_for(fresh(user), "accounts.reply") == {other.pk}
    assert can(fresh(user), "governance.handle_complaints")


def test_the_sweep_ends_the_row_at_its_end_and_removes_the_rights(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    over(user, "agent", account)
    assert [grant.role for grant in expire_grants(timezone.now())] == ["agent"]
    grant = Grant.objects.get()
    assert (grant.ended_because, grant.ended_at) == ("expired", grant.expires_at)
    assert not UserObjectPermission.objects.filter(user=user).exists()
    assert not user.groups.exists()
    entry = LedgerEntry.objects.get(event="role.revoked")
    assert (entry.actor, entry.at, entry.payload) == (None, grant.expires_at, {"role": "agent", "because": "expired"})
    assert expire_grants(timezone.now()) == []


def test_a_role_that_is_over_is_given_anew_and_not_taken_for_held(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    over(user, "author", account)
    grant_role(user, "author", accounts=[account], actor=None)
    assert can(fresh(user), "accounts.draft", account)
    assert sorted(Grant.objects.values_list("ended_because", flat=True)) == ["", "expired"]


def test_taking_what_is_over_ends_it_as_over(account: PlatformAccount) -> None:
    user = User.objects.create_user("lin")
    over(user, "author", account)
    revoke_role(user, "author", actor=None)
    assert Grant.objects.get().ended_because == "expired"
    assert LedgerEntry.objects.filter(event="role.revoked").count() == 1


def test_a_right_past_its_end_does_not_keep_the_last_holder_from_being_the_last(account: PlatformAccount) -> None:
    user, other = User.objects.create_user("lin"), User.objects.create_user("wang")
    grant_role(user, "manager", accounts=[account], actor=None)
    over(other, "manager", account)
    assert held_alone(user, ["accounts.manage"]) == [("accounts.manage", account.pk)]
    assert held_alone(other, ["accounts.manage"]) == []


def test_a_right_that_another_role_brings_in_force_is_not_held_alone(account: PlatformAccount) -> None:
    user, other = User.objects.create_user("lin"), User.objects.create_user("wang")
    grant_role(user, "supervisor", accounts=[account], actor=None)
    over(other, "agent", account)
    assert held_alone(user, ["accounts.reply"]) == [("accounts.reply", account.pk)]
    grant_role(other, "supervisor", accounts=[account], actor=None)
    assert held_alone(user, ["accounts.reply"]) == []
