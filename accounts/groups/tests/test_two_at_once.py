"""Two appointments at the same moment: one stands, the other person reads why (PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from accounts.groups.services import name_member
from accounts.models import Department, GroupSeat, Post, PostHolding, User
from accounts.people.services import change_department
from accounts.posts.services import appoint_to_post, list_posts
from governance.public import Policy, Refused, grant_role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> tuple[int, int]:
    """Run the acts in threads that start together; how many went through, and how many were refused in words."""
    barrier, refused, done = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            done.append(act)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return len(done), len(refused)


@pytest.fixture
def people(first_rows: None) -> dict[str, User]:
    list_posts()
    people = {name: User.objects.create_user(name) for name in ("first", "second", "anna", "bert")}
    for name in ("first", "second"):
        grant_role(people[name], "admin", actor=None)
    return people


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_group_gets_one_leader(people: dict[str, User]) -> None:
    policy = Policy.objects.get(code="douyin")
    for _round in range(4):
        GroupSeat.objects.all().delete()
        assert at_once(
            lambda: name_member(policy, actor=fresh(people["first"]), person=people["anna"], unit="leader"),
            lambda: name_member(policy, actor=fresh(people["second"]), person=people["bert"], unit="leader"),
        ) == (1, 1)
        assert GroupSeat.objects.count() == 1


def test_a_post_is_given_to_one_person_once(people: dict[str, User]) -> None:
    post = Post.objects.get(policy__code="douyin", code="publisher")
    give = [
        partial(appoint_to_post, post, actor=fresh(people[giver]), person=people["anna"])
        for giver in ("first", "second")
    ]
    assert at_once(*give) == (1, 1)
    assert PostHolding.objects.count() == 1


def test_two_moves_never_make_a_loop_of_departments(people: dict[str, User]) -> None:
    for round_ in range(4):
        left, right = (
            Department.objects.create(code=f"{side}-{round_}", name_zh=side, name_en=side)
            for side in ("left", "right")
        )
        assert at_once(
            partial(change_department, left, actor=fresh(people["first"]), parent=right),
            partial(change_department, right, actor=fresh(people["second"]), parent=left),
        ) == (1, 1)
