"""A reason that is asked for can be read back, whatever the machine, and never stands in the ledger (ASVS 16)."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from accounts.public import User
from governance.kinds.registry import kind_of
from governance.ledger.models import LedgerEntry
from governance.public import NoteRequired, history_of, move
from governance.workflow import services
from governance.workflow.machine import EVERYBODY, machines
from governance.workflow.models import MoveNote
from governance.workflow.reading import notes_of

pytestmark = pytest.mark.django_db
WHY = "因为客户在等 & <b>很急</b>"
ASKED = [
    pytest.param(machine, transition, id=f"{machine.code}-{transition.name}")
    for machine in machines()
    for transition in machine.transitions
    if transition.needs_note
]


def test_many_machines_ask_for_reasons() -> None:
    assert len(ASKED) > 20


@pytest.mark.parametrize(("machine", "transition"), ASKED)
def test_the_reason_of_every_move_that_asks_for_one_is_kept(
    machine: Any, transition: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each machine the move itself, without the rights and guards that other tests try, on a row not stored."""
    model = apps.get_model(machine.model)
    bare = dataclasses.replace(transition, permission=EVERYBODY, guards=())
    monkeypatch.setattr(model, "machine", dataclasses.replace(
        machine, transitions=(bare,), _by_name={}, _by_value={},
    ))  # fmt: skip
    monkeypatch.setattr(services, "_write", lambda *args, **named: None)
    monkeypatch.setattr(services, "account_id_of", lambda obj: None)
    row = model(pk=7, **{machine.field: transition.sources[0]})
    actor = User.objects.create_user("anna")
    with pytest.raises(NoteRequired):
        move(row, transition.name, actor=actor, held=True)
    move(row, transition.name, actor=actor, note=f" {WHY} ", held=True)
    entry = history_of(kind_of(row), 7)[0]
    assert (entry.move_note.move, entry.move_note.text) == (transition.name, WHY)
    assert [note.text for note in notes_of(kind_of(row), [7, 8])[7]] == [WHY]
    assert "客户" not in str(LedgerEntry.objects.get(pk=entry.pk).payload)


def test_a_reason_is_never_changed_or_deleted(noted: MoveNote) -> None:
    for deed in (lambda: MoveNote.objects.update(text="x"), lambda: MoveNote.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert MoveNote.objects.get().text == noted.text


@pytest.fixture
def noted() -> MoveNote:
    entry = LedgerEntry.objects.create(event="x", kind="user", object_id=1, at="2026-01-01T00:00Z")
    return MoveNote.objects.create(entry=entry, move="drop", text=WHY)
