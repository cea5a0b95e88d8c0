"""Another witness of a draw: asked for by a manager, agreed to by a second person, in public (R-057)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.lacking import takes_part
from content.campaigns.rules import MANAGE, TAKES_PART
from content.draws.models import Draw, WitnessChange
from content.draws.planning import check_witness
from content.draws.rules import KIND, NOTE_LIMIT
from content.draws.services import lock_draw
from content.draws.workflow import UNWITNESSED
from governance.public import (
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    WrongState,
    clean_text,
    has_visible_text,
    holder_ids,
    record,
    require,
    stood_in_for,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User


def carried_out_by(draw: Draw) -> set[int | None]:
    """Who planned the draw, froze its list, or drew: none of them witnesses it, nor says who does."""
    return {draw.planned_by_id, draw.frozen_by_id, draw.drawn_by_id}


def ask_witness(draw: Draw, *, actor: User, witness: User, reason: str, at: datetime | None = None) -> WitnessChange:
    """Ask, as a manager of the account, that somebody else witnesses the draw; a second person agrees.

    An earlier question that nobody answered is replaced. Raises Denial without the right, NoteRequired, WrongState for
    a draw that waits for no witness, Refused for somebody who cannot be the witness.
    """
    now = at or timezone.now()
    require(actor, MANAGE, draw.campaign)
    words = clean_text(reason, field="reason", limit=NOTE_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(
            _("Please say why somebody else witnesses the draw; everybody can read it."), field="reason"
        )
    with transaction.atomic():
        locked = _lock_waiting(draw)
        if witness.pk == locked.witness_id:
            raise Refused(_("%(name)s is the witness already. Choose somebody else.") % {"name": witness},
                          field="witness")  # fmt: skip
        check_witness(locked.campaign, witness, {actor.pk, *carried_out_by(locked)})
        change, _made = WitnessChange.objects.update_or_create(
            draw=locked, named_at=None,
            defaults={"before": locked.witness, "witness": witness, "reason": words, "asked_by": actor,
                      "asked_at": now},
        )  # fmt: skip
        _note("draw.witness_asked", change, actor, now)
        barred = {actor.pk, witness.pk, *carried_out_by(locked)}
        people = {pk for right in TAKES_PART for pk in holder_ids(right, locked.account_id)} - barred
        tell(sorted(people), "draw.witness_asked", kind=KIND, object_id=locked.pk, at=now,
             key=f"draw.witness_asked:{change.pk}:{now.isoformat()}")  # fmt: skip
    return change


def why_not_name(change: WitnessChange, actor: User, at: datetime | None = None) -> Sentence | None:
    """Why this person may not be the second who agrees, or None."""
    own = {pk for pk in (change.asked_by_id, change.witness_id) if pk is not None}
    if actor.pk in own:
        return _("You asked for this, or would be the witness, so somebody else agrees to it.")
    if actor.pk in stood_in_for(own, change.asked_at, at or timezone.now()):
        return _("You stood in for one of these two people since, so somebody else agrees to it.")
    if actor.pk in carried_out_by(change.draw):
        return _("You carried this draw out, so somebody else says who witnesses it.")
    if not takes_part(change.draw.campaign, actor):
        return _("Somebody who works on this account agrees to another witness.")
    return None


def name_witness(change: WitnessChange, *, actor: User, witness: int, at: datetime | None = None) -> Draw:
    """Agree as a second person, who had no hand in the draw, to the `witness` whom they saw asked for.

    Raises NotAllowed, WrongState where it is not open any more or somebody else is asked for by now, Refused where the
    other cannot witness it now.
    """
    now = at or timezone.now()
    with transaction.atomic():
        draw = _lock_waiting(change.draw)
        locked = WitnessChange.objects.select_for_update(of=("self",)).select_related("witness").get(pk=change.pk)
        locked.draw = draw
        if (reason := why_not_name(locked, actor, now)) is not None:
            raise NotAllowed(reason)
        if locked.named_at is not None or locked.before_id != draw.witness_id:
            raise WrongState(_("The witness of this draw changed already. Please load the page again."))
        if locked.witness_id != witness:
            raise WrongState(
                _("Somebody else is asked for by now: %(name)s. Please look again, then agree.")
                % {"name": locked.witness}
            )
        check_witness(draw.campaign, locked.witness, {locked.asked_by_id, *carried_out_by(draw)})
        locked.named_by, locked.named_at = actor, now
        locked.save(update_fields=["named_by", "named_at"])
        _take(locked, actor, now)
    return draw


def hand_witness_on(draw: Draw, witness: User, *, actor: User | None, at: datetime) -> None:
    """The witness leaves the company, and another one takes over; everybody reads that. Raises as `name_witness`."""
    locked = _lock_waiting(draw)
    check_witness(locked.campaign, witness, carried_out_by(locked))
    # Named with the leave-taking itself, which has its own second person; the reason is that, in every language.
    change = WitnessChange.objects.create(
        draw=locked, before=locked.witness, witness=witness, asked_by=actor, asked_at=at, named_at=at
    )
    WitnessChange.objects.filter(draw=locked, named_at=None).delete()
    _take(change, actor, at)


def _take(change: WitnessChange, actor: User | None, now: datetime) -> None:
    draw = change.draw
    draw.witness = change.witness
    draw.lock_version += 1
    draw.save(update_fields=["witness", "lock_version"])
    _note("draw.witness_named", change, actor, now)
    tell([change.witness_id], "draw.witness_named", kind=KIND, object_id=draw.pk, at=now,
         key=f"draw.witness_named:{change.pk}")  # fmt: skip


def _lock_waiting(draw: Draw) -> Draw:
    locked = lock_draw(draw)
    if locked.status not in UNWITNESSED:
        raise WrongState(_("This draw waits for no witness. Please load the page again."))
    return locked


def _note(event: str, change: WitnessChange, actor: User | None, now: datetime) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=change.draw_id, account_id=change.draw.account_id,
        payload={"from": change.before_id, "to": change.witness_id, "asked_by": change.asked_by_id}, at=now,
    )  # fmt: skip
