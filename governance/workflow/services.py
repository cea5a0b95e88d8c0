"""The one door through which a record changes its state."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.services import Denied, account_id_of, can
from governance.kinds.registry import kind_of
from governance.ledger.services import record
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, Sentence, StaleVersion, WrongState
from governance.statements.writing import insert_row, keeps_history, update_row
from governance.texts.hygiene import clean_text, has_visible_text
from governance.workflow.machine import EVERYBODY, SYSTEM, Machine, Transition
from governance.workflow.models import MoveNote

M = TypeVar("M", bound=Model)
# The longest text that a room takes for a reason has less; this one holds where a room looks at no length.
NOTE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Move:
    """A transition as one person sees it: to be pressed, or the sentence why not."""

    transition: Transition
    allowed: bool
    reason: Sentence = ""

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def label(self) -> Sentence:
        return self.transition.label


def _refusal(
    machine: Machine, obj: Any, transition: Transition, actor: Any, context: dict[str, Any], on: Any = None
) -> Refused | None:
    current = getattr(obj, machine.field)
    if current not in transition.sources:
        return WrongState(
            format_lazy(
                _("“{move}” is not possible here, because this is {state} now. Please load the page again."),
                move=transition.label,
                state=machine.state(current).label,
            )
        )
    reason = _lacking(transition, obj if on is None else on, actor)
    if reason is not None:
        return NotAllowed(reason)
    for guard in transition.guards:
        sentence = guard(obj, actor, context)
        if sentence is not None:
            return NotAllowed(sentence)
    return None


def _stale() -> StaleVersion:
    return StaleVersion(
        _("Somebody changed this since you opened it. Please load the page again and look at the change.")
    )


def require_version(locked: Any, version: int | None) -> None:
    """Raise StaleVersion where the row under its lock is another than the page showed; None asks nothing."""
    if version is not None and version != locked.lock_version:
        raise _stale()


def _write(locked: Any, values: dict[str, Any], **guards: Any) -> None:
    """One guarded write, so that even a row that nobody locked is never written over; history needs save()."""
    if keeps_history(type(locked)):
        for attribute, value in values.items():
            setattr(locked, attribute, value)
        locked.save(update_fields=list(values))
    elif not update_row(locked, values, **guards):
        raise _stale()


def _lacking(transition: Transition, obj: Any, actor: Any) -> Sentence | None:
    """The right that the actor lacks, in words; a move of the system has no actor, and people none of its moves."""
    if transition.permission == SYSTEM:
        return None if actor is None else _("This happens by itself when its time has come.")
    if transition.permission == EVERYBODY and actor.is_active:
        return None
    answer = can(actor, transition.permission, obj)
    return answer.reason if isinstance(answer, Denied) else None


def available_moves(
    obj: Any, actor: Any, context: dict[str, Any] | None = None, on: Mapping[str, Any] | None = None
) -> list[Move]:
    """The moves that start from the record's state, each allowed or with the reason why not.

    `on` names for some rights the account on which they are needed, where it is not the record's own.
    """
    machine: Machine = obj.machine
    current = getattr(obj, machine.field)
    moves = []
    for transition in machine.transitions:
        if current in transition.sources and transition.permission != SYSTEM:
            place = (on or {}).get(transition.permission)
            refusal = _refusal(machine, obj, transition, actor, context or {}, place)
            moves.append(Move(transition, refusal is None, refusal.sentence if refusal else ""))
    return moves


def move(
    obj: M,
    name: str,
    *,
    actor: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
    payload: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    held: bool = False,
    on: Any = None,
) -> M:
    """Carry out one transition of the record's machine, or refuse in words.

    Locks the row, then checks version, state, right, guards and note; writes the new state with `changes`, the
    ledger entry, and the note beside it (the entry holds no words of people), in one transaction. `version` is the
    `lock_version` of the page that the person looked at. `held` says that the caller locked the row in its own
    transaction and `obj` is the row as it stands under that lock, so that it need not be read twice. `on` is the
    account acted on, where the right is needed there and not on the record's own. Returns the record as it is now.

    Raises StaleVersion, WrongState, NotAllowed, NoteRequired, or Refused for a note that cannot be stored, each with
    its own sentence.
    """
    machine: Machine = type(obj).machine  # type: ignore[attr-defined]
    transition = machine.transition(name)
    with nullcontext() if held else transaction.atomic():
        locked: Any = obj if held else type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        require_version(locked, version)
        refusal = _refusal(machine, locked, transition, actor, context or {}, on)
        if refusal is not None:
            raise refusal
        if transition.needs_note and not has_visible_text(note):
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="note")
        words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
        source = getattr(locked, machine.field)
        _write(
            locked,
            {**(changes or {}), machine.field: transition.target, "lock_version": locked.lock_version + 1},
            **{machine.field: source, "lock_version": locked.lock_version},
        )
        entry = record(
            transition.event,
            actor=actor,
            kind=kind_of(locked),
            object_id=locked.pk,
            account_id=account_id_of(locked),
            payload={"from": source, "to": transition.target, **(payload or {})},
            at=at or timezone.now(),
        )
        if words:
            insert_row(MoveNote(entry=entry, move=name, text=words))
    return locked
