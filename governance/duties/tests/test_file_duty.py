"""Writing down what was done: by whom, with what, and what follows."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction
from PIL import Image

from governance.access.grants import grant_role
from governance.deadlines.models import Deadline
from governance.deputies.services import name_deputy
from governance.duties.models import Duty, DutyAttachment, DutyRecord
from governance.duties.services import file_duty
from governance.duties.tests.conftest import DAY, NOW, Works
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, StaleVersion, WrongState


def picture() -> ContentFile[bytes]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return ContentFile(out.getvalue(), name="../shot.exe")


def stored() -> set[str]:
    found: set[str] = set()
    if default_storage.exists("duties"):
        for year in default_storage.listdir("duties")[0]:
            for month in default_storage.listdir(f"duties/{year}")[0]:
                found |= set(default_storage.listdir(f"duties/{year}/{month}")[1])
    return found


def test_the_record_meets_the_duty_and_stops_its_clock(works: Works) -> None:
    works.sweep()
    duty = works.duty()
    record = works.file(at=NOW + DAY, version=duty.lock_version)
    duty.refresh_from_db()
    assert (duty.status, record.duty, record.faults) == ("filed", duty, 0)
    assert Deadline.objects.get(kind="duty", object_id=duty.pk).met_at == NOW + DAY
    assert works.heard == [record.pk]


def test_who_filed_what_when_stands_in_the_ledger_without_the_words(works: Works) -> None:
    record = works.file(note="Nothing to add")
    entry = LedgerEntry.objects.get(event="duty.filed")
    assert (entry.actor, entry.object_id, entry.account_id, entry.at) == (
        works.manager, record.pk, works.account.pk, NOW,
    )  # fmt: skip
    assert entry.payload["fields"] == ["name", "picture"]
    assert "Nothing" not in str(entry.payload)


def test_a_fault_is_told_and_looked_at_again(works: Works) -> None:
    works.sweep()
    faulty: dict[str, Any] = {"values": {"name": "good", "picture": "faulty"}}
    with pytest.raises(NoteRequired, match="Picture"):
        works.file(**faulty)
    record = works.file(**faulty, note="An old logo")
    assert record.faults == 1
    again = works.duty()
    assert (again.cause, again.due_at, again.owner) == ("again", NOW + 14 * DAY, works.manager)
    assert Notice.objects.get(template="duty.faulty").recipient == works.manager
    works.file(at=NOW + DAY)
    assert not Duty.objects.open().filter(kind="look").exists()


@pytest.mark.parametrize("who", ["worker", "helper", "boss"])
def test_nobody_writes_down_the_duty_of_somebody_else(works: Works, who: str) -> None:
    works.sweep()
    with pytest.raises(NotAllowed, match="duty of somebody who holds"):
        works.file(actor=works.people[who])
    assert not DutyRecord.objects.exists()


def test_nobody_gives_the_word_of_another_not_even_a_deputy(works: Works) -> None:
    name_deputy(works.worker, works.helper, begins_at=NOW - DAY, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed, match="own word"):
        file_duty("word", actor=works.helper, person=works.worker, values={"agreed": True}, at=NOW)
    assert works.promise(works.worker).valid_until == NOW + 365 * DAY


def test_a_deputy_does_the_duty_and_is_named_as_one(works: Works) -> None:
    works.sweep()
    name_deputy(works.manager, works.helper, begins_at=NOW - DAY, ends_at=NOW + DAY, kind="leave", object_id=1)
    record = works.file(actor=works.helper)
    assert (record.filed_by, record.acting_for) == (works.helper, works.manager)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "good"}, "picture"), ({"name": "fine", "picture": "good"}, "name")],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_named(works: Works, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        works.file(values=values)
    assert refused.value.field == field


def test_a_word_that_is_not_ticked_is_no_word(works: Works) -> None:
    with pytest.raises(Refused, match="fill in"):
        file_duty("word", actor=works.worker, person=works.worker, values={"agreed": False}, at=NOW)


def test_a_duty_is_filed_where_it_is(works: Works) -> None:
    with pytest.raises(Refused, match="not where"):
        works.file("meet", actor=works.boss, values={"decided": "x"})


def test_a_page_that_is_old_writes_nothing(works: Works) -> None:
    works.sweep()
    with pytest.raises(StaleVersion):
        works.file(version=7)
    works.file(version=0)
    with pytest.raises(WrongState, match="done meanwhile"):
        works.file(version=0)
    assert DutyRecord.objects.count() == 1


def test_a_picture_is_written_clean_under_a_name_of_ours(works: Works) -> None:
    record = works.file(files=[picture()])
    kept = DutyAttachment.objects.get(record=record)
    assert (kept.mime, kept.shown_name) == ("image/png", "shot.png")
    assert str(kept.file.name).startswith("duties/2026/06/")
    assert LedgerEntry.objects.get(event="duty.filed").payload["files"] == [kept.sha256]


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_bad_file_leaves_neither_file_nor_record(works: Works, data: bytes) -> None:
    before = stored()
    with pytest.raises(Refused) as refused:
        works.file(files=[picture(), ContentFile(data, name="a.png")])
    assert refused.value.field == "files"
    assert (stored(), DutyRecord.objects.count()) == (before, 0)


def test_too_many_files_are_refused(works: Works) -> None:
    with pytest.raises(Refused, match="At most 5"):
        works.file(files=[picture() for _number in range(6)])


def test_what_the_room_refuses_takes_record_and_file_back(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    from governance.duties import rules

    def refuse(record: DutyRecord, actor: Any, at: Any) -> None:
        raise Refused("no")

    before = stored()
    kinds = dict(rules._kinds)
    kinds["look"] = rules.DutyKind(
        "look", "Look", "profile.interval", "account", kinds["look"].doer, kinds["look"].fields, on_filed=refuse
    )
    monkeypatch.setattr(rules, "_kinds", kinds)
    with pytest.raises(Refused, match="no"):
        works.file(files=[picture()])
    assert (stored(), DutyRecord.objects.count()) == (before, 0)


def test_a_record_is_written_once(works: Works) -> None:
    record = works.file()
    for change in (lambda: DutyRecord.objects.update(note="x"), record.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_holds_one_open_duty_per_place(works: Works) -> None:
    works.sweep()
    for kind in ("look", "word", "meet", "watch"):
        duty = Duty.objects.open().filter(kind=kind)[0]
        duty.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            duty.save(force_insert=True)


def test_the_right_of_a_role_that_is_taken_is_gone(works: Works) -> None:
    from governance.access.grants import revoke_role

    grant_role(works.helper, "manager", accounts=[works.account], actor=None)
    revoke_role(works.helper, "manager", actor=None)
    with pytest.raises(NotAllowed):
        works.file(actor=works.helper)
