"""Writing drafts: begin, change, throw away (R-019, R-030, R-033)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.content import DraftContent, clean_content, clean_descriptions, implied_flags
from content.drafts.ending import complete, is_done, open_ones
from content.drafts.models import Draft, DraftAsset, DraftTarget
from content.drafts.sealing import text_of
from content.drafts.urgency import why_not_write
from content.drafts.workflow import EDITABLE
from content.licences.services import licensed_elsewhere
from content.media.models import MediaAsset
from content.review.voiding import void_signatures
from governance.public import (
    NotAllowed,
    Refused,
    WrongState,
    can,
    cancel_deadline,
    has_visible_text,
    index_text,
    insert_row,
    insert_rows,
    move,
    record,
    require_version,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from content.plans.models import PlanItem


# The fields by whose words a draft is found.
WORDS = frozenset({"title", "body", "hashtags"})


def _may_write(actor: User, accounts: Iterable[PlatformAccount]) -> None:
    for account in accounts:
        if not can(actor, "accounts.draft", account):
            raise NotAllowed(
                _("You may not write drafts for %(account)s. Ask its manager for the right.") % {"account": account},
                field="accounts",
            )


def _require_own_plan(plan_item: PlanItem | None, accounts: Iterable[PlatformAccount]) -> None:
    """A plan item is approved for one account; a draft for others cannot hang on it (R-019)."""
    if plan_item is not None and plan_item.account_id not in {account.pk for account in accounts}:
        raise Refused(
            _("This plan item is for another account. Choose one for an account of the draft."), field="plan_item"
        )


def _with_lead(lead: PlatformAccount, accounts: Iterable[PlatformAccount]) -> list[PlatformAccount]:
    return list({account.pk: account for account in (lead, *accounts)}.values())


def _usable_assets(actor: User, assets: Iterable[MediaAsset], targets: Iterable[PlatformAccount]) -> list[MediaAsset]:
    """The files as they were given; own and public ones go on every account, a licensed one on that of its licence."""
    wanted = list(assets)
    usable = MediaAsset.objects.visible_to(actor).filter(pk__in=[asset.pk for asset in wanted])
    known = set(usable.values_list("pk", flat=True))
    if len(known) < len({asset.pk for asset in wanted}):
        raise NotAllowed(_("One of these files is not yours to use. Upload it for this account."), field="assets")
    for fault in licensed_elsewhere(wanted, targets):
        raise fault
    return wanted


def create_draft(
    *, actor: User, account: PlatformAccount, at: datetime | None = None, **content: Unpack[DraftContent]
) -> Draft:
    """Begin a draft for `account` (and `accounts` beside it) on a plan item or an urgent reason (R-019)."""
    now = at or timezone.now()
    targets = _with_lead(account, content.get("accounts", ()))
    _may_write(actor, targets)
    values = clean_content(content)
    values["flags"] = sorted({*values.get("flags", []), *implied_flags(values)})
    _require_own_plan(values.get("plan_item"), targets)
    if not has_visible_text(values.get("title", "")):
        raise Refused(_("The title is empty. Write one first."), field="title")
    if not values.get("content_type") or not values.get("medium"):
        raise Refused(_("Please choose what kind of content it is, and its medium."), field="content_type")
    with transaction.atomic():
        draft = insert_row(
            Draft(
                account=account,
                author=actor,
                editors=[actor.pk],
                created_at=now,
                updated_at=now,
                shown_at=values.get("window_start"),
                **values,
            )
        )
        insert_rows([DraftTarget(draft=draft, account=target) for target in targets])
        if "assets" in content:
            wanted = [asset.pk for asset in _usable_assets(actor, content["assets"], targets)]
            _put_files(draft, wanted, clean_descriptions(content.get("descriptions", {})))
        _make_findable(draft)
        record(
            "draft.created",
            actor=actor,
            kind="draft",
            object_id=draft.pk,
            account_id=account.pk,
            payload={"plan_item": draft.plan_item_id, "accounts": [target.pk for target in targets]},
            at=now,
        )
    return draft


def _put_files(draft: Draft, wanted: Iterable[int] | None, descriptions: Mapping[int, str]) -> bool:
    """The files in their new order with their descriptions; what is not said of a file stays.

    `wanted` None keeps the files that are there. Returns whether anything changed.
    """
    before = list(draft.asset_rows.values_list("asset_id", "alt"))
    known = dict(before) | dict(descriptions)
    numbers = dict.fromkeys(number for number, _alt in before) if wanted is None else dict.fromkeys(wanted)
    after = [(number, known.get(number, "")) for number in numbers]
    if after == before:
        return False
    draft.asset_rows.all().delete()
    DraftAsset.objects.bulk_create(
        [
            DraftAsset(draft=draft, asset_id=number, position=position, alt=alt)
            for position, (number, alt) in enumerate(after)
        ]
    )
    return True


def _make_findable(draft: Draft) -> None:
    """The search finds a draft by its words as they stand now."""
    index_text("draft", draft.pk, draft.account_id, text_of(draft.title, draft.body, draft.hashtags))


def _lock(draft: Draft, version: int | None) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    require_version(locked, version)
    return locked


def edit_draft(
    draft: Draft,
    *,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
    **content: Unpack[DraftContent],
) -> Draft:
    """Change a draft. Under review or signed, it returns to writing and every signature is void (R-033).

    Raises NotAllowed, for whoever agreed to its urgent reason too (R-019), WrongState, or Refused naming the field.
    """
    now = at or timezone.now()
    values = clean_content(content)
    with transaction.atomic():
        locked = _lock(draft, version)
        before = list(locked.targets.all())
        targets = open_ones(_with_lead(locked.account, content.get("accounts", before)))
        _may_write(actor, targets)
        if "title" in values and not has_visible_text(values["title"]):
            raise Refused(_("The title is empty. Write one first."), field="title")
        if "plan_item" in values or "accounts" in content:
            _require_own_plan(values.get("plan_item", locked.plan_item), targets)
        if locked.status not in EDITABLE:
            raise WrongState(_("This draft cannot be edited any more. Begin a new one instead."))
        if (barred := why_not_write(locked, actor)) is not None:
            raise NotAllowed(barred)
        if "flags" in values or "ad_declared" in values or "content_type" in values:
            declared = {name: values.get(name, getattr(locked, name)) for name in ("ad_declared", "content_type")}
            values["flags"] = sorted({*values.get("flags", locked.flags), *implied_flags(declared)})
        changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
        files = [row.pk for row in _usable_assets(actor, content["assets"], targets)] if "assets" in content else None
        if _put_files(locked, files, clean_descriptions(content.get("descriptions", {}))):
            changed["assets"] = None
        if {row.pk for row in open_ones(before)} != {row.pk for row in targets}:
            changed["accounts"] = None
        if not changed:
            return locked
        if {row.pk for row in before} != {row.pk for row in targets}:
            locked.target_rows.all().delete()
            DraftTarget.objects.bulk_create([DraftTarget(draft=locked, account=target) for target in targets])
        if "accounts" in changed and is_done(locked, targets):
            return _take_out(locked, changed, actor, now)
        stored = _store(locked, changed, actor, now)
        if WORDS & changed.keys():
            _make_findable(stored)
        return stored


def _take_out(locked: Draft, changed: dict[str, Any], actor: User, now: datetime) -> Draft:
    """Nothing is left to publish once these accounts are out: the draft is published, as it stands there."""
    if changed.keys() - {"accounts"}:
        raise Refused(
            _(
                "The post stands on every account that is left, so its words are not changed here. Take the other "
                "account out alone, and ask for a correction of the post."
            ),
            field="accounts",
        )
    payload = {"fields": ["accounts"]}
    record("draft.changed", actor=actor, kind="draft", object_id=locked.pk, account_id=locked.account_id,
           payload=payload, at=now)  # fmt: skip
    return complete(locked, now)


def _store(locked: Draft, changed: dict[str, Any], actor: User, now: datetime) -> Draft:
    """Write what changed; a draft that left the author's desk comes back to it first."""
    fields = {name: value for name, value in changed.items() if name not in ("assets", "accounts")}
    fields["updated_at"] = now
    if actor.pk not in locked.editors:
        fields["editors"] = [*locked.editors, actor.pk]
    if "urgent_reason" in fields:
        fields |= {"urgent_approved_by": None, "urgent_approved_at": None}
    if "window_start" in fields:
        fields["shown_at"] = fields["window_start"]
    names = sorted(changed)
    if locked.status != "draft":
        fields |= void_signatures(locked, now)
        return move(locked, "reopen", actor=actor, at=now, changes=fields, payload={"fields": names}, held=True)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.lock_version += 1
    locked.save(update_fields=[*fields, "lock_version"])
    record(
        "draft.changed",
        actor=actor,
        kind="draft",
        object_id=locked.pk,
        account_id=locked.account_id,
        payload={"fields": names},
        at=now,
    )
    return locked


def discard_draft(
    draft: Draft, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Draft:
    """Throw a draft away that was never published; its versions and signatures stay on record, its clocks end."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(draft, "discard", actor=actor, note=note, version=version, at=now, changes={"shown_at": None})
        cancel_deadline("draft", moved.pk, at=now)
    return moved
