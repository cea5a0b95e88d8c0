"""Roles are given by an agreed request, never to oneself; what two roles bring stays with the one left."""

import pytest

from accounts.public import PlatformAccount, User
from governance.access.grants import grant_role, revoke_role, roles_held
from governance.access.services import can
from governance.ledger.models import LedgerEntry
from governance.refusals.exceptions import Denial, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def make_account(handle: str) -> PlatformAccount:
    return PlatformAccount.objects.create(handle=handle, platform="weibo", name_zh=handle, name_en=handle)


def make_manager() -> User:
    manager = User.objects.create_user("people_manager")
    grant_role(manager, "admin", actor=None)
    return manager


def events(user: User) -> list[tuple[str, str, int | None]]:
    rows = LedgerEntry.objects.filter(kind="user", object_id=user.pk).order_by("pk")
    return [(row.event, row.payload["role"], row.account_id) for row in rows]


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_for_the_company_stands_in_the_ledger() -> None:
    user = User.objects.create_user("agent")
    grant_role(user, "agent", actor=None)
    assert can(user, "governance.handle_complaints")
    assert events(user) == [("role.granted", "agent", None)]


def test_a_right_that_another_role_brings_there_stays() -> None:
    user, account = User.objects.create_user("both"), make_account("a")
    for role in ("agent", "supervisor"):
        grant_role(user, role, accounts=[account], actor=None)
    revoke_role(user, "agent", accounts=[account], actor=None)
    assert can(fresh(user), "accounts.reply", account)
    revoke_role(user, "supervisor", accounts=[account], actor=None)
    assert not can(fresh(user), "accounts.reply", account)
    assert not can(fresh(user), "accounts.view_metrics", account)


def test_a_role_held_elsewhere_keeps_nothing_here() -> None:
    user, here, there = User.objects.create_user("both"), make_account("a"), make_account("b")
    grant_role(user, "agent", accounts=[here], actor=None)
    grant_role(user, "analyst", accounts=[here], actor=None)
    grant_role(user, "supervisor", accounts=[there], actor=None)
    revoke_role(user, "agent", accounts=[here], actor=None)
    assert not can(fresh(user), "accounts.reply", here)
    assert can(fresh(user), "accounts.reply", there)


def test_the_sight_of_an_account_stays_with_the_second_role_that_brings_nothing_else() -> None:
    user, account = User.objects.create_user("both"), make_account("a")
    for role in ("legal", "adviser"):
        grant_role(user, role, accounts=[account], actor=None)
    revoke_role(user, "legal", accounts=[account], actor=None)
    assert can(fresh(user), "accounts.view_platformaccount", account)


def test_with_its_last_account_goes_the_role_and_its_rights_in_the_company() -> None:
    user, here, there = User.objects.create_user("agent"), make_account("a"), make_account("b")
    grant_role(user, "agent", accounts=[here, there], actor=None)
    revoke_role(user, "agent", accounts=[here], actor=None)
    assert can(fresh(user), "governance.handle_complaints")
    revoke_role(user, "agent", accounts=[there], actor=None)
    assert not can(fresh(user), "governance.handle_complaints")


def test_a_role_for_the_company_outlives_its_last_account() -> None:
    user, account = User.objects.create_user("agent"), make_account("a")
    grant_role(user, "agent", actor=None)
    grant_role(user, "agent", accounts=[account], actor=None)
    revoke_role(user, "agent", accounts=[account], actor=None)
    assert can(fresh(user), "governance.handle_complaints")
    assert not can(fresh(user), "accounts.reply", account)


def test_the_whole_role_goes_from_every_account_with_an_entry_for_each() -> None:
    user, here, there = User.objects.create_user("author"), make_account("a"), make_account("b")
    grant_role(user, "author", accounts=[here, there], actor=None)
    revoke_role(user, "author", actor=None)
    assert not can(fresh(user), "accounts.draft", here)
    assert not can(fresh(user), "accounts.draft", there)
    assert events(user)[2:] == [("role.revoked", "author", here.pk), ("role.revoked", "author", there.pk)]
    assert roles_held(user) == {}


def test_what_is_held_already_is_not_written_again() -> None:
    user, account = User.objects.create_user("author"), make_account("a")
    for _time in range(2):
        grant_role(user, "author", accounts=[account], actor=None)
    assert events(user) == [("role.granted", "author", account.pk)]


def test_a_role_from_before_its_entry_can_be_taken() -> None:
    from django.contrib.auth.models import Group

    user = User.objects.create_user("agent")
    user.groups.add(Group.objects.get(name="agent"))
    revoke_role(user, "agent", actor=None)
    assert not can(fresh(user), "governance.handle_complaints")


@pytest.mark.parametrize("change", [grant_role, revoke_role])
def test_nobody_does_it_for_oneself(change: object) -> None:
    manager, root = make_manager(), User.objects.create_superuser("root")
    for person in (manager, root):
        before = len(events(person))
        with pytest.raises(NotAllowed):
            change(person, "admin", actor=person)  # type: ignore[operator]
        assert len(events(person)) == before


def test_nobody_gives_a_role_without_a_request() -> None:
    keeper, user, account = User.objects.create_user("keeper"), User.objects.create_user("user"), make_account("a")
    grant_role(keeper, "manager", accounts=[account], actor=None)
    assert can(keeper, "accounts.manage", account)
    for actor in (keeper, make_manager(), User.objects.create_superuser("root")):
        with pytest.raises(NotAllowed):
            grant_role(user, "author", accounts=[account], actor=actor)
    assert events(user) == []


def test_a_role_is_taken_by_whoever_is_responsible_for_the_person_or_the_account() -> None:
    keeper, superior, account, other = (
        User.objects.create_user("keeper"), User.objects.create_user("superior"), make_account("a"), make_account("b"),
    )  # fmt: skip
    user = User.objects.create_user("user", superior=superior)
    grant_role(keeper, "manager", accounts=[account], actor=None)
    for taker, places in ((keeper, [account]), (superior, [account]), (make_manager(), [])):
        grant_role(user, "author", accounts=[account, other], actor=None)
        with pytest.raises(Denial):
            revoke_role(user, "author", accounts=[account], actor=User.objects.create_user(f"not {taker}"))
        revoke_role(user, "author", accounts=places, actor=fresh(taker))
        assert not can(fresh(user), "accounts.draft", account)
    grant_role(user, "author", accounts=[account, other], actor=None)
    with pytest.raises(Denial):
        revoke_role(user, "author", actor=fresh(keeper))
