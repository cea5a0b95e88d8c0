"""Prizes reach their winners: contact sealed and deleted in time, delivery recorded, prizes passed on (R-057)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.running import require_runner
from content.draws.models import Draw, DrawSecret, DrawWinner
from content.draws.rules import CONTACT_KEPT, CONTACT_LIMIT, DELIVER, KIND, NOTE_LIMIT, WINNER_KIND
from content.draws.sealing import contact_of, seal_contact
from content.draws.services import lock_draw
from content.draws.workflow import WITNESSED
from governance.public import NoteRequired, WrongState, clean_text, meet_deadline, record

if TYPE_CHECKING:
    from accounts.public import User


def keep_contact(winner: DrawWinner, *, actor: User, contact: str, at: datetime | None = None) -> DrawWinner:
    """Seal how a winner is reached; deleted by itself some time after the prizes are out (PIPL 19, 47)."""
    now = at or timezone.now()
    words = clean_text(contact, field="contact", limit=CONTACT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say where the prize goes."), field="contact")
    with transaction.atomic():
        row = _lock(winner, actor, DrawWinner.WON)
        row.sealed_contact = seal_contact(row.pk, words)
        row.contact_until = max(row.draw.deliver_by, now) + CONTACT_KEPT
        _save(row, "draw.contact_kept", actor, now, "sealed_contact", "contact_until")
    return row


def read_contact(winner: DrawWinner, *, actor: User, at: datetime | None = None) -> str:
    """How a winner is reached, for whoever sends the prize; each look stands in the ledger."""
    now = at or timezone.now()
    with transaction.atomic():
        draw = lock_draw(winner.draw)
        require_runner(draw.campaign, actor)
        row = DrawWinner.objects.get(pk=winner.pk)
        row.draw = draw
        contact = contact_of(row)
        _note("draw.contact_read", row, actor, now)
    return contact


def deliver_prize(winner: DrawWinner, *, actor: User, how: str, at: datetime | None = None) -> DrawWinner:
    """Record that a prize reached its winner, and how; the draw's clock stops with the last."""
    now = at or timezone.now()
    words = clean_text(how, field="note", limit=NOTE_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say how it was delivered, with the number of the parcel if there is one."),
                           field="note")  # fmt: skip
    with transaction.atomic():
        row = _lock(winner, actor, DrawWinner.WON)
        row.status, row.note, row.delivered_at, row.delivered_by = DrawWinner.DELIVERED, words, now, actor
        _save(row, "draw.delivered", actor, now, "status", "note", "delivered_at", "delivered_by")
        _stop_clock(row.draw, now)
    return row


def pass_prize(winner: DrawWinner, *, actor: User, reason: str, at: datetime | None = None) -> DrawWinner | None:
    """A winner gave up or cannot be reached: the prize goes to the next in reserve, whom this returns.

    None where nobody is left in reserve. The one who was passed over and the reason are shown to everybody.
    """
    now = at or timezone.now()
    words = clean_text(reason, field="note", limit=NOTE_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why the prize is passed on; everybody can read it."), field="note")
    with transaction.atomic():
        row = _lock(winner, actor, DrawWinner.WON)
        row.status, row.note = DrawWinner.PASSED, words
        row.sealed_contact, row.contact_deleted_at = "", now if row.sealed_contact else row.contact_deleted_at
        heir = row.draw.winners.filter(status=DrawWinner.RESERVE).order_by("place").first()
        row.heir = heir
        _save(row, "draw.passed_on", actor, now, "status", "note", "sealed_contact", "contact_deleted_at", "heir")
        if heir is not None:
            heir.draw = row.draw
            heir.status, heir.prize_id = DrawWinner.WON, row.prize_id
            _save(heir, "draw.moved_up", actor, now, "status", "prize")
        _stop_clock(row.draw, now)
    return heir


def _lock(winner: DrawWinner, actor: User, wanted: str) -> DrawWinner:
    """The winner under the draw's lock, in the state that the step needs."""
    draw = lock_draw(winner.draw)
    require_runner(draw.campaign, actor)
    row = DrawWinner.objects.select_for_update(of=("self",)).get(pk=winner.pk)
    row.draw = draw
    if draw.status != WITNESSED:
        raise WrongState(_("Prizes are delivered once the draw is witnessed."))
    if row.status != wanted:
        raise WrongState(_("This place has no prize to be delivered now. Please load the page again."))
    return row


def _save(row: DrawWinner, event: str, actor: User | None, now: datetime, *names: str) -> None:
    row.lock_version += 1
    row.save(update_fields=[*names, "lock_version"])
    _note(event, row, actor, now)


def _note(event: str, row: DrawWinner, actor: User | None, now: datetime) -> None:
    record(event, actor=actor, kind=WINNER_KIND, object_id=row.pk, account_id=row.account_id,
           payload={"draw": row.draw_id, "place": row.place}, at=now)  # fmt: skip


def _stop_clock(draw: Draw, now: datetime) -> None:
    if not draw.winners.filter(status=DrawWinner.WON).exists():
        meet_deadline(KIND, draw.pk, DELIVER, at=now)


def sweep_draws(now: datetime) -> dict[str, int]:
    """Erase who was behind the codes and how winners were reached, when their time is over; may run twice."""
    counts: dict[str, Any] = {"names": 0, "contacts": 0}
    for pk in DrawSecret.objects.filter(erase_at__lte=now, erased_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            rows = DrawSecret.objects.select_for_update(of=("self",)).select_related("draw__campaign")
            row = rows.filter(pk=pk, erase_at__lte=now, erased_at=None).first()
            if row is not None:
                row.sealed, row.erased_at = "", now
                row.save(update_fields=["sealed", "erased_at"])
                record("draw.names_erased", actor=None, kind=KIND, object_id=row.pk, account_id=row.draw.account_id,
                       at=now)  # fmt: skip
                counts["names"] += 1
    due = DrawWinner.objects.filter(contact_until__lte=now, contact_deleted_at=None).exclude(sealed_contact="")
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            winner = DrawWinner.objects.select_for_update(of=("self",)).select_related("draw__campaign").get(pk=pk)
            if winner.sealed_contact:
                winner.sealed_contact, winner.contact_deleted_at = "", now
                _save(winner, "draw.contact_deleted", None, now, "sealed_contact", "contact_deleted_at")
                counts["contacts"] += 1
    return counts
