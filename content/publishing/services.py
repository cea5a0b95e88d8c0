"""Releasing a signed version: schedule, preflight, record of the publication (R-030, R-039, R-040)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft, DraftVersion
from content.drafts.queries import files_of, locked_with, targets_of
from content.drafts.sealing import digest, sealed_content
from content.publishing import checkpoints
from content.publishing.comparing import matches
from content.publishing.models import Preflight, Publication
from content.publishing.rules import DECLARED_ITEMS, NOTE_LIMIT, PREFLIGHT_LABELS, PUBLISHED_TEXT_LIMIT, URL_LIMIT
from governance.public import (
    CompiledQuery,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    can,
    cancel_deadline,
    clean_text,
    insert_row,
    move,
    open_deadlines,
    param,
    record,
    steady,
    stop_clock,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from content.media.models import MediaAsset

RELEASABLE = ("approved", "scheduled")
LOCKED = locked_with(
    "current_version__number", "current_version__sha256", "current_version__sealed", plan="planned_at"
)
NEWEST_CHECK = CompiledQuery(
    lambda version, account, earliest, latest: Preflight.objects.filter(
        version=version, account=account, ticked_at__gte=earliest, ticked_at__lte=latest
    )[:1]
)
PUBLISHED_ON = CompiledQuery(
    lambda draft: Publication.objects.filter(draft=draft).order_by().values_list("account_id")
)


def items_for(draft: Draft, account: PlatformAccount, at: datetime | None = None) -> list[str]:
    """What the publisher of this account ticks before release (R-039)."""
    items = list(param("preflight.items", account=account, at=at).value)
    return items + [item for field, item in DECLARED_ITEMS if getattr(draft, field) and item not in items]


def _lock(draft: Draft) -> tuple[Draft, DraftVersion, list[PlatformAccount]]:
    """Lock a draft that may be released; its content must still be what was signed."""
    locked = LOCKED.get(pk=draft.pk)
    if locked.status not in RELEASABLE or locked.current_version is None:
        raise WrongState(_("Only an approved draft can be released. Load the page again to see where it stands."))
    accounts = targets_of(locked)
    sealed = sealed_content(locked, handles=[account.handle for account in accounts], assets=files_of(locked))
    if digest(sealed) != locked.current_version.sha256:
        raise Refused(
            _("This draft is not what was signed any more. Edit it, so that it goes through the review again.")
        )
    return locked, locked.current_version, accounts


def _require_publisher(actor: User, accounts: Iterable[PlatformAccount]) -> None:
    for account in accounts:
        if not can(actor, "accounts.publish", account):
            raise NotAllowed(_("Only a publisher of %(account)s can do this. Ask one of them.") % {"account": account})


def _in_window(draft: Draft, moment: datetime) -> bool:
    return (draft.window_start is None or draft.window_start <= moment) and (
        draft.window_end is None or moment <= draft.window_end
    )


def schedule_draft(
    draft: Draft, *, actor: User, scheduled_at: datetime, version: int | None = None, at: datetime | None = None
) -> Draft:
    """Set the time of release, inside the window that was signed; another window needs another approval."""
    now = at or timezone.now()
    with transaction.atomic():
        locked, _frozen, accounts = _lock(draft)
        if version is not None and version != locked.lock_version:
            raise StaleVersion(
                _("Somebody changed this since you opened it. Please load the page again and look at the change.")
            )
        _require_publisher(actor, accounts)
        if scheduled_at < now:
            raise Refused(_("This time is over. Choose a later one."), field="scheduled_at")
        if not _in_window(locked, scheduled_at):
            raise Refused(
                _("This time lies outside the window that was signed. Choose one inside, or ask for a new approval."),
                field="scheduled_at",
            )
        was_scheduled = locked.status == "scheduled"
        moved = move(
            locked,
            "schedule",
            actor=actor,
            at=now,
            changes={"scheduled_at": scheduled_at, "shown_at": scheduled_at, "updated_at": now},
            payload={"scheduled_at": scheduled_at},
            held=True,
        )
        if was_scheduled:
            cancel_deadline("draft", locked.pk, "publish", at=now)
        # So many minutes after the planned time a post still counts as on time: the clock ends there.
        tolerance = param("publish.tolerance", account=locked.account, at=now).value
        open_deadlines(
            [
                {
                    "kind": "draft",
                    "object_id": locked.pk,
                    "purpose": "publish",
                    "owner_id": actor.pk,
                    "due": scheduled_at + timedelta(minutes=int(tolerance)),
                    "calendar": locked.account.calendar,
                    "account_id": locked.account_id,
                }
            ],
            at=now,
        )
    return moved


def unschedule_draft(
    draft: Draft, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Draft:
    """Take an approved draft out of the schedule; its signatures stand."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        moved = move(
            locked,
            "unschedule",
            actor=actor,
            note=note,
            version=version,
            at=now,
            changes={"scheduled_at": None, "shown_at": locked.window_start, "updated_at": now},
            held=True,
        )
        cancel_deadline("draft", moved.pk, "publish", at=now)
    return moved


def tick_preflight(
    draft: Draft, account: PlatformAccount, *, actor: User, items: Iterable[str], at: datetime | None = None
) -> Preflight:
    """Tick every item of the check before release, on this very version (R-039, D-3.4.1b)."""
    now = at or timezone.now()
    ticked = set(items)
    with transaction.atomic(), steady():
        locked, version, accounts = _lock(draft)
        _require_publisher(actor, [account])
        if account not in accounts:
            raise Refused(_("This draft does not go to that account. Choose one of its accounts."))
        missing = [item for item in items_for(locked, account, now) if item not in ticked]
        if missing:
            raise Refused(
                _("Not ticked yet: %(items)s. Look at each before release.")
                % {"items": ", ".join(str(PREFLIGHT_LABELS.get(item, item)) for item in missing)},
                field="items",
            )
        check = insert_row(
            Preflight(
                draft=locked, version=version, account=account, items=sorted(ticked), ticked_by=actor, ticked_at=now
            )
        )
        record(
            "draft.preflighted",
            actor=actor,
            kind="draft",
            object_id=locked.pk,
            account_id=account.pk,
            payload={"preflight": check.pk, "version": version.number},
            at=now,
        )
    return check


