"""Roles given and taken on the page of a person: refused in words, told to the person, kept in the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.grants.services import give_role, take_role
from accounts.models import PlatformAccount, User
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NotAllowed, Refused, can, grant_role, name_deputy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def manager() -> User:
    manager = User.objects.create_user("manager", display_name="罗立新")
    grant_role(manager, "admin", actor=None)
    return manager


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin")


@pytest.fixture
def account() -> PlatformAccount:
    return PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo", status="active"
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_given_is_told_and_kept(manager: User, lin: User, account: PlatformAccount) -> None:
    give_role(lin, "author", accounts=[account], actor=manager)
    assert can(fresh(lin), "accounts.draft", account)
    entry = LedgerEntry.objects.get(event="role.granted", object_id=lin.pk)
    assert (entry.actor, entry.account, entry.payload) == (manager, account, {"role": "author"})
    notice = Notice.objects.get(recipient=lin)
    assert notice.template == "role.given"
    assert notice.params == {"who": "罗立新", "role": "author", "accounts": ["weibo-main"]}


def test_a_role_taken_is_told_and_kept(manager: User, lin: User, account: PlatformAccount) -> None:
    grant_role(lin, "author", accounts=[account], actor=None)
    take_role(lin, "author", actor=manager)
    assert not can(fresh(lin), "accounts.draft", account)
    assert LedgerEntry.objects.get(event="role.revoked").actor == manager
    assert Notice.objects.get(recipient=lin).template == "role.taken"


def test_the_right_on_the_account_is_not_enough(lin: User, account: PlatformAccount) -> None:
    keeper = User.objects.create_user("keeper")
    grant_role(keeper, "manager", accounts=[account], actor=None)
    with pytest.raises(Denial):
        give_role(lin, "author", accounts=[account], actor=keeper)
    grant_role(lin, "author", accounts=[account], actor=None)
    with pytest.raises(Denial):
        take_role(lin, "author", accounts=[account], actor=keeper)
    assert can(fresh(lin), "accounts.draft", account)


def test_nobody_gives_or_takes_for_oneself(manager: User, account: PlatformAccount) -> None:
    with pytest.raises(NotAllowed):
        give_role(manager, "final_reviewer", accounts=[account], actor=manager)
    with pytest.raises(NotAllowed):
        take_role(manager, "admin", actor=manager)
    assert not can(fresh(manager), "accounts.review_final", account)


def test_whoever_stands_in_for_a_person_gives_them_no_role(manager: User, lin: User) -> None:
    now = datetime(2026, 6, 2, 8, tzinfo=UTC)
    name_deputy(lin, manager, begins_at=now, ends_at=now + timedelta(days=2), kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        give_role(lin, "executive", actor=manager, at=now + timedelta(days=1))
    give_role(lin, "executive", actor=manager, at=now + timedelta(days=3))


def test_a_role_on_accounts_asks_for_an_account(manager: User, lin: User) -> None:
    with pytest.raises(Refused) as refused:
        give_role(lin, "author", actor=manager)
    assert refused.value.field == "accounts"
    assert not lin.groups.exists()


def test_a_role_held_already_and_one_not_held_are_refused(manager: User, lin: User) -> None:
    give_role(lin, "legal", actor=manager)
    with pytest.raises(Refused):
        give_role(lin, "legal", actor=manager)
    take_role(lin, "legal", actor=manager)
    with pytest.raises(Refused):
        take_role(lin, "legal", actor=manager)
    assert Notice.objects.filter(recipient=lin).count() == 2


def test_a_closed_login_gets_no_role_and_can_lose_one(manager: User, lin: User) -> None:
    grant_role(lin, "legal", actor=None)
    User.objects.filter(pk=lin.pk).update(is_active=False)
    with pytest.raises(Refused):
        give_role(fresh(lin), "executive", actor=manager)
    take_role(fresh(lin), "legal", actor=manager)
    assert not lin.groups.exists()


def test_the_page_gives_and_takes(manager: User, lin: User, account: PlatformAccount, client: Client) -> None:
    client.force_login(manager)
    page = reverse("accounts:person_roles", args=[lin.pk])
    assert client.post(page, {"role": "agent", "accounts": [account.pk]}).status_code == 302
    assert "weibo-main" in client.get(page).content.decode()
    assert can(fresh(lin), "accounts.reply", account)
    assert client.post(page, {"role": "agent", "accounts": [account.pk]}).status_code == 422
    taking = reverse("accounts:role_take", args=[lin.pk])
    assert client.post(taking, {"role": "agent", "account": account.pk}).status_code == 302
    assert not can(fresh(lin), "accounts.reply", account)
    assert not lin.groups.exists()


def test_an_unknown_role_or_account_takes_nothing(manager: User, lin: User, client: Client) -> None:
    grant_role(lin, "legal", actor=None)
    client.force_login(manager)
    for data in ({"role": "boss"}, {"role": "legal", "account": "99"}, {}):
        assert client.post(reverse("accounts:role_take", args=[lin.pk]), data).status_code == 302
    assert client.post(reverse("accounts:person_roles", args=[lin.pk]), {"role": "boss"}).status_code == 422
    assert can(fresh(lin), "governance.sign_legal")


def test_the_own_page_of_roles_is_closed(manager: User, client: Client) -> None:
    client.force_login(manager)
    assert client.get(reverse("accounts:person_roles", args=[manager.pk])).status_code == 403
    assert client.post(reverse("accounts:role_take", args=[manager.pk]), {"role": "admin"}).status_code == 403
    assert (
        reverse("accounts:person_roles", args=[manager.pk])
        not in client.get(reverse("accounts:person_detail", args=[manager.pk])).content.decode()
    )
