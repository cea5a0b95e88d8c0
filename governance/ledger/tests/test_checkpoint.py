"""The seals kept outside find a cut end, also after the ledger has grown past it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.ledger.checkpoint import read_checkpoint, read_checkpoints, write_checkpoint
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.ledger.services import record, verify
from governance.operations.readings import BAD, outside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path: Path) -> Path:
    settings.LEDGER_CHECKPOINT_FILE = tmp_path / "seals.jsonl"
    return settings.LEDGER_CHECKPOINT_FILE


def write(count: int) -> None:
    for number in range(count):
        record("test.happened", actor=None, kind="user", object_id=number)


def cut(count: int) -> None:
    """Remove the newest seals and entries, as somebody with the database password would."""
    newest = list(LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True)[:count])
    LedgerSeal.objects.filter(entry__in=newest).delete()
    LedgerEntry.objects.filter(pk__in=newest).delete()


def test_a_cut_end_is_seen_after_the_ledger_grew_past_it(file: Path, ledger_without_triggers: None) -> None:
    write(10)
    write_checkpoint()
    cut(3)
    write(5)
    assert write_checkpoint() is None, "a further line would hide the cut"
    assert [line["sequence"] for line in read_checkpoints()] == [10]
    found = verify(outside=read_checkpoints())
    assert not found.ok
    assert str(found.broken_entry) in found.reason
    assert outside(timezone.now()).tone == BAD
    with pytest.raises(SystemExit):
        call_command("verify_ledger")


def test_an_older_line_that_differs_is_seen_though_the_newest_fits(file: Path) -> None:
    write(3)
    write_checkpoint()
    whole = file.read_text()
    file.write_text(json.dumps({"sequence": 2, "hash": "0" * 64}) + "\n" + whole)
    assert not verify(outside=read_checkpoints()).ok


def test_a_line_that_a_kill_cut_short_is_passed_over(file: Path) -> None:
    write(2)
    write_checkpoint()
    with file.open("a") as half:
        half.write('{"sequence": 3, "ha')
    write(1)
    write_checkpoint()
    write(1)
    write_checkpoint()
    newest = read_checkpoint()
    assert newest is not None
    assert newest["sequence"] == 4
    assert verify(outside=read_checkpoints()).ok
