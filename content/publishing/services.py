"""Releasing a signed version: schedule, preflight, record of the publication (R-030, R-039, R-040)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.connectors.stopping import stop_orders
from content.drafts.models import Draft, DraftVersion
from content.drafts.queries import files_of, locked_with, targets_of
from content.drafts.rules import PUBLISH, WITHDRAW
from content.drafts.sealing import digest, format_of, sealed_content
from content.licences.services import licence_faults
from content.plans.times import why_too_far
from content.publishing.models import Preflight
from content.publishing.queries import RELEASABLE
from content.publishing.rules import DECLARED_ITEMS, PREFLIGHT_LABELS
from content.publishing.slots import keep_choice
from content.suspension.models import ReleaseHold
from content.timeliness.shelf import stale_fault
from governance.public import (
    CompiledQuery,
    Denied,
    NotAllowed,
    Refused,
    WrongState,
    can,
    cancel_deadline,
    insert_row,
    listed,
    move,
    open_deadlines,
    param,
    record,
    require_version,
    steady,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

LOCKED = locked_with(
    "current_version__number", "current_version__sha256", "current_version__sealed", plan="planned_at"
)
NEWEST_CHECK = CompiledQuery(
    lambda version, account, earliest, latest: Preflight.objects.filter(
        version=version, account=account, ticked_at__gte=earliest, ticked_at__lte=latest
    )[:1]
)
OPEN_HOLDS = CompiledQuery(
    lambda draft: ReleaseHold.objects.filter(draft=draft, approved_at=None).order_by().values_list("pk")
)


def items_for(draft: Draft, account: PlatformAccount, at: datetime | None = None) -> list[str]:
    """What the publisher of this account ticks before release (R-039)."""
    items = list(param("preflight.items", account=account, at=at).value)
    return items + [item for field, item in DECLARED_ITEMS if getattr(draft, field) and item not in items]


def lock_released(
    draft: Draft, release_at: datetime | None = None
) -> tuple[Draft, DraftVersion, list[PlatformAccount]]:
    """Lock a draft that may be released: still what was signed, its files licensed, its news fresh by then."""
    locked = LOCKED.get(pk=draft.pk)
    if locked.status not in RELEASABLE or locked.current_version is None:
        raise WrongState(_("Only an approved draft can be released. Load the page again to see where it stands."))
    accounts = targets_of(locked)
    files = files_of(locked)
    handles, shape = [account.handle for account in accounts], format_of(locked.current_version.sealed)
    sealed = sealed_content(locked, handles=handles, assets=files, shape=shape)
    if digest(sealed) != locked.current_version.sha256:
        raise Refused(
            _("This draft is not what was signed any more. Edit it, so that it goes through the review again.")
        )
    if OPEN_HOLDS.rows(draft=locked.pk):
        raise Refused(
            _("Publishing was suspended when this was ready. A final reviewer approves it again under “Suspensions”.")
        )
    if release_at is not None:
        for fault in licence_faults((row.asset for row in files), release_at, accounts):
            raise fault
        if (stale := stale_fault(locked, accounts, release_at)) is not None:
            raise stale
    return locked, locked.current_version, accounts


def require_publisher(actor: User, accounts: Iterable[PlatformAccount], right: str = PUBLISH) -> None:
    """Refuse whoever does not publish on every one of these accounts; where their right is held back, say by what.

    Taking back (`WITHDRAW`) is the publishers' too, and goes on while nothing may be published.
    """
    for account in accounts:
        answer = can(actor, right, account)
        if isinstance(answer, Denied) and answer.gate:
            raise NotAllowed(answer.reason)
        if not answer:
            raise NotAllowed(_("Only a publisher of %(account)s can do this. Ask one of them.") % {"account": account})


def publishing_on(actor: User, accounts: Sequence[PlatformAccount], right: str = PUBLISH) -> PlatformAccount:
    """The first of these accounts on which this person publishes, or takes back; NotAllowed where there is none."""
    for account in accounts:
        if can(actor, right, account):
            return account
    require_publisher(actor, accounts, right)
    raise AssertionError("a draft goes to one account at least")


def in_window(draft: Draft, moment: datetime) -> bool:
    """Whether the moment lies inside the window that was signed."""
    return (draft.window_start is None or draft.window_start <= moment) and (
        draft.window_end is None or moment <= draft.window_end
    )


def schedule_draft(
    draft: Draft,
    *,
    actor: User,
    scheduled_at: datetime,
    slot_reason: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Draft:
    """Set the time of release, inside the window that was signed; another window needs another approval.

    An order to an interface of which nothing was sent yet ends: it was given for another time.

    Where times are proposed and another one is taken, `slot_reason` says why (R-024).
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked, _frozen, accounts = lock_released(draft, scheduled_at)
        require_version(locked, version)
        place = publishing_on(actor, accounts)
        if scheduled_at < now:
            raise Refused(_("This time is over. Choose a later one."), field="scheduled_at")
        if (too_far := why_too_far(scheduled_at, now)) is not None:
            raise Refused(too_far, field="scheduled_at")
        if not in_window(locked, scheduled_at):
            raise Refused(
                _("This time lies outside the window that was signed. Choose one inside, or ask for a new approval."),
                field="scheduled_at",
            )
        keep_choice(locked, place, actor=actor, chosen=scheduled_at, reason=slot_reason, at=now)
        was_scheduled = locked.status == "scheduled"
        moved = move(
            locked,
            "schedule",
            actor=actor,
            at=now,
            changes={"scheduled_at": scheduled_at, "shown_at": scheduled_at, "updated_at": now},
            payload={"scheduled_at": scheduled_at},
            held=True,
            on=place,
        )
        stop_orders(drafts=[locked.pk], at=now)
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
            on=publishing_on(actor, targets_of(locked), WITHDRAW),
        )
        stop_orders(drafts=[moved.pk], at=now)
        cancel_deadline("draft", moved.pk, "publish", at=now)
    return moved


def tick_preflight(
    draft: Draft, account: PlatformAccount, *, actor: User, items: Iterable[str], at: datetime | None = None
) -> Preflight:
    """Tick every item of the check before release, on this very version (R-039, D-3.4.1b)."""
    now = at or timezone.now()
    ticked = set(items)
    with transaction.atomic(), steady():
        locked, version, accounts = lock_released(draft, now)
        require_publisher(actor, [account])
        if account not in accounts:
            raise Refused(_("This draft does not go to that account. Choose one of its accounts."))
        missing = [item for item in items_for(locked, account, now) if item not in ticked]
        if missing:
            raise Refused(
                _("Not ticked yet: %(items)s. Look at each before release.")
                % {"items": listed(str(PREFLIGHT_LABELS.get(item, item)) for item in missing)},
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
