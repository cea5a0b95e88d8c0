"""Who holds a right: the people for a page, and their ids for notices."""

import pytest

from accounts.public import PlatformAccount, User
from governance.access.grants import grant_role
from governance.access.holding import holder_ids, holders

pytestmark = pytest.mark.django_db


def test_ids_and_people_are_the_same(roles: None) -> None:
    account = PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="甲", name_en="A")
    other = PlatformAccount.objects.create(handle="b", platform="weibo", name_zh="乙", name_en="B")
    for name, role, accounts in (
        ("writer", "author", [account]),
        ("elsewhere", "author", [other]),
        ("lawyer", "legal", []),
        ("gone", "author", [account]),
    ):
        user = User.objects.create_user(name, is_active=name != "gone")
        grant_role(user, role, accounts=accounts, actor=None)
    for permission, account_id, names in (
        ("accounts.draft", account.pk, ["writer"]),
        ("accounts.draft", None, []),
        ("governance.sign_legal", account.pk, ["lawyer"]),
        ("governance.sign_legal", None, ["lawyer"]),
    ):
        people = list(holders(permission, account_id))
        assert [person.username for person in people] == names
        assert holder_ids(permission, account_id) == [person.pk for person in people]
