"""The record of a post: held against everything that was signed and checked before anything is stored (R-040)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.connectors.models import Dispatch
from content.connectors.rules import PUBLISH_IT
from content.drafts.ending import is_out
from content.drafts.models import Draft, DraftVersion
from content.drafts.tags import tags_wanted
from content.media.services import StoredFile, record_media, store_file
from content.publishing import checkpoints, completing
from content.publishing.comparing import DIFFERS, TextDiffers, matches
from content.publishing.hosts import checked_url, foreign_host, require_own_host
from content.publishing.models import Preflight, Publication
from content.publishing.rules import PUBLISHED_TEXT_LIMIT, TAG_REASON_LIMIT
from content.publishing.services import fresh_preflight, in_window, lock_released, require_publisher
from content.publishing.slots import HOUR, keep_choice
from content.timeliness.shelf import shelf_end
from governance.public import (
    CompiledQuery,
    Refused,
    WrongState,
    clean_text,
    has_visible_text,
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

ON_ITS_WAY = CompiledQuery(
    lambda draft, account: (
        Dispatch.objects.pending().filter(draft=draft, account=account, action=PUBLISH_IT).order_by().values_list("pk")
    )
)
LAST_WEEK = timedelta(days=7) - HOUR


class Post(NamedTuple):
    """What a publisher says of a post, brought into shape."""

    account: PlatformAccount
    url: str
    external_id: str
    text: str
    published_at: datetime
    no_tag_reason: str
    slot_reason: str


def _post(
    account: PlatformAccount, url: str, external_id: str, published_text: str, published_at: datetime, reason: str,
    slot_reason: str,
) -> Post:  # fmt: skip
    return Post(
        account,
        checked_url(url),
        clean_text(external_id, field="external_id", limit=120, one_line=True),
        clean_text(published_text, field="published_text", limit=PUBLISHED_TEXT_LIMIT),
        published_at,
        clean_text(reason, field="no_tag_reason", limit=TAG_REASON_LIMIT, one_line=True).strip(),
        slot_reason,
    )


class Release(NamedTuple):
    """A draft under its lock whose post may be recorded."""

    draft: Draft
    version: DraftVersion
    check: Preflight
    text_matches: bool | None
    first: bool
    last: bool
    no_tag_reason: str
    stale_after: datetime | None


def _releasable(
    draft: Draft, post: Post, *, actor: User, differing_confirmed: bool, now: datetime, order_id: int | None = None
) -> Release:
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
    if any(order != order_id for (order,) in ON_ITS_WAY.rows(draft=locked.pk, account=post.account.pk)):
        raise WrongState(_("This post is on its way by the interface. Wait for its outcome, or settle it there."))
    same = matches(version, post.text, post.account, post.published_at)
    if same is False and not differing_confirmed:
        raise TextDiffers(DIFFERS, field="published_text")
    event = locked.event_at
    return Release(
        locked, version, check, same, not others, is_out(accounts, {*others, post.account.pk}),
        reason_for_few_tags(version, post.account, post.no_tag_reason or locked.no_hashtag_reason, now),
        shelf_end(event, post.account, now) if event else None,
    )  # fmt: skip


def reason_for_few_tags(version: DraftVersion, account: PlatformAccount, reason: str, at: datetime) -> str:
    """Why the post has fewer hashtags than its rule books ask for; Refused where nobody says why (R-041)."""
    if len(version.hashtags) >= tags_wanted(account, at):
        return ""
    if not has_visible_text(reason):
        raise Refused(
            _("This post has fewer hashtags than its rule books ask for. Say why none fits."), field="no_tag_reason"
        )
    return reason


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
    host_confirmed: bool = False,
    no_tag_reason: str = "",
    slot_reason: str = "",
    order_id: int | None = None,
    at: datetime | None = None,
) -> Publication:
    """Record that the signed version stands on the platform: by its publisher, with address and proof (R-040).

    The last account of the draft makes it published. Checkpoints begin to run. A text that differs from the sealed
    one raises TextDiffers until `differing_confirmed`, and is told to reviewers and managers; an address off the
    platform raises ForeignHost until `host_confirmed`. `proof` is stored only where everything else holds.
    Of a post that nobody scheduled the proposed times are kept as well, with `slot_reason` where it went out at
    another (R-024). `no_tag_reason` is asked for where the draft has too few hashtags and gives no reason (R-041).
    `order_id` is the order by which an interface published it.
    """
    now = at or timezone.now()
    post = _post(account, url, external_id, published_text, published_at or now, no_tag_reason, slot_reason)
    if not host_confirmed:
        require_own_host(account, post.url)
    stored = None
    if proof is not None:
        with transaction.atomic(), steady():
            _releasable(draft, post, actor=actor, differing_confirmed=differing_confirmed, now=now)
        stored = store_file(actor=actor, account=account, file=proof, at=now)
    try:
        with transaction.atomic(), steady():
            release = _releasable(
                draft, post, actor=actor, differing_confirmed=differing_confirmed, now=now, order_id=order_id
            )
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
            no_tag_reason=release.no_tag_reason,
            event_at=locked.event_at,
            stale_after=release.stale_after,
            recorded_at=now,
        )
    )
    checkpoints.begin(publication, post.account, now)
    if release.first and locked.scheduled_at is None and locked.approved_at is not None:
        # An hour of the week comes once in that time, so the one in which it went out is among them.
        since = max(locked.approved_at, post.published_at - LAST_WEEK)
        keep_choice(
            locked, post.account, actor=actor, chosen=post.published_at, reason=post.slot_reason, at=now, since=since
        )
    record(
        "publication.recorded", actor=actor, kind="publication", object_id=publication.pk, account_id=post.account.pk,
        payload={
            "draft": locked.pk, "version": version.number, "sha256": version.sha256,
            "preflight": release.check.pk, "text_matches": publication.text_matches,
            "foreign_host": foreign_host(post.account, post.url),
        },
        at=now,
    )  # fmt: skip
    if publication.text_matches is False:
        completing.tell_difference(publication, now)
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
