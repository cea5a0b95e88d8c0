"""Draws that do not count: void with a public reason, and planned anew by a second person (R-057, C-02)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.running import require_runner
from content.campaigns.services import lock, note, reopen
from content.campaigns.workflow import EDITABLE
from content.draws.models import Draw, DrawSecret, Prize
from content.draws.planning import check_witness, when_and_by_what
from content.draws.rules import KIND, NOTE_LIMIT
from content.draws.services import lock_draw, names_kept_until
from content.draws.workflow import REPLACEABLE, VOID
from governance.public import NotAllowed, WrongState, cancel_deadline, clean_text, move, stood_in_for, tell

if TYPE_CHECKING:
    from accounts.public import User


def void_draw(draw: Draw, *, actor: User, reason: str, version: int | None = None, at: datetime | None = None) -> Draw:
    """Say that a draw is not held, with the reason, which everybody can read; never after it was held."""
    now = at or timezone.now()
    with transaction.atomic():
        campaign = lock(draw.campaign)
        if campaign.status in EDITABLE:
            require_runner(campaign, actor)
            reopen(campaign, actor=actor, at=now)
        return _void(draw, "void", actor, reason, version, now)


def reject_draw(
    draw: Draw, *, actor: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Draw:
    """The witness says that the public value is not the one of its source: the draw is void, and what was drawn stays
    public with the reason. Raises NotAllowed for everybody else, NoteRequired, WrongState, StaleVersion.
    """
    now = at or timezone.now()
    with transaction.atomic():
        voided = _void(draw, "reject", actor, reason, version, now)
        campaign = voided.campaign
        tell([campaign.owner_id or campaign.author_id], "draw.rejected", kind=KIND, object_id=voided.pk, at=now,
             key=f"draw.rejected:{voided.pk}")  # fmt: skip
    return voided


def _void(draw: Draw, name: str, actor: User, reason: str, version: int | None, now: datetime) -> Draw:
    """Void for good: the reason stands, and who is behind the codes is kept only as long as objections may come."""
    words = clean_text(reason, field="note", limit=NOTE_LIMIT).strip()
    locked = lock_draw(draw)
    voided = move(locked, name, actor=actor, note=words, version=version, at=now, held=True,
                  changes={"void_reason": words, "voided_by": actor, "voided_at": now})  # fmt: skip
    DrawSecret.objects.filter(draw=voided, erased_at=None).update(erase_at=names_kept_until(voided, now))
    cancel_deadline(KIND, voided.pk, at=now)
    return voided


def replace_draw(
    draw: Draw, *, actor: User, draws_at: datetime, source: str, reference: str, deliver_by: datetime, witness: User,
    at: datetime | None = None,
) -> Draw:  # fmt: skip
    """Plan a draw in the place of one that is void: the same prizes, another public value of the future.

    Somebody else than who voided plans it. Participants read the reason and both draws. Raises WrongState, NotAllowed,
    Refused naming the field.
    """
    now = at or timezone.now()
    values = when_and_by_what(draws_at, source, reference, deliver_by, now)
    with transaction.atomic():
        locked = lock_draw(draw)
        campaign = locked.campaign
        require_runner(campaign, actor)
        if locked.status != VOID or campaign.status not in REPLACEABLE:
            raise WrongState(_("Only a void draw of a campaign that was announced and is not closed is replaced."))
        if Draw.objects.filter(replaces=locked).exists():
            raise WrongState(_("This draw was replaced already."))
        if actor.pk == locked.voided_by_id:
            raise NotAllowed(_("You voided this draw, so somebody else plans the one in its place."))
        voided = {locked.voided_by_id} if locked.voided_by_id and locked.voided_at else set()
        if actor.pk in stood_in_for(voided, locked.voided_at or now, now):
            raise NotAllowed(
                _("You stood in for whoever voided this draw, so somebody else plans the one in its place.")
            )
        check_witness(campaign, witness, {actor.pk})
        row = Draw.objects.create(
            campaign=campaign, slug=secrets.token_hex(6), planned_by=actor, title=locked.title, replaces=locked,
            reserves=locked.reserves, witness=witness, **values,
        )  # fmt: skip
        Prize.objects.bulk_create(
            Prize(draw=row, position=prize.position, name=prize.name, quantity=prize.quantity, worth=prize.worth,
                  currency=prize.currency, frozen_at=now)
            for prize in locked.prizes.all()
        )  # fmt: skip
        note("campaign.draw_replaced", campaign, actor, now, draw=row.pk, void=locked.pk)
    return row
