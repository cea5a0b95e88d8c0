"""What became of a post after its release: corrections and the withdrawal, as plain data (R-027, R-034, R-040)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from content.corrections.rules import RIGHTS
from content.corrections.signatures import requests_of
from content.evidence.plain import plain_moment, plain_person
from governance.public import ApprovalRequest, LedgerEntry

if TYPE_CHECKING:
    from content.corrections.models import Correction
    from content.publishing.models import Publication

WITHDRAWN = "publication.withdrawn"


def corrections_of(publication: Publication) -> list[dict[str, Any]]:
    """Every correction that was asked for: by whom, who decided, when, and what stood before and after."""
    rows = publication.corrections.select_related("asked_by", "corrected_by", "proof")
    return [
        {
            "wrong": row.wrong, "noticed_by": row.noticed_by, "status": row.status,
            "asked_by": plain_person(row.asked_by), "asked_at": plain_moment(row.asked_at),
            "decisions": _yeses(row), "agreed_at": plain_moment(row.agreed_at),
            "corrected_text": row.corrected_text, "sha256": row.sha256, "text_before": row.text_before,
            "address_before": row.address_before, "address_after": row.url,
            "corrected_by": plain_person(row.corrected_by), "corrected_at": plain_moment(row.corrected_at),
            "proof_sha256": row.proof.sha256 if row.proof else None,
        }
        for row in rows.order_by("asked_at", "pk")
    ]  # fmt: skip


def _yeses(correction: Correction) -> list[dict[str, Any]]:
    """Every yes and no of everybody who was asked, with the right by which they decided."""
    return [
        {**decision, "right": RIGHTS[request.kind]}
        for request in requests_of(correction)
        for decision in decisions_of(request)
    ]


def withdrawal_of(publication: Publication) -> dict[str, Any] | None:
    """Who asked to take the post down, who agreed, who did it, when and why; None where it stands."""
    if publication.withdrawn_at is None:
        return None
    entries = LedgerEntry.objects.filter(event=WITHDRAWN, kind="publication", object_id=publication.pk)
    entry = entries.order_by("-pk").first()
    number = entry.payload.get("request") if entry is not None else None
    request = ApprovalRequest.objects.select_related("asked_by").filter(pk=number).first() if number else None
    return {
        "asked_by": plain_person(request.asked_by) if request else None,
        "asked_at": plain_moment(request.asked_at) if request else None,
        "asked_because": request.reason if request else "",
        "decisions": decisions_of(request),
        "withdrawn_by": plain_person(publication.withdrawn_by), "withdrawn_at": plain_moment(publication.withdrawn_at),
        "reason": publication.withdrawal_reason,
        "proof_sha256": publication.withdrawal_proof.sha256 if publication.withdrawal_proof else None,
    }  # fmt: skip


def decisions_of(request: ApprovalRequest | None) -> list[dict[str, Any]]:
    """Every yes and no to a request, with who gave it, when, and when the password was confirmed where it was."""
    if request is None:
        return []
    return [
        {
            "by": plain_person(row.by), "acting_for": plain_person(row.acting_for), "verdict": row.verdict,
            "note": row.note, "at": plain_moment(row.at),
            "reauthenticated_at": plain_moment(row.reauthenticated_at),
        }
        for row in request.decisions.select_related("by", "acting_for").order_by("pk")
    ]  # fmt: skip
