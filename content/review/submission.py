"""Submitting a draft: the version is frozen, and the signatures that it needs are laid out (R-027 to R-038)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import Department
from content.drafts.models import Draft, DraftAsset, DraftVersion, LintFinding
from content.drafts.queries import files_of, held_files_of, locked_with, targets_of
from content.drafts.rules import OWN, PLANNED, PROMOTING_TYPES, REASON_LIMIT, URGENT_WAY
from content.drafts.sealing import digest, sealed_content, text_of
from content.drafts.workflow import TO_SUBMIT
from content.licences.services import licence_faults
from content.linter.codes import code_findings, codes_of, read_pictures
from content.linter.descriptions import findings_in
from content.linter.findings import Finding, findings_payload
from content.linter.runs import keep_run
from content.linter.services import context_for, lint_text
from content.media.limits import findings_for
from content.review import reminders
from content.review.chain import chain_of
from content.review.models import ReviewSlot
from content.review.voiding import void_signatures
from governance.public import (
    Refused,
    clean_text,
    has_visible_text,
    insert_row,
    insert_rows,
    move,
    packs_for,
    require_version,
    steady,
    today,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

FLAG_OF_OVERRIDE = "legal_risk"
LOCKED = locked_with("plan_item__account", "plan_item__decided_by", "plan_item__decided_at", plan="status")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What submitting would bring: shown to the author beforehand."""

    slots: list[ReviewSlot]
    findings: list[Finding]
    obstacles: list[Refused]

    @property
    def blocked(self) -> bool:
        return any(finding.severity == "block" for finding in self.findings)


def findings_of(
    draft: Draft, accounts: Sequence[PlatformAccount], files: Sequence[DraftAsset] = (), *, at: datetime | None = None
) -> list[Finding]:
    """What the linter says about the text, the descriptions of files and the codes in them, for these accounts."""
    context = context_for(
        accounts,
        packs={pack for account in accounts for pack in packs_for(account)},
        language=draft.account.language,
        content_type=draft.content_type,
        ai_declared=draft.ai_declared,
        ad_declared=draft.ad_declared,
        for_minors="for_minors" in draft.flags,
        has_goods="has_goods" in draft.flags,
        health_food="health" in draft.flags and draft.content_type in PROMOTING_TYPES,
        stage="submission",
        day=today(at),
    )
    written = text_of(draft.title, draft.body, draft.hashtags)
    found = lint_text(written, context)
    found += findings_in((row.alt for row in files), len(written) + 1, context)
    return [*found, *code_findings(codes_of([row.asset for row in files]), context)]


def outlook_for(draft: Draft, *, at: datetime | None = None) -> Outlook:
    """The signatures and findings that this draft would meet if it were submitted now."""
    accounts = list(draft.targets.all())
    files = files_of(draft)
    read_pictures([row.asset for row in files], at=at or timezone.now())
    findings = findings_of(draft, accounts, files, at=at)
    return Outlook(chain_of(draft, accounts, at=at), findings, obstacles_of(draft, accounts, at=at))


def obstacles_of(draft: Draft, accounts: Sequence[PlatformAccount], *, at: datetime | None = None) -> list[Refused]:
    """Everything that has to be mended before this draft can be submitted, each with its field."""
    found = [
        Refused(sentence, field=row.field) for row in TO_SUBMIT if (sentence := row.guard(draft, draft.author, {}))
    ]
    return [*found, *_unit_faults(draft), *_file_faults(draft, files_of(draft), accounts, at or timezone.now())]


def _unit_faults(draft: Draft) -> Iterator[Refused]:
    """Each unit that is no department in use: nobody of it is there who could confirm its facts (R-037)."""
    if not draft.units:
        return
    known = Department.objects.filter(code__in=draft.units, is_active=True).values_list("code", flat=True)
    for unit in sorted({*draft.units}.difference(known)):
        yield Refused(
            _(
                "The draft names the unit “%(unit)s”, and no department in use has that code. Choose its units once "
                "more and save it."
            )
            % {"unit": unit},
            field="units",
        )


def _file_faults(
    draft: Draft, rows: Sequence[DraftAsset], accounts: Sequence[PlatformAccount], at: datetime
) -> Iterator[Refused]:
    """Everything that stands against the files of a draft, each with the field in which it is mended."""
    # A post may go out until the window closes, so the licence must last that long.
    until = max(at, draft.window_end) if draft.window_end else at
    assets = [row.asset for row in rows]
    yield from licence_faults(assets, until, accounts)
    for asset in assets:
        if asset.ai_labels and not draft.ai_declared:
            yield Refused(
                _("“%(name)s” carries a label that it was made with AI. Declare it in the draft.") % {"name": asset},
                field="ai_declared",
            )
    licensed = [asset for asset in assets if asset.origin == "licensed"]
    if licensed and draft.originality == OWN:
        yield Refused(
            _("“%(name)s” is not our own work. Say that there is material from outside, and list it.")
            % {"name": licensed[0]},
            field="originality",
        )
    yield from (finding.refusal for finding in findings_for(assets, accounts) if finding.severity == "block")
    if draft.medium != "text" and not any(row.asset.kind == draft.medium for row in rows):
        yield Refused(
            _("This draft is marked as %(medium)s but holds no such file. Add one, or change the medium.")
            % {"medium": draft.get_medium_display()},
            field="medium",
        )


