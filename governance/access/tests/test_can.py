"""Rights are asked company-wide and on the account, and taken away at once."""

import pytest
from django.contrib.auth import get_user_model

from accounts.public import PlatformAccount
from governance.access.grants import grant_role, revoke_role
from governance.access.holding import holders
from governance.access.rules import ROLES
from governance.access.services import Denied, _gates, accounts_for, can, register_gate

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def account() -> PlatformAccount:
    return PlatformAccount.objects.create(handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo")


def test_a_role_on_one_account_reaches_no_other(roles: None, account: PlatformAccount) -> None:
    other = PlatformAccount.objects.create(handle="x-main", platform="x", name_zh="X", name_en="X")
    user = User.objects.create_user("author")
    grant_role(user, "author", accounts=[account], actor=None)
    assert can(user, "accounts.draft", account)
    assert not can(user, "accounts.draft", other)
    assert not can(user, "accounts.publish", account)
    assert accounts_for(user) == {account.pk}


def test_the_denial_says_which_right_is_missing(roles: None, account: PlatformAccount) -> None:
    answer = can(User.objects.create_user("stranger"), "accounts.publish", account)
    assert isinstance(answer, Denied)
    assert str(answer.reason)


def test_a_revoked_right_is_gone_at_the_next_request(roles: None, account: PlatformAccount) -> None:
    user = User.objects.create_user("author")
    grant_role(user, "author", accounts=[account], actor=None)
    next_request = User.objects.get(pk=user.pk)
    revoke_role(user, "author", accounts=[account], actor=None)
    assert not can(next_request, "accounts.draft", account)


def test_a_disabled_user_may_nothing(account: PlatformAccount) -> None:
    user = User.objects.create_superuser("root")
    user.is_active = False
    assert not can(user, "accounts.draft", account)
    assert accounts_for(user) == frozenset()


def test_the_auditor_sees_every_account_and_does_nothing(roles: None, account: PlatformAccount) -> None:
    user = User.objects.create_user("auditor")
    grant_role(user, "auditor", actor=None)
    assert accounts_for(user) == {account.pk}
    assert can(user, "governance.view_ledger")
    assert not can(user, "accounts.reply", account)


def test_a_superuser_runs_the_site_and_works_on_no_account_without_the_role(
    roles: None, account: PlatformAccount
) -> None:
    user = User.objects.create_superuser("root")
    for right in ("manage_people", "manage_accounts", "manage_policies", "operate", "read_everything", "view_ledger"):
        assert can(user, f"governance.{right}"), right
    assert accounts_for(user) == {account.pk}
    assert can(user, "content.add_lexiconterm")
    for role in ROLES:
        for right in role.account:
            assert bool(can(user, f"accounts.{right}", account)) == (right == "view_metrics"), right
    for right in ("approve_plans", "sign_legal", "handle_complaints", "import_metrics", "approve_remedies"):
        assert not can(user, f"governance.{right}"), right
    grant_role(user, "publisher", accounts=[account], actor=None)
    assert can(User.objects.get(pk=user.pk), "accounts.publish", account)


def test_a_gate_suspends_even_a_superuser(roles: None, account: PlatformAccount) -> None:
    user = User.objects.create_superuser("root")
    for role in ("author", "publisher"):
        grant_role(user, role, accounts=[account], actor=None)
    user = User.objects.get(pk=user.pk)
    closed = {"accounts.draft": Denied("closed")}
    register_gate("test", lambda user, permission, account_id: closed.get(permission))
    try:
        assert not can(user, "accounts.draft", account)
        assert can(user, "accounts.publish", account)
    finally:
        _gates.pop("test")


def test_holders_are_found_by_role_and_by_account(roles: None, account: PlatformAccount) -> None:
    legal, author = User.objects.create_user("legal"), User.objects.create_user("author")
    grant_role(legal, "legal", actor=None)
    grant_role(author, "author", accounts=[account], actor=None)
    assert list(holders("governance.sign_legal")) == [legal]
    assert list(holders("accounts.draft", account.pk)) == [author]
    assert list(holders("accounts.draft")) == []
