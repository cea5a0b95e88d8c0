"""The Today page: rule books to sign, changes to decide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from governance.policies.books import today
from governance.policies.cards import policies_to_decide, policies_to_sign
from governance.policies.models import PolicyVersion
from governance.policies.services import propose_change, sign_policy

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def titles(card: Any) -> int:
    return len(card.items) if card else 0


def test_what_binds_me_waits_for_my_signature(make_account: Make, make_user: Make) -> None:
    author = make_user("author", "author", make_account("a", "douyin", "self_media"))
    assert titles(policies_to_sign(author, timezone.now())) == 2
    sign_policy(PolicyVersion.objects.get(policy__code="douyin"), actor=author)
    card = policies_to_sign(author, timezone.now())
    assert card
    assert [item.url for item in card.items] == ["/policies/self_media/"]
    assert card.items[0].due_at is not None


def test_somebody_without_accounts_signs_nothing(books: None, make_user: Make) -> None:
    assert titles(policies_to_sign(make_user("stranger"), timezone.now())) == 0


def test_a_proposal_waits_for_everybody_but_its_author(make_user: Make) -> None:
    first, second, author = make_user("first", "manager"), make_user("second", "manager"), make_user("author")
    propose_change("douyin", values={"rotation": 30}, effective_from=today(None), reason="x", actor=first)
    assert [titles(policies_to_decide(user, timezone.now())) for user in (first, second, author)] == [0, 1, 0]
