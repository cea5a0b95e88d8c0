"""Gathers the evidence of one post: versions, signatures, comments, releases, corrections, ledger (R-030, R-034)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.comments.models import CommentThread
from content.corrections.models import Correction
from content.corrections.rules import KIND as CORRECTION
from content.drafts.models import Draft
from content.evidence.afterwards import corrections_of, withdrawal_of
from content.evidence.plain import plain_moment, plain_person
from content.evidence.verifying import parts_of, root_of, written
from content.evidence.writers import writers_by_version
from content.review.models import ReviewFinding, ReviewSlot
from governance.public import LedgerEntry, NotAllowed, WrongState, can, criteria_words, record

if TYPE_CHECKING:
    from accounts.public import User

SEE = "accounts.view_platformaccount"


def _versions(draft: Draft) -> list[dict[str, Any]]:
    rows = draft.versions.select_related("submitted_by", "reason_approved_by").prefetch_related("findings__cleared_by")
    writers = writers_by_version(draft)
    return [
        {
            "number": row.number, "sealed": row.sealed, "sha256": row.sha256,
            "writers": [plain_person(user) for user in writers.get(row.number, ())],
            "submitted_by": plain_person(row.submitted_by), "submitted_at": plain_moment(row.submitted_at),
            "way": row.way, "urgent_reason": row.urgent_reason,
            "reason_approved_by": plain_person(row.reason_approved_by),
            "reason_approved_at": plain_moment(row.reason_approved_at), "override_reason": row.override_reason,
            "findings": [
                {
                    "rule": found.rule, "severity": found.severity, "text": found.text, "start": found.start,
                    "end": found.end, "message_zh": found.message_zh, "basis_zh": found.basis_zh,
                    "cleared_by": plain_person(found.cleared_by), "cleared_at": plain_moment(found.cleared_at),
                    "clearance": found.clearance, "reauthenticated_at": plain_moment(found.reauthenticated_at),
                }
                for found in row.findings.all()
            ],
        }
        for row in rows.order_by("number")
    ]  # fmt: skip


def _signatures(draft: Draft) -> list[dict[str, Any]]:
    problems: dict[int, list[dict[str, str]]] = {}
    for problem in ReviewFinding.objects.filter(version__draft=draft):
        problems.setdefault(problem.slot_id, []).append({"criterion": problem.criterion, "text": problem.text})
    rows = ReviewSlot.objects.filter(draft=draft).select_related("signer", "version", "department")
    return [
        {
            "version": row.version.number, "stage": row.stage, "code": row.code, "title_zh": row.title_zh,
            "title_en": row.title_en, "clauses": row.clauses, "permission": row.permission, "market": row.market,
            "department": row.department.code if row.department else None, "criteria": row.criteria,
            "signer": plain_person(row.signer), "decision": row.decision, "marks": row.marks, "note": row.note,
            "sha256": row.sha256, "decided_at": plain_moment(row.decided_at),
            "reauthenticated_at": plain_moment(row.reauthenticated_at), "voided_at": plain_moment(row.voided_at),
            "problems": problems.get(row.pk, []),
        }
        for row in rows.order_by("version__number", "position")
    ]  # fmt: skip


def _comments(draft: Draft) -> list[dict[str, Any]]:
    rows = CommentThread.objects.filter(draft=draft).select_related("resolved_by", "version")
    return [
        {
            "version": row.version.number, "part": row.part, "quote": row.quote, "start": row.start, "end": row.end,
            "asset": row.asset_id, "region": None if row.region is None else list(row.region),
            "moment_ms": row.moment_ms, "status": row.status,
            "resolved_by": plain_person(row.resolved_by), "resolved_at": plain_moment(row.resolved_at),
            "words": [
                {"author": plain_person(word.author), "at": plain_moment(word.written_at), "text": word.text}
                for word in row.comments.all()
            ],
        }
        for row in rows.prefetch_related("comments__author")
    ]  # fmt: skip


def _publications(draft: Draft) -> list[dict[str, Any]]:
    rows = draft.publications.select_related(
        "account", "version", "publisher", "proof", "withdrawn_by", "withdrawal_proof"
    )
    return [
        {
            "account": row.account.handle, "version": row.version.number, "sha256": row.sha256, "url": row.url,
            "published_at": plain_moment(row.published_at), "publisher": plain_person(row.publisher),
            "published_text": row.published_text, "text_matches": row.text_matches,
            "proof_sha256": row.proof.sha256 if row.proof else None, "withdrawn_at": plain_moment(row.withdrawn_at),
            "withdrawal_reason": row.withdrawal_reason,
            "withdrawal": withdrawal_of(row), "corrections": corrections_of(row),
        }
        for row in rows.order_by("pk")
    ]  # fmt: skip


def _ledger(draft: Draft) -> list[dict[str, Any]]:
    """The entries of the post with the columns that their seals cover, in the order in which those are hashed."""
    posts = list(draft.publications.order_by("pk").values_list("pk", flat=True))
    corrections = Correction.objects.filter(publication__in=posts).order_by("pk").values_list("pk", flat=True)
    ids = [("draft", draft.pk), *(("publication", pk) for pk in posts), *((CORRECTION, pk) for pk in corrections)]
    found = []
    for kind, object_id in ids:
        entries = LedgerEntry.objects.filter(kind=kind, object_id=object_id).select_related("seal").order_by("pk")
        for entry in entries:
            seal = getattr(entry, "seal", None)
            columns = [
                entry.pk, entry.event, entry.actor_id, entry.kind, entry.object_id, entry.account_id,
                entry.department_id, entry.payload, plain_moment(entry.at), plain_moment(entry.recorded_at),
            ]  # fmt: skip
            found.append(
                {"columns": columns, "seal": [seal.sequence, seal.previous_hash, seal.hash] if seal else None}
            )
    return found


def pack_of(draft: Draft, *, at: datetime) -> dict[str, Any]:
    """Everything that shows how one post came about, as plain data."""
    from accounts.public import User

    writers = User.objects.filter(pk__in={draft.author_id, *draft.editors}).order_by("pk")
    signatures = _signatures(draft)
    version = draft.current_version
    codes = sorted({code for row in signatures for code in row["criteria"]})
    return {
        "made_at": plain_moment(at), "draft": draft.pk, "title": draft.title, "status": draft.status,
        "account": {"handle": draft.account.handle, "platform": draft.account.platform},
        "author": plain_person(draft.author), "writers": [plain_person(user) for user in writers],
        "plan_item": draft.plan_item_id, "urgent_reason": draft.urgent_reason,
        "approved_version": version.number if version and draft.approved_at else None,
        "versions": _versions(draft), "signatures": signatures, "comments": _comments(draft),
        "publications": _publications(draft), "ledger": _ledger(draft),
        "words": {code: str(label) for code, label in criteria_words(codes)},
    }  # fmt: skip


def build_evidence(draft: Draft, *, actor: User, at: datetime | None = None) -> tuple[bytes, dict[str, Any], str]:
    """The file of a post's evidence, its data, and its root, which the ledger keeps so that a forged pack is told.

    Raises NotAllowed for whoever may not see the account, WrongState where nothing was submitted yet.
    """
    now = at or timezone.now()
    if not can(actor, SEE, draft):
        raise NotAllowed(_("Only who may see the account takes the evidence of its posts."))
    with _one_moment():
        rows = Draft.objects.select_related("account", "author", "current_version")
        stands = rows.get(pk=draft.pk)
        if stands.current_version_id is None:
            raise WrongState(_("Nothing was submitted yet, so there is no evidence. Submit the draft first."))
        pack = pack_of(stands, at=now)
        root = root_of(parts_of(pack))
        record(
            "draft.evidence_taken", actor=actor, kind="draft", object_id=stands.pk, account_id=stands.account_id,
            payload={"root": root}, at=now,
        )  # fmt: skip
    return written(pack), pack, root


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction whose queries all see the database as of one moment; SQLite's do so anyhow.

    Inside of a transaction that runs already the moment is that one's, as far as its isolation goes.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
