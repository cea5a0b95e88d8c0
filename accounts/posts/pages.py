"""What the pages of posts show: each rule book's posts with their holders, one post with all that happened in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.posts.models import DutySheet, Post, PostHolding
from governance.public import Policy, today

TABS = (
    ("posts", "accounts:posts", _("Posts and holders")),
    ("groups", "accounts:groups", _("Governing groups")),
    ("reviewers", "accounts:qualifications", _("Reviewers")),
    ("advisers", "accounts:accreditations", _("Advisers")),
)


def tabs_of(current: str) -> list[dict[str, Any]]:
    """Posts, governing groups, reviewers, advisers."""
    return [
        {"url": reverse(name), "label": label, "current": code == current, "count": ""} for code, name, label in TABS
    ]  # fmt: skip


@dataclass
class PostLine:
    """One post: its newest sheet, and who holds it, each with whether they accepted that sheet."""

    post: Post
    sheet: DutySheet | None = None
    holders: list[tuple[PostHolding, bool]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """vacant, unaccepted, or filled: one holder who accepted is enough."""
        if not self.holders:
            return "vacant"
        return "filled" if any(accepted for _holding, accepted in self.holders) else "unaccepted"


def post_lines(at: datetime) -> list[tuple[Any, list[PostLine]]]:
    """Every rule book with its posts, in the order of the rule book; five statements, however many there are."""
    lines = {post.pk: PostLine(post) for post in Post.objects.listed().order_by("pk")}
    for sheet in DutySheet.objects.filter(post__in=lines).order_by("number"):
        lines[sheet.post_id].sheet = sheet
    accepted = set(PostHolding.objects.in_office(at).accepted(at).values_list("pk", flat=True))
    for holding in PostHolding.objects.in_office(at).filter(post__in=lines).select_related("person"):
        lines[holding.post_id].holders.append((holding, holding.pk in accepted))
    by_book: dict[int, list[PostLine]] = defaultdict(list)
    for line in lines.values():
        by_book[line.post.policy_id].append(line)
    return [(book, by_book[book.pk]) for book in Policy.objects.order_by("rank") if by_book[book.pk]]


def holdings_of(post: Post, at: datetime) -> list[tuple[PostHolding, str, list[int]]]:
    """Who holds, will hold and held the post: with in_office, to_come or over, and the versions accepted."""
    rows = post.holdings.select_related("person", "appointed_by").prefetch_related("acceptances__sheet")
    there = set(PostHolding.objects.in_office(at).filter(post=post).values_list("pk", flat=True))
    found = []
    for row in rows.order_by("-starts_on", "-pk"):
        state = (
            "in_office" if row.pk in there else "to_come" if row.ended_at is None and _begins_later(row, at) else ""
        )
        found.append((row, state or "over", sorted(one.sheet.number for one in row.acceptances.all())))
    return found


def _begins_later(row: PostHolding, at: datetime) -> bool:
    return row.starts_on > today(at)


def held_by(person: User, at: datetime) -> list[PostHolding]:
    """The posts that somebody holds now, for their page."""
    rows = PostHolding.objects.in_office(at).filter(person=person).select_related("post__policy")
    return list(rows.order_by("post__policy__rank", "post"))
