"""The record of a post: held against everything that was signed and checked before anything is stored (R-040)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft, DraftVersion
from content.media.services import StoredFile, record_media, store_file
from content.publishing import checkpoints, corrections
from content.publishing.comparing import TextDiffers, matches
from content.publishing.models import Preflight, Publication
from content.publishing.rules import PUBLISHED_TEXT_LIMIT, URL_LIMIT
from content.publishing.services import fresh_preflight, in_window, lock_released, require_publisher
from governance.public import (
    CompiledQuery,
    Refused,
    WrongState,
    clean_text,
    insert_row,
    move,
    record,
    steady,
    stop_clock,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.public import PlatformAccount, User

PUBLISHED_ON = CompiledQuery(
    lambda draft: Publication.objects.filter(draft=draft).order_by().values_list("account_id")
)


def _checked_url(url: str) -> str:
    clean = clean_text(url, field="url", limit=URL_LIMIT, one_line=True)
    try:
        parts = urlsplit(clean)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:  # a bracket left open, a port beyond all ports
        known = False
    if not known:
        raise Refused(_("This is no web address. Copy it from the published post."), field="url")
    return clean


class Post(NamedTuple):
    """What a publisher says of a post, brought into shape."""

    account: PlatformAccount
    url: str
    external_id: str
    text: str
    published_at: datetime


def _post(account: PlatformAccount, url: str, external_id: str, published_text: str, published_at: datetime) -> Post:
    return Post(
        account,
        _checked_url(url),
        clean_text(external_id, field="external_id", limit=120, one_line=True),
        clean_text(published_text, field="published_text", limit=PUBLISHED_TEXT_LIMIT),
        published_at,
    )


class Release(NamedTuple):
    """A draft under its lock whose post may be recorded."""

    draft: Draft
    version: DraftVersion
    check: Preflight
    text_matches: bool | None
    last: bool


def _releasable(draft: Draft, post: Post, *, actor: User, differing_confirmed: bool, now: datetime) -> Release:
    """Lock the draft and hold the post against everything that was signed and checked; writes nothing."""
    locked, version, accounts = lock_released(draft)
    require_publisher(actor, [post.account])
    if post.account.pk not in {row.pk for row in accounts}:
        raise Refused(_("This draft does not go to that account. Choose one of its accounts."))
    if post.published_at > now:
        raise Refused(_("This time lies ahead. Record the post when it stands."), field="published_at")
    if (
        locked.approved_at is None
        or post.published_at < locked.approved_at
        or not in_window(locked, post.published_at)
    ):
        raise Refused(
            _("The post went out outside the window that was signed. Edit the window and ask for approval again."),
            field="published_at",
        )
    check = fresh_preflight(version, post.account, post.published_at)
    if check is None:
        raise Refused(_("The check before release is missing or too old. Tick it now, then record the post."))
    others = {account_id for (account_id,) in PUBLISHED_ON.rows(draft=locked.pk)}
    if post.account.pk in others:
        raise WrongState(_("This post is recorded already. Load the page again."))
    same = matches(version, post.text)
    if same is False and not differing_confirmed:
        raise TextDiffers(
            _("This text is not the one that was signed. Correct the post, or confirm the difference."),
            field="published_text",
        )
    return Release(locked, version, check, same, {row.pk for row in accounts} <= {*others, post.account.pk})


def record_publication(
    draft: Draft,
    account: PlatformAccount,
    *,
    actor: User,
    url: str,
    published_text: str = "",
    proof: UploadedFile | None = None,
    external_id: str = "",
    published_at: datetime | None = None,
    differing_confirmed: bool = False,
    at: datetime | None = None,
) -> Publication:
    """Record that the signed version stands on the platform: by its publisher, with address and proof (R-040).

    The last account of the draft makes it published. Checkpoints begin to run. A text that differs from the sealed
    one raises TextDiffers until `differing_confirmed`, and is told to reviewers and managers. `proof` is stored only
    where everything else holds.
    """
    now = at or timezone.now()
    post = _post(account, url, external_id, published_text, published_at or now)
    stored = None
    if proof is not None:
        with transaction.atomic(), steady():
            _releasable(draft, post, actor=actor, differing_confirmed=differing_confirmed, now=now)
        stored = store_file(actor=actor, account=account, file=proof, at=now)
    try:
        with transaction.atomic(), steady():
            release = _releasable(draft, post, actor=actor, differing_confirmed=differing_confirmed, now=now)
            return _record(release, post, stored, actor, now)
    except BaseException:
        if stored is not None:
            stored.drop()
        raise


def _record(release: Release, post: Post, stored: StoredFile | None, actor: User, now: datetime) -> Publication:
    locked, version = release.draft, release.version
    publication = insert_row(
        Publication(
            draft=locked,
            version=version,
            account=post.account,
            preflight=release.check,
            title=version.title,
            url=post.url,
            external_id=post.external_id,
            sha256=version.sha256,
            planned_for=locked.scheduled_at or _planned(locked),
            published_at=post.published_at,
            publisher=actor,
            proof=record_media(stored) if stored is not None else None,
            published_text=post.text,
            text_matches=release.text_matches,
            recorded_at=now,
        )
    )
    checkpoints.begin(publication, post.account, now)
    record(
        "publication.recorded", actor=actor, kind="publication", object_id=publication.pk, account_id=post.account.pk,
        payload={
            "draft": locked.pk, "version": version.number, "sha256": version.sha256,
            "preflight": release.check.pk, "text_matches": publication.text_matches,
        },
        at=now,
    )  # fmt: skip
    if publication.text_matches is False:
        corrections.tell_difference(publication, now)
    if release.last:
        _finish(locked, post.account, actor, post.published_at, now)
    return publication


def _planned(draft: Draft) -> datetime | None:
    """The time that the plan item named, where nobody scheduled the draft (R-023)."""
    return draft.plan_item.planned_at if draft.plan_item_id and draft.plan_item else None


def _finish(draft: Draft, account: PlatformAccount, actor: User, moment: datetime, now: datetime) -> None:
    was_scheduled = draft.status == "scheduled"
    move(
        draft,
        "publish",
        actor=actor,
        at=now,
        changes={"published_at": moment, "shown_at": moment, "updated_at": now},
        held=True,
        on=account,
    )
    if was_scheduled:
        stop_clock("draft", draft.pk, "publish", at=moment)