def preflight_age(account: PlatformAccount, at: datetime) -> timedelta:
    """How old the check may be when the post goes out."""
    limit = param("preflight.age", account=account, at=at).value
    return timedelta(**{limit["unit"]: limit["amount"]})


def fresh_preflight(version: DraftVersion, account: PlatformAccount, moment: datetime) -> Preflight | None:
    """The newest check of this version that was fresh at `moment`."""
    earliest = moment - preflight_age(account, moment)
    return NEWEST_CHECK.first(version=version.pk, account=account.pk, earliest=earliest, latest=moment)


def _checked_url(url: str) -> str:
    clean = clean_text(url, field="url", limit=URL_LIMIT, one_line=True)
    parts = urlsplit(clean)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(_("This is no web address. Copy it from the published post."), field="url")
    return clean


def record_publication(
    draft: Draft,
    account: PlatformAccount,
    *,
    actor: User,
    url: str,
    published_text: str = "",
    proof: MediaAsset | None = None,
    external_id: str = "",
    published_at: datetime | None = None,
    at: datetime | None = None,
) -> Publication:
    """Record that the signed version stands on the platform: by its publisher, with address and proof (R-040).

    The last account of the draft makes it published. Checkpoints begin to run.
    """
    now = at or timezone.now()
    moment = published_at or now
    address = _checked_url(url)
    text = clean_text(published_text, field="published_text", limit=PUBLISHED_TEXT_LIMIT)
    with transaction.atomic(), steady():
        locked, version, accounts = _lock(draft)
        _require_publisher(actor, [account])
        if account.pk not in {row.pk for row in accounts}:
            raise Refused(_("This draft does not go to that account. Choose one of its accounts."))
        if moment > now:
            raise Refused(_("This time lies ahead. Record the post when it stands."), field="published_at")
        if locked.approved_at is None or moment < locked.approved_at or not _in_window(locked, moment):
            raise Refused(
                _("The post went out outside the window that was signed. Edit the window and ask for approval again."),
                field="published_at",
            )
        check = fresh_preflight(version, account, moment)
        if check is None:
            raise Refused(_("The check before release is missing or too old. Tick it now, then record the post."))
        others = {account_id for (account_id,) in PUBLISHED_ON.rows(draft=locked.pk)}
        if account.pk in others:
            raise WrongState(_("This post is recorded already. Load the page again."))
        publication = insert_row(
            Publication(
                draft=locked,
                version=version,
                account=account,
                preflight=check,
                title=version.title,
                url=address,
                external_id=clean_text(external_id, field="external_id", limit=120, one_line=True),
                sha256=version.sha256,
                planned_for=locked.scheduled_at or _planned(locked),
                published_at=moment,
                publisher=actor,
                proof=proof,
                published_text=text,
                text_matches=matches(version, text),
                recorded_at=now,
            )
        )
        checkpoints.begin(publication, account, now)
        record(
            "publication.recorded", actor=actor, kind="publication", object_id=publication.pk, account_id=account.pk,
            payload={
                "draft": locked.pk, "version": version.number, "sha256": version.sha256,
                "preflight": check.pk, "text_matches": publication.text_matches,
            },
            at=now,
        )  # fmt: skip
        if {row.pk for row in accounts} <= {*others, account.pk}:
            _finish(locked, actor, moment, now)
    return publication


def _planned(draft: Draft) -> datetime | None:
    """The time that the plan item named, where nobody scheduled the draft (R-023)."""
    return draft.plan_item.planned_at if draft.plan_item_id and draft.plan_item else None


def _finish(draft: Draft, actor: User, moment: datetime, now: datetime) -> None:
    was_scheduled = draft.status == "scheduled"
    move(
        draft,
        "publish",
        actor=actor,
        at=now,
        changes={"published_at": moment, "shown_at": moment, "updated_at": now},
        held=True,
    )
    if was_scheduled:
        stop_clock("draft", draft.pk, "publish", at=moment)


def withdraw_publication(
    publication: Publication, *, actor: User, reason: str, at: datetime | None = None
) -> Publication:
    """Record that a post was taken down, and why; the last one makes the draft withdrawn."""
    now = at or timezone.now()
    words = clean_text(reason, field="reason", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=publication.draft_id)
        locked = Publication.objects.select_for_update(of=("self",)).select_related("account").get(pk=publication.pk)
        _require_publisher(actor, [locked.account])
        if locked.withdrawn_at is not None:
            raise WrongState(_("This post was withdrawn already. Load the page again."))
        if not words:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
        changes: dict[str, Any] = {"withdrawn_at": now, "withdrawn_by": actor, "withdrawal_reason": words}
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changes))
        checkpoints.end(locked, now)
        record(
            "publication.withdrawn",
            actor=actor,
            kind="publication",
            object_id=locked.pk,
            account_id=locked.account_id,
            at=now,
        )
        if draft.status == "published" and not Publication.objects.filter(draft=draft).live().exists():
            move(draft, "withdraw", actor=actor, note=words, at=now, changes={"updated_at": now}, held=True)
    return locked


def publications_to_come(draft: Draft) -> Sequence[PlatformAccount]:
    """The accounts of the draft on which nothing is recorded yet."""
    return list(draft.targets.exclude(pk__in=draft.publications.values("account_id")).order_by("handle"))
