"""Seats on groups and holdings of posts end by one service: for a reason, once, and by themselves on the last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.groups.services import SEATS, name_member
from accounts.models import Post, User
from accounts.posts.services import HOLDINGS, appoint_to_post, list_posts
from accounts.terms.models import Term
from accounts.terms.services import Office, end_term, sweep_terms
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NoteRequired, Policy, Refused, WrongState, grant_role

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)

Begin = Callable[..., Term]


def sits(**values: Any) -> Term:
    return name_member(Policy.objects.get(code="douyin"), at=NOW, **values)


def holds(**values: Any) -> Term:
    return appoint_to_post(Post.objects.get(policy__code="douyin", code="publisher"), at=NOW, **values)


OFFICES: list[Any] = [
    pytest.param(SEATS, sits, "group.seat_ended", id="seat"),
    pytest.param(HOLDINGS, holds, "post.ended", id="holding"),
]


@pytest.fixture
def people(first_rows: None) -> dict[str, User]:
    list_posts(at=NOW)
    manager = User.objects.create_user("manager")
    grant_role(manager, "admin", actor=None)
    return {"actor": User.objects.get(pk=manager.pk), "person": User.objects.create_user("anna")}


@pytest.mark.parametrize(("office", "begin", "event"), OFFICES)
def test_it_ends_once_for_a_reason_by_who_may(
    people: dict[str, User], office: Office[Any], begin: Begin, event: str
) -> None:
    term = begin(**people)
    with pytest.raises(NoteRequired):
        end_term(office, term, actor=people["actor"], reason=" ", at=NOW)
    with pytest.raises(Denial):
        end_term(office, term, actor=people["person"], reason="Moved", at=NOW)
    ended = end_term(office, term, actor=people["actor"], reason="Moved", at=NOW)
    assert (ended.ended_at, ended.ended_by, ended.end_reason) == (NOW, people["actor"], "Moved")
    with pytest.raises(WrongState):
        end_term(office, term, actor=people["actor"], reason="Moved", at=NOW)
    assert LedgerEntry.objects.filter(event=event).count() == 1


@pytest.mark.parametrize(("office", "begin", "event"), OFFICES)
def test_it_ends_on_its_last_day_and_who_gave_it_hears_of_it_once(
    people: dict[str, User], office: Office[Any], begin: Begin, event: str
) -> None:
    term = begin(until=(NOW + 10 * DAY).date(), **people)
    assert term.ends_soon(NOW)
    assert [sweep_terms(office, NOW + days * DAY) for days in (10, 11, 11)] == [0, 1, 0]
    assert list(Notice.objects.filter(template=office.over).values_list("recipient", flat=True)) == [
        people["actor"].pk
    ]
    assert LedgerEntry.objects.get(event=event).actor is None


@pytest.mark.parametrize(("office", "begin", "event"), OFFICES)
def test_days_that_do_not_fit_are_refused_beside_their_field(
    people: dict[str, User], office: Office[Any], begin: Begin, event: str
) -> None:
    for days, field in (({"starts_on": NOW.date() - DAY}, "starts_on"), ({"until": NOW.date() - DAY}, "until")):
        with pytest.raises(Refused) as refused:
            begin(**days, **people)
        assert refused.value.field == field
