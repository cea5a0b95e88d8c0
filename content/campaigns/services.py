"""Writing, submitting, deciding, starting and ending campaigns (R-050, R-051, R-052, R-057)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.lacking import APPROVE_PLANS, approvers
from content.campaigns.models import Campaign
from content.campaigns.rules import (
    ANNOUNCE,
    ANNOUNCE_AHEAD,
    KIND,
    MOST_BUDGET,
    OTHERS,
    REPORT,
    REPORT_WITHIN,
    TEXTS,
    WRITE,
)
from content.campaigns.terms import freeze_terms
from content.campaigns.workflow import DRAFT
from governance.public import (
    Limit,
    NotAllowed,
    Refused,
    can,
    cancel_deadline,
    clean_text,
    clock_of,
    has_visible_text,
    holder_ids,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    require_version,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


class CampaignContent(TypedDict, total=False):
    """The columns of a plan that its author writes."""

    type: str
    theme: str
    aim: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    way_to_join: str
    rules: str
    prizes: str
    budget: Decimal | None
    currency: str
    owner: User | None
    organiser: str
    redemption: str
    minors: str
    purchase_needed: bool


def _clean(content: CampaignContent) -> dict[str, Any]:
    given: dict[str, Any] = dict(content)
    values = {name: given[name] for name in OTHERS if name in given}
    for name, limit, one_line in TEXTS:
        if name in given:
            text = clean_text(given[name] or "", field=name, limit=limit, one_line=one_line).strip()
            values[name] = text if has_visible_text(text) else ""
    if values.get("theme") == "":
        raise Refused(_("The theme is empty. Say in one line what the campaign is about."), field="theme")
    budget = values.get("budget")
    if budget is not None and not 0 <= budget <= MOST_BUDGET:
        raise Refused(_("The budget is an amount of 0 or more."), field="budget")
    return values


def _check_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The campaign ends after it begins. Please correct the times."), field="ends_at")


def create_campaign(
    *, actor: User, account: PlatformAccount, at: datetime | None = None, **content: Unpack[CampaignContent]
) -> Campaign:
    """Write a plan; elements may be missing until it is submitted. Raises NotAllowed, Refused naming the field."""
    now = at or timezone.now()
    if not can(actor, WRITE, account):
        raise NotAllowed(
            _("You may not plan for %(account)s. Ask its manager for the right.") % {"account": account},
            field="account",
        )
    values = _clean({"theme": "", **content})
    _check_times(values.get("starts_at"), values.get("ends_at"))
    with transaction.atomic():
        row = Campaign.objects.create(account=account, author=actor, created_at=now, **values)
        note("campaign.created", row, actor, now)
    return row


def edit_campaign(
    campaign: Campaign,
    *,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
    **content: Unpack[CampaignContent],
) -> Campaign:
    """Change a plan; what was submitted or approved goes back to its author, and its checks are void.

    After the announcement or the start nothing changes any more. Raises WrongState, NotAllowed, StaleVersion, Refused.
    """
    now = at or timezone.now()
    values = _clean(content)
    with transaction.atomic():
        locked = lock(campaign)
        changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
        if not changed:
            return locked
        _check_times(changed.get("starts_at", locked.starts_at), changed.get("ends_at", locked.ends_at))
        return reopen(locked, actor=actor, version=version, at=now, changes=changed)


def reopen(
    locked: Campaign, *, actor: User, at: datetime, version: int | None = None, changes: dict[str, Any] | None = None
) -> Campaign:
    """Write a change of the plan into the locked row: back to being written, decision and checks void."""
    values, payload = dict(changes or {}), {"fields": sorted(changes or {})}
    if actor.pk not in locked.writers:
        values["editors"] = [*locked.editors, actor.pk]
    locked.checks.filter(voided_at=None).update(voided_at=at)
    if locked.status != DRAFT:
        values |= {"approved_by": None, "approved_at": None, "decision_note": "", "submitted_at": None}
        cancel_deadline(KIND, locked.pk, ANNOUNCE, at=at)
        return move(locked, "edit", actor=actor, version=version, at=at, changes=values, payload=payload, held=True)
    require_version(locked, version)
    if not can(actor, WRITE, locked):
        raise NotAllowed(_("You may not plan for this account. Ask its manager for the right."))
    for name, value in values.items():
        setattr(locked, name, value)
    locked.lock_version += 1
    locked.save(update_fields=[*values, "lock_version"])
    note("campaign.changed", locked, actor, at, **payload)
    return locked


def submit_campaign(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Ask for approval; every element of list 3.7 must be there (R-050). Those who decide are told."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(campaign, "submit", actor=actor, version=version, at=now, changes={"submitted_at": now})
        people = approvers(moved, now) or set(holder_ids(APPROVE_PLANS))
        tell(sorted(people - moved.writers), "campaign.to_approve", kind=KIND, object_id=moved.pk, at=now,
             key=f"campaign.to_approve:{moved.pk}:{moved.lock_version}")  # fmt: skip
    return moved


def approve_campaign(
    campaign: Campaign, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Say yes as the one whom the rule book names; the four checks must have passed (R-051, R-052).

    From then on a clock runs to the announcement, as many days before the start as the rule book says (R-053).
    """
    now = at or timezone.now()
    with transaction.atomic():
        moved = _decide(campaign, "approve", actor, note, version, now, approved_by=actor, approved_at=now)
        assert moved.starts_at is not None  # noqa: S101 - an element
        ahead = int(param(ANNOUNCE_AHEAD, account=moved.account, at=now).value)
        due = moved.starts_at - timedelta(days=ahead)
        _restart(moved, ANNOUNCE, due, now)
    return moved


