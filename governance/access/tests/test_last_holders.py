"""Rights of which somebody must be left: the last with one, by roles in force and by a superuser's rank."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.public import PlatformAccount, User
from governance.access.grants import grant_role
from governance.access.last_holders import last_held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PEOPLE = ("governance.manage_people", None)


@pytest.fixture
def admin() -> User:
    user = User.objects.create_user("admin")
    grant_role(user, "admin", actor=None)
    return user


def test_the_only_one_with_a_right_is_the_last(admin: User) -> None:
    assert last_held(admin, [PEOPLE]) == PEOPLE
    grant_role(User.objects.create_user("second"), "admin", actor=None)
    assert last_held(admin, [PEOPLE]) is None


def test_whoever_has_it_no_more_or_works_here_no_more_is_not_counted(admin: User) -> None:
    now = timezone.now()
    over = User.objects.create_user("over")
    begun, ended = now - timedelta(days=2), now - timedelta(days=1)
    grant_role(over, "admin", actor=None, at=begun, expires_at=ended)
    grant_role(User.objects.create_user("gone", is_active=False), "admin", actor=None)
    assert last_held(admin, [PEOPLE]) == PEOPLE
    assert last_held(over, [PEOPLE]) is None


def test_another_superuser_holds_what_is_held_in_the_company(admin: User) -> None:
    root = User.objects.create_superuser("root")
    assert last_held(admin, [PEOPLE]) is None
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert last_held(root, [PEOPLE]) == PEOPLE


def test_an_account_is_not_managed_by_the_rank_of_a_superuser(admin: User) -> None:
    account = PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="甲", name_en="A")
    grant_role(admin, "manager", accounts=[account], actor=None)
    User.objects.create_superuser("root")
    managed = ("accounts.manage", account.pk)
    assert last_held(admin, [PEOPLE, managed]) == managed