def _freeze(
    draft: Draft, accounts: Sequence[PlatformAccount], rows: Sequence[DraftAsset], findings: Sequence[Finding],
    actor: User, reason: str, now: datetime,
) -> DraftVersion:  # fmt: skip
    sealed = sealed_content(draft, handles=[account.handle for account in accounts], assets=rows)
    # As the guard of the move asks: an urgent reason counts wherever there is one, a plan item beside it or not.
    way = URGENT_WAY if draft.urgent_reason else PLANNED
    approved_by, approved_at = draft.urgent_approved_by_id, draft.urgent_approved_at
    if way == PLANNED and draft.plan_item is not None:
        approved_by, approved_at = draft.plan_item.decided_by_id, draft.plan_item.decided_at
    version = insert_row(
        DraftVersion(
            draft=draft,
            account_id=draft.account_id,
            number=draft.versions_count + 1,
            sealed=sealed,
            sha256=digest(sealed),
            findings_count=len(findings),
            unsourced_claims=sum(not claim["source"] for claim in draft.claims),
            submitted_by=actor,
            submitted_at=now,
            override_reason=reason,
            plan_item_id=draft.plan_item_id,
            way=way,
            urgent_reason=draft.urgent_reason,
            reason_approved_by_id=approved_by,
            reason_approved_at=approved_at,
        )
    )
    payloads = findings_payload(findings)
    insert_rows([LintFinding(version=version, account_id=draft.account_id, **payload) for payload in payloads])
    keep_run(version, payloads, at=now)
    return version


def submit_draft(
    draft: Draft, *, actor: User, version: int | None = None, override_reason: str = "", at: datetime | None = None
) -> Draft:
    """Freeze the draft as a version, lay out its signature slots and start the first review.

    Blocking findings of the linter refuse it, unless `override_reason` asks legal to let them pass (R-045). Raises
    Refused naming the field, for a unit that is no department in use too (R-037).
    """
    now = at or timezone.now()
    reason = clean_text(override_reason, field="override_reason", limit=REASON_LIMIT).strip()
    reason = reason if has_visible_text(reason) else ""
    read_pictures([row.asset for row in files_of(draft)], at=now)
    with transaction.atomic(), steady():
        locked = LOCKED.get(pk=draft.pk)
        require_version(locked, version)
        accounts = targets_of(locked)
        # Under their locks: what is sealed of a file, its cover too, is what it is when the draft is submitted.
        rows = held_files_of(locked)
        findings = findings_of(locked, accounts, rows, at=now)
        blocked = any(finding.severity == "block" for finding in findings)
        if blocked and not reason and locked.status == "draft":
            raise Refused(
                _("The text holds words that may not be published. Change them, or tell legal why they may stand."),
                field="override_reason",
            )
        for fault in (*_unit_faults(locked), *_file_faults(locked, rows, accounts, now)):
            raise fault
        slots = chain_of(locked, accounts, flags=[FLAG_OF_OVERRIDE] if blocked else [], at=now)
        frozen = _freeze(locked, accounts, rows, findings, actor, reason, now)
        for slot in slots:
            slot.version = frozen
        insert_rows(slots)
        was_returned = locked.returned_at is not None
        moved = move(
            locked, "submit", actor=actor, at=now,
            changes={
                "current_version": frozen, "versions_count": frozen.number, "slots_total": len(slots),
                "slots_signed": 0, "submitted_at": now, "returned_at": None, "updated_at": now,
            },
            payload={"version": frozen.number, "sha256": frozen.sha256, "slots": [slot.code for slot in slots]},
            held=True,
        )  # fmt: skip
        if was_returned:
            reminders.correction_done(moved, now)
        reminders.stage_begins(moved, "first", slots, now)
    return moved


def take_back(draft: Draft, *, actor: User, version: int | None = None, at: datetime | None = None) -> Draft:
    """The author takes a submitted draft back; the signatures given so far are void."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        return move(
            locked,
            "take_back",
            actor=actor,
            version=version,
            at=now,
            changes=void_signatures(locked, now),
            held=True,
        )
