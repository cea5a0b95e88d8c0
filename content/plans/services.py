"""Writing and deciding plan items (R-018, R-019)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.period_plans.hanging import plan_around
from content.plans.models import PlanItem
from content.plans.times import require_near
from governance.public import (
    NotAllowed,
    Refused,
    WrongState,
    can,
    clean_text,
    has_visible_text,
    holder_ids,
    move,
    record,
    require_version,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

# Fields of one text: name, limit, whether it is one line.
TEXTS = (("title", 200, True), ("direction", 2000, False), ("audience", 200, True), ("topic", 200, True))
OTHERS = ("content_type", "medium", "frequency", "planned_at", "script_owner")


class PlanContent(TypedDict, total=False):
    """The fields that the author of a plan item writes."""

    title: str
    direction: str
    audience: str
    topic: str
    content_type: str
    medium: str
    frequency: str
    planned_at: datetime | None
    script_owner: User | None


def _clean(content: PlanContent) -> dict[str, Any]:
    given: dict[str, Any] = dict(content)
    values = {name: given[name] for name in OTHERS if name in given}
    for name, limit, one_line in TEXTS:
        if name in given:
            text = clean_text(given[name] or "", field=name, limit=limit, one_line=one_line).strip()
            values[name] = text if has_visible_text(text) else ""
    return values


def create_plan(
    *, actor: User, account: PlatformAccount, at: datetime | None = None, **content: Unpack[PlanContent]
) -> PlanItem:
    """Write a plan item; elements may still be missing until it is submitted.

    Raises NotAllowed, or Refused naming the field: the title, or a planned time that passed or lies too far ahead.
    """
    now = at or timezone.now()
    answer = can(actor, "accounts.draft", account)
    if not answer:
        raise NotAllowed(
            _("You may not plan for %(account)s. Ask its manager for the right.") % {"account": account},
            field="account",
        )
    values = _clean(content)
    if not values.get("title"):
        raise Refused(_("The title is empty. Write one first."), field="title")
    if values.get("planned_at") is not None:
        require_near(values["planned_at"], now, "planned_at")
    with transaction.atomic():
        item = PlanItem.objects.create(account=account, author=actor, created_at=now, **values)
        record("plan.created", actor=actor, kind="plan", object_id=item.pk, account_id=account.pk, at=now)
    return item


def edit_plan(
    item: PlanItem,
    *,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
    **content: Unpack[PlanContent],
) -> PlanItem:
    """Change a plan item; a submitted or approved one has to be approved again.

    A planned time that passed meanwhile may stay; a new one must lie ahead, as when the item is begun.
    """
    now = at or timezone.now()
    values = _clean(content)
    with transaction.atomic():
        locked = PlanItem.objects.select_for_update().get(pk=item.pk)
        changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
        if not changed:
            return locked
        if changed.get("planned_at") is not None and not _shows_the_same(locked.planned_at, changed["planned_at"]):
            require_near(changed["planned_at"], now, "planned_at")
        payload = {"fields": sorted(changed)}
        if actor.pk not in locked.writers:
            changed["editors"] = [*locked.editors, actor.pk]
        if locked.status != "draft":
            changed |= {"decided_by": None, "decided_at": None}
            return move(locked, "edit", actor=actor, version=version, at=now, changes=changed, payload=payload)
        require_version(locked, version)
        if not can(actor, "accounts.draft", locked):
            raise NotAllowed(_("You may not plan for this account. Ask its manager for the right."))
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.lock_version += 1
        locked.save(update_fields=[*changed, "lock_version"])
        record(
            "plan.changed",
            actor=actor,
            kind="plan",
            object_id=locked.pk,
            account_id=locked.account_id,
            payload=payload,
            at=now,
        )
    return locked


def _shows_the_same(kept: datetime | None, given: datetime) -> bool:
    """Forms know minutes, files seconds: what a form sends back untouched is no new time."""
    return kept is not None and kept.replace(second=0, microsecond=0) == given


def submit_plan(item: PlanItem, *, actor: User, version: int | None = None, at: datetime | None = None) -> PlanItem:
    """Ask for approval: every element of R-018 must be there. It hangs on the approved plan of its period, if any."""
    now = at or timezone.now()
    with transaction.atomic():
        changes = {"submitted_at": now, "period_plan": plan_around(item, now)}
        moved = move(item, "submit", actor=actor, version=version, at=now, changes=changes)
        superior = moved.author.superior_id
        people = holder_ids("governance.approve_plans")
        if superior is not None and superior not in moved.writers:
            people = [superior]
        tell(
            [person for person in people if person not in moved.writers],
            "plan.to_approve",
            kind="plan",
            object_id=moved.pk,
            key=f"plan.to_approve:{moved.pk}:{moved.lock_version}",
            at=now,
        )
    return moved


def approve_plan(
    item: PlanItem, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> PlanItem:
    """Approve a plan item of somebody else (D-6.1.1)."""
    return _decide(item, "approve", "plan.approved", actor, note, version, at)


def return_plan(
    item: PlanItem, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> PlanItem:
    """Send a plan item back with the reason."""
    return _decide(item, "send_back", "plan.returned", actor, note, version, at)


def _decide(
    item: PlanItem, name: str, template: str, actor: User, note: str, version: int | None, at: datetime | None
) -> PlanItem:
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=2000).strip()
    changes = {"decided_by": actor, "decided_at": now, "decision_note": words}
    with transaction.atomic():
        moved = move(item, name, actor=actor, note=words, version=version, at=now, changes=changes)
        tell(
            [moved.author_id],
            template,
            kind="plan",
            object_id=moved.pk,
            key=f"{template}:{moved.pk}:{moved.lock_version}",
            at=now,
        )
    return moved


def drop_plan(
    item: PlanItem, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> PlanItem:
    """Give a plan item up; it cannot be dropped while a draft hangs on it."""
    with transaction.atomic():
        if item.drafts.exclude(status__in=["discarded", "withdrawn"]).exists():
            raise WrongState(_("A draft hangs on this plan item. Discard the draft first, or keep the item."))
        words = clean_text(note, field="note", limit=2000).strip()
        return move(
            item,
            "drop",
            actor=actor,
            note=words,
            version=version,
            at=at or timezone.now(),
            changes={"decision_note": words},
        )
