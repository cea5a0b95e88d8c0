"""A post is given by somebody responsible to somebody else, for days to come, and ended with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Post, PostHolding, User
from accounts.posts.services import appoint_to_post, end_holding, list_posts, sweep_posts
from accounts.posts.tests.conftest import DAY, NOW, Staff
from governance.notices.models import Notice
from governance.public import (
    ApprovalKind,
    Denial,
    LedgerEntry,
    NotAllowed,
    NoteRequired,
    Refused,
    Responsible,
    WrongState,
    name_deputy,
    responsible_people,
)

pytestmark = pytest.mark.django_db


def test_the_posts_of_the_rule_books_are_listed_once(staff: Staff) -> None:
    assert set(Post.objects.filter(policy__code="douyin").values_list("code", flat=True)) >= {"planner", "publisher"}
    assert Post.objects.count() == 27
    assert list_posts(at=NOW) == {"posts_listed": 0, "posts_dropped": 0}


def test_a_post_that_no_rule_book_names_any_more_is_taken_off_and_takes_nobody(staff: Staff) -> None:
    gone = Post.objects.create(policy=staff.post().policy, code="herald", listed_at=NOW)
    assert list_posts(at=NOW)["posts_dropped"] == 1
    with pytest.raises(WrongState):
        appoint_to_post(gone, actor=staff.manager, person=staff.anna, at=NOW)


def test_somebody_else_is_appointed_told_and_recorded(staff: Staff) -> None:
    holding = staff.appointed()
    assert Notice.objects.get(template="post.appointed").recipient == staff.anna
    entry = LedgerEntry.objects.get(event="post.appointed")
    assert (entry.actor, entry.payload) == (staff.manager, {"person": staff.anna.pk, "holding": holding.pk})


def test_nobody_appoints_themselves_not_even_a_superuser(staff: Staff) -> None:
    root = User.objects.create_superuser("root")
    for person in (staff.manager, root):
        with pytest.raises(NotAllowed):
            staff.appointed(person, actor=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(
            post=staff.post(), person=root, appointed_by=root, starts_on=NOW.date(), appointed_at=NOW
        )


def test_nor_somebody_in_whose_place_they_stand_nor_without_the_right(staff: Staff) -> None:
    name_deputy(staff.anna, staff.manager, begins_at=NOW - DAY, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        staff.appointed()
    with pytest.raises(Denial):
        staff.appointed(actor=staff.bert)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": (NOW - DAY).date()}, "starts_on"),
        ({"until": (NOW - DAY).date()}, "until"),
    ],
)
def test_days_that_do_not_fit_are_refused_by_field(staff: Staff, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        staff.appointed(**wrong)
    assert refused.value.field == field


def test_somebody_who_left_or_holds_it_already_is_refused(staff: Staff) -> None:
    staff.appointed()
    User.objects.filter(pk=staff.bert.pk).update(is_active=False)
    for person in (staff.anna, staff.bert):
        with pytest.raises(Refused) as refused:
            staff.appointed(person)
        assert refused.value.field == "person"


def test_ended_with_a_reason_once_and_open_again_for_the_same_person(staff: Staff) -> None:
    holding = staff.appointed()
    with pytest.raises(NoteRequired):
        end_holding(holding, actor=staff.manager, reason=" ", at=NOW)
    with pytest.raises(Denial):
        end_holding(holding, actor=staff.anna, reason="Moves", at=NOW)
    end_holding(holding, actor=staff.manager, reason="Moves", at=NOW)
    with pytest.raises(WrongState):
        end_holding(holding, actor=staff.manager, reason="Moves", at=NOW)
    assert not PostHolding.objects.in_office(NOW).exists()
    staff.appointed()


def test_in_office_is_told_for_any_day(staff: Staff) -> None:
    holding = staff.appointed(starts_on=(NOW + 2 * DAY).date(), until=(NOW + 4 * DAY).date())
    found = [PostHolding.objects.in_office(NOW + day * DAY).exists() for day in (1, 2, 4, 5)]
    assert found == [False, True, True, False]
    end_holding(holding, actor=None, at=NOW + 3 * DAY)
    assert [PostHolding.objects.in_office(NOW + day * DAY).exists() for day in (2, 4)] == [True, False]


def test_a_term_ends_by_itself_and_whoever_appointed_hears_of_it_once(staff: Staff) -> None:
    staff.appointed(until=NOW.date())
    assert sweep_posts(NOW + DAY)["post_terms_ended"] == 1
    assert sweep_posts(NOW + DAY)["post_terms_ended"] == 0
    assert Notice.objects.get(template="post.over").recipient == staff.manager


def test_a_responsible_person_is_found_by_post_first_under_the_rule_books_of_the_account(staff: Staff) -> None:
    from governance.public import ApprovalRequest

    kind = ApprovalKind("try_post", "Post", (Responsible("post", "publisher"),))
    request = ApprovalRequest(kind="try_post", asked_by=staff.bert, account=staff.account, asked_at=NOW)
    assert responsible_people(kind, request, NOW) == []
    holding = staff.appointed()
    elsewhere = Post.objects.create(policy=Post.objects.get(code="hr").policy, code="publisher", listed_at=NOW)
    appoint_to_post(elsewhere, actor=staff.manager, person=staff.second, at=NOW)
    assert [row.user for row in responsible_people(kind, request, NOW)] == [staff.anna]
    end_holding(holding, actor=staff.manager, reason="Moves", at=NOW)
    assert [row.user for row in responsible_people(kind, request, NOW + DAY)] == [staff.second]