def _restart(campaign: Campaign, purpose: str, due: datetime, now: datetime) -> None:
    cancel_deadline(KIND, campaign.pk, purpose, at=now)
    open_deadline(
        kind=KIND, object_id=campaign.pk, purpose=purpose, owner=campaign.owner, due=max(due, now),
        calendar=campaign.account.calendar, account_id=campaign.account_id,
        department_id=campaign.account.department_id, at=now,
    )  # fmt: skip


def return_campaign(
    campaign: Campaign, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Send a plan back with the reason."""
    now = at or timezone.now()
    with transaction.atomic():
        return _decide(campaign, "send_back", actor, note, version, now)


def _decide(
    campaign: Campaign, name: str, actor: User, words: str, version: int | None, now: datetime, **changes: Any
) -> Campaign:
    text = clean_text(words, field="note", limit=2000).strip()
    moved = move(campaign, name, actor=actor, note=text, version=version, at=now, context={"at": now},
                 changes={"decision_note": text, **changes})  # fmt: skip
    event = "campaign.approved" if name == "approve" else "campaign.returned"
    tell([moved.author_id], event, kind=KIND, object_id=moved.pk, at=now,
         key=f"{event}:{moved.pk}:{moved.lock_version}")  # fmt: skip
    return moved


def start_campaign(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Begin at the time that was told: rules are frozen, the clock of the report runs (R-051, R-056, R-057)."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(campaign)
        limit = param(REPORT_WITHIN, account=locked.account, at=now).value
        changes: dict[str, Any] = {"started_at": now, "terms_sha256": freeze_terms(locked, actor=actor, at=now)}
        if locked.ends_at is not None:
            changes["report_due_at"] = clock_of(locked.account.calendar).due(Limit.of(limit), locked.ends_at)
        moved = move(locked, "start", actor=actor, version=version, at=now, context={"at": now}, changes=changes,
                     payload={"terms": changes["terms_sha256"]}, held=True)  # fmt: skip
        cancel_deadline(KIND, moved.pk, ANNOUNCE, at=now)
        _restart(moved, REPORT, changes["report_due_at"], now)
    return moved


def finish_campaign(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Its time is over: figures and report follow."""
    now = at or timezone.now()
    return move(campaign, "finish", actor=actor, version=version, at=now, context={"at": now},
                changes={"finished_at": now})  # fmt: skip


def close_campaign(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Close with figures, feedback, the report that went to the group, and every draw done (R-055, R-056)."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(campaign, "close", actor=actor, version=version, at=now, changes={"closed_at": now})
        meet_deadline(KIND, moved.pk, REPORT, at=now)
    return moved


def drop_campaign(
    campaign: Campaign, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Give a campaign up before it begins, with the reason."""
    now = at or timezone.now()
    text = clean_text(note, field="note", limit=2000).strip()
    with transaction.atomic():
        moved = move(campaign, "drop", actor=actor, note=text, version=version, at=now,
                     changes={"decision_note": text})  # fmt: skip
        cancel_deadline(KIND, moved.pk, at=now)
    return moved


def lock(campaign: Campaign) -> Campaign:
    """The row under its lock, with its account."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("account", "author", "owner")
    return rows.get(pk=campaign.pk)


def note(event: str, campaign: Campaign, actor: User | None, at: datetime, **payload: Any) -> None:
    """The ledger entry of a step on a campaign."""
    record(event, actor=actor, kind=KIND, object_id=campaign.pk, account_id=campaign.account_id, payload=payload,
           at=at)  # fmt: skip
