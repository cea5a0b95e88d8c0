"""Read and sign: after the grace nobody works on an account whose rule book they have not signed (R-106)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from governance.access.services import Denied, can
from governance.policies.models import PolicyReading, PolicyVersion
from governance.policies.services import bind_pack, decide_change, propose_change, retire_superseded, sign_policy
from governance.policies.tests.conftest import NOW
from governance.refusals.exceptions import Refused
from tests.qualifying import qualify

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def version(pack: str) -> PolicyVersion:
    return PolicyVersion.objects.get(policy__code=pack, status="current")


def afresh(user: Any) -> Any:
    """The same person at their next request."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("author", "accounts.draft"), ("first_reviewer", "accounts.review_first"),
        ("final_reviewer", "accounts.review_final"), ("publisher", "accounts.publish"), ("agent", "accounts.reply"),
        ("manager", "accounts.manage"),
    ],
)  # fmt: skip
def test_work_waits_for_the_signature(make_account: Make, make_user: Make, role: str, permission: str) -> None:
    account = make_account("a", "douyin")
    user = make_user("somebody", role, account)
    qualify(user, by=make_user("chief"))
    answer = can(user, permission, account)
    assert isinstance(answer, Denied)
    assert "Policies" in str(answer.reason) or "制度" in str(answer.reason)
    sign_policy(version("douyin"), actor=user, at=NOW)
    assert can(user, permission, account)
    assert can(afresh(user), permission, account)


def test_looking_needs_no_signature(make_account: Make, make_user: Make) -> None:
    account = make_account("a", "douyin")
    assert can(make_user("analyst", "analyst", account), "accounts.view_metrics", account)


def test_every_rule_book_of_the_account_is_signed(make_account: Make, make_user: Make) -> None:
    account = make_account("a", "douyin", "self_media")
    author = make_user("author", "author", account)
    sign_policy(version("douyin"), actor=author, at=NOW)
    assert not can(author, "accounts.draft", account)
    sign_policy(version("self_media"), actor=author, at=NOW)
    assert can(author, "accounts.draft", account)


def test_a_newcomer_has_the_days_of_grace(make_account: Make, make_user: Make) -> None:
    account = make_account("a", "douyin")
    author = make_user("author", "author", account)
    for days, may in ((6, True), (9, False)):
        get_user_model().objects.filter(pk=author.pk).update(date_joined=timezone.now() - timedelta(days=days))
        assert bool(can(afresh(author), "accounts.draft", account)) is may


def test_a_rule_book_bound_today_leaves_the_days_of_grace(make_account: Make, make_user: Make) -> None:
    account = make_account("a")
    author = make_user("author", "author", account)
    sign_policy(version("self_media"), actor=author, at=NOW)
    bind_pack("overseas", account=account, actor=None)
    assert can(afresh(author), "accounts.draft", account)


def test_a_new_version_is_signed_anew_once_it_holds(make_account: Make, make_user: Make) -> None:
    account = make_account("a", "douyin")
    author = make_user("author", "author", account)
    old = version("douyin")
    sign_policy(old, actor=author, at=NOW)
    past = timezone.now() - timedelta(days=30)
    proposed = propose_change(
        "douyin", values={"rotation": 30}, effective_from=past.date(), reason="x", actor=make_user("m", "manager"),
        at=past - timedelta(days=1),
    )  # fmt: skip
    new = decide_change(proposed, "approve", actor=make_user("n", "manager"), at=past - timedelta(days=1))
    assert not can(afresh(author), "accounts.draft", account)
    retire_superseded()
    old.refresh_from_db()
    with pytest.raises(Refused):
        sign_policy(old, actor=author)
    sign_policy(new, actor=author)
    assert can(afresh(author), "accounts.draft", account)


def test_signing_twice_is_one_signature(make_user: Make) -> None:
    author = make_user("author")
    first = sign_policy(version("douyin"), actor=author, at=NOW)
    assert sign_policy(version("douyin"), actor=author, at=NOW + timedelta(days=1)).pk == first.pk
    assert first.content_hash == version("douyin").content_hash
    assert PolicyReading.objects.count() == 1


def test_a_proposal_cannot_be_signed(make_user: Make) -> None:
    manager = make_user("m", "manager")
    proposed = propose_change(
        "douyin", values={"rotation": 30}, effective_from=NOW.date(), reason="x", actor=manager, at=NOW
    )
    with pytest.raises(Refused):
        sign_policy(proposed, actor=manager, at=NOW)


def test_many_accounts_are_asked_with_few_statements(
    make_account: Make, make_user: Make, django_assert_max_num_queries: Any
) -> None:
    accounts = [make_account(f"a{number}", "douyin") for number in range(12)]
    author = afresh(make_user("author", "author", *accounts))
    can(author, "accounts.draft", accounts[0])
    author = afresh(author)
    with django_assert_max_num_queries(30):
        assert not any(can(author, "accounts.draft", account) for account in accounts)
