"""Giving a certificate, ending it, and the reminder ahead of its end: the same for every kind (R-122, R-038)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.certificates.models import Certificate, CertificateQuerySet
from accounts.people.appointing import check_appointment
from governance.public import (
    CheckedFile,
    NoteRequired,
    Sentence,
    WrongState,
    clean_text,
    holder_ids,
    keep_under_hash,
    record,
    require,
    tell,
)

if TYPE_CHECKING:
    from accounts.people.models import User

C = TypeVar("C", bound=Certificate)


@dataclass(frozen=True, slots=True)
class CertificateKind(Generic[C]):
    """One table of certificates: its names in ledger, notices and store, and its own sentences."""

    model: type[C]
    # The kind of its records; begins the names of `<code>.ended` and `<code>.soon`, ledger event and notices.
    code: str
    # The ledger event and the notice when one is given.
    begun: str
    # Where its papers lie in the store.
    folder: str
    reason_limit: int
    # What is said where words are missing, and where it is over already.
    missing: Sentence
    over: Sentence
    # The columns in which rows are alike that end together.
    ends_with: tuple[str, ...]

    @property
    def rows(self) -> CertificateQuerySet[C]:
        """All rows of the table."""
        rows: Any = self.model._default_manager.all()
        return rows

    @property
    def list_address(self) -> str:
        """The name of the address of the list."""
        return f"accounts:{self.code}s"

    def address(self, page: str) -> str:
        """The name of the address of a page: new, detail, proof or end."""
        return f"accounts:{self.code}_{page}"


def required_words(kind: CertificateKind[C], words: Mapping[str, str], limits: Mapping[str, int]) -> dict[str, str]:
    """Each text as one clean line; NoteRequired naming the field that says nothing, Refused for a longer one."""
    kept = {}
    for field, text in words.items():
        kept[field] = clean_text(text, field=field, limit=limits[field], one_line=True)
        if not kept[field]:
            raise NoteRequired(kind.missing, field=field)
    return kept


def give_certificate(
    kind: CertificateKind[C], person: User, *, actor: User, proof: CheckedFile | None, columns: Mapping[str, Any],
    noted: Mapping[str, Any] | None = None, at: datetime,
) -> C:  # fmt: skip
    """Write a certificate of somebody else whose `columns` the room has checked, with its paper; tell the holder.

    The ledger keeps `noted` beside its end and the hash of the paper. Raises as `check_appointment`.
    """
    with transaction.atomic():
        check_appointment(actor, person, kind.model.right, at=at)
        # Kept once nothing can refuse any more, so that what is refused leaves no file behind.
        given = {kind.model.giver: actor, kind.model.given: at}
        row = kind.rows.create(person=person, **columns, **given, **_kept(proof, kind.folder))
        _note(kind.begun, kind, row, actor, at, **(noted or {}), until=row.valid_until, proof_sha256=row.proof_sha256)
        tell(
            [person], kind.begun, kind=kind.code, object_id=row.pk,
            params={"who": str(actor), "until": row.last_day.isoformat()}, key=f"{kind.begun}:{row.pk}", at=at,
        )  # fmt: skip
    return row


def end_certificate(
    kind: CertificateKind[C], certificate: C, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> list[C]:
    """It counts no more, from the next request on, and what was signed under it stays signed; returns what ended.

    `actor` None is the end of the work here. Raises Denial without the right, NoteRequired without a reason,
    WrongState where it is over already.
    """
    now = at or timezone.now()
    event, held = f"{kind.code}.ended", _held_with(kind, certificate)
    if actor is not None:
        require(actor, kind.model.right)
        reason = clean_text(reason, field="reason", limit=kind.reason_limit, one_line=True)
        if not reason:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    with transaction.atomic():
        ended: list[Any] = list(held.running(now).select_for_update(of=("self",)).select_related("person"))
        if not ended:
            raise WrongState(kind.over)
        for row in ended:
            row.ended_at, row.ended_by, row.end_reason = max(now, row.given_at), actor, reason
            row.save(update_fields=["ended_at", "ended_by", "end_reason"])
            _note(event, kind, row, actor, now)
        tell(
            [ended[0].person_id], event, kind=kind.code, object_id=certificate.pk, params={"reason": reason},
            key=f"{event}:{ended[0].pk}", at=now,
        )  # fmt: skip
    return ended


def remind_of_ends(kind: CertificateKind[C], now: datetime) -> int:
    """Tell the holder, and whoever renews, ahead of the end, once for each certificate; how many were told."""
    told, event = 0, f"{kind.code}.soon"
    rows: list[Any] = list(kind.rows.ending_soon(now))
    renewers = holder_ids(kind.model.right) if rows else []
    for row in rows:
        told += tell(
            {row.person_id, *renewers}, event, kind=kind.code, object_id=row.pk,
            params={"name": str(row.person), "until": row.last_day.isoformat()},
            key=f"{event}:{row.pk}", at=now,
        )  # fmt: skip
    return told


def _held_with(kind: CertificateKind[C], certificate: Any) -> CertificateQuerySet[C]:
    """The row and all that say the same: a twin or an early renewal must not go on counting alone."""
    return kind.rows.filter(**{name: getattr(certificate, name) for name in kind.ends_with})


def _kept(proof: CheckedFile | None, folder: str) -> dict[str, Any]:
    """The columns of a paper that now lies under its hash; none without one."""
    if proof is None:
        return {}
    return {
        "proof_place": keep_under_hash(proof, folder), "proof_name": proof.shown_name, "proof_type": proof.row.mime,
        "proof_size": proof.size, "proof_sha256": proof.sha256,
    }  # fmt: skip


def _note(event: str, kind: CertificateKind[C], row: Any, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind=kind.code, object_id=row.pk, department_id=row.person.department_id,
        payload={"person": row.person_id, **payload}, at=now,
    )  # fmt: skip
