"""A post is judged by the rule books of its own day: what they ask for since then, nobody owed (R-028 to R-047)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User
from content.conftest import NOW, House
from content.review.tests.test_probes import numbers
from governance.public import bind_pack, decide_change, grant_role, propose_change

LATER = NOW + timedelta(days=4)


@pytest.mark.parametrize(
    ("pack", "code", "before"),
    [("self_media", "R-028", (0, 1)), ("overseas", "R-047", (0, 0)), ("kuaishou_health", "R-038", (0, 0))],
)
def test_a_rule_book_that_was_bound_later_asks_nothing_of_older_posts(
    house: House, pack: str, code: str, before: tuple[int, int]
) -> None:
    house.published(content_type="health_knowledge")
    assert numbers(code) == before
    bind_pack(pack, account=house.account, actor=None, at=LATER)
    assert numbers(code) == before


def test_more_hashtags_are_asked_of_later_posts_alone(house: House) -> None:
    house.published()
    assert numbers("R-041") == (0, 1)
    second = User.objects.create_user("second")
    grant_role(second, "manager", actor=None)
    grant_role(house.manager, "manager", actor=None)
    change = propose_change(
        "douyin", values={"tags.minimum": 3}, effective_from=LATER.date(), reason="More to be found by",
        actor=User.objects.get(pk=house.manager.pk), at=LATER,
    )  # fmt: skip
    decide_change(change, "approve", actor=second, at=LATER)
    assert numbers("R-041") == (0, 1)
