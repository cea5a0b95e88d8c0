"""Deciding about posts without record (R-040)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.metrics.models import PlatformPost
from content.public import publications_of
from governance.public import NoteRequired, Refused, WrongState, record, require

if TYPE_CHECKING:
    from accounts.models import User

WORDS = 500


def _may_decide(actor: User, post: PlatformPost) -> None:
    require(actor, "governance.import_metrics")
    require(actor, "accounts.view_metrics", post)


@transaction.atomic
def explain_post(post: PlatformPost, explanation: str, *, actor: User, at: datetime | None = None) -> PlatformPost:
    """Say why a post has no record: older than this system, a relay, another department's."""
    _may_decide(actor, post)
    explanation = explanation.strip()
    if not explanation:
        raise NoteRequired(_("Say in a few words why this post has no record."), field="explanation")
    if len(explanation) > WORDS:
        raise Refused(_("The explanation is longer than %(most)d characters.") % {"most": WORDS}, field="explanation")
    return _decide(post, "explained", None, explanation, actor, at or timezone.now())


@transaction.atomic
def match_post(post: PlatformPost, publication_id: int, *, actor: User, at: datetime | None = None) -> PlatformPost:
    """Name the publication that a post is."""
    _may_decide(actor, post)
    if not publications_of([post.account_id]).filter(pk=publication_id).exists():
        raise Refused(_("This account has no such publication. Choose one from the list."), field="publication")
    try:
        with transaction.atomic():
            return _decide(post, "matched", publication_id, "", actor, at or timezone.now())
    except IntegrityError as error:
        raise Refused(
            _("Another post is this publication already. Choose another one, or explain the post."),
            field="publication",
        ) from error


def explain_posts(
    posts: Iterable[PlatformPost], explanation: str, *, actor: User, at: datetime | None = None
) -> tuple[int, list[str]]:
    """One explanation for many, each still decided one by one; returns how many passed, and what failed."""
    passed, failed = 0, []
    for post in posts:
        try:
            explain_post(post, explanation, actor=actor, at=at)
        except Refused as refused:
            failed.append(f"{post}: {refused.sentence}")
        else:
            passed += 1
    return passed, failed


def _decide(
    post: PlatformPost, status: str, publication_id: int | None, explanation: str, actor: User, at: datetime
) -> PlatformPost:
    post = PlatformPost.objects.select_for_update().get(pk=post.pk)
    if post.status != "unmatched":
        raise WrongState(_("Somebody has decided about this post already. Reload the page."))
    post.status, post.publication_id, post.explanation = status, publication_id, explanation
    post.decided_by, post.decided_at = actor, at
    post.save(update_fields=["status", "publication_id", "explanation", "decided_by", "decided_at"])
    record(
        f"post.{status}",
        actor=actor,
        kind="platform_post",
        object_id=post.pk,
        account_id=post.account_id,
        payload={"publication": publication_id} if publication_id else {"words": len(explanation)},
        at=at,
    )
    return post
