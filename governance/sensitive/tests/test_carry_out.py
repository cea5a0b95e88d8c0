"""What is done on the platform is written down with proof, by who asked, in the time of the yes (R-014)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from governance.models import LedgerEntry, Notice
from governance.public import Denial, Refused, StaleVersion, WrongState, name_deputy
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.proof import check_picture, keep_picture
from governance.sensitive.services import find_done, record_found, review_operation
from governance.sensitive.tests.conftest import CLOSE, DAY, HOUR, NOW, PROOF, Desk


def picture(format: str = "PNG", size: tuple[int, int] = (60, 40), **extra: Any) -> SimpleUploadedFile:
    """A picture as it is uploaded."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **extra)
    return SimpleUploadedFile(f"proof.{format.lower()}", out.getvalue())


def test_an_address_proves_it_and_who_agreed_is_told(desk: Desk) -> None:
    done = desk.done(desk.agree(desk.ask()), note="已更换")
    assert (done.status, done.proof_url, done.note, done.done_by) == ("done", PROOF, "已更换", desk.publisher)
    assert LedgerEntry.objects.get(event="sensitive.done").actor == desk.publisher
    assert Notice.objects.filter(recipient=desk.second, template="sensitive.done").exists()


@pytest.mark.parametrize(
    "address", ["", "  ", "javascript:alert(1)", "www.douyin.com", "https://", "http://[", "x" * 600]
)
def test_without_a_whole_address_or_a_picture_nothing_is_done(desk: Desk, address: str) -> None:
    operation = desk.agree(desk.ask())
    with pytest.raises(Refused) as caught:
        desk.done(operation, proof_url=address)
    assert caught.value.field == "proof_url"
    operation.refresh_from_db()
    assert operation.status == "agreed"


def test_what_waits_is_not_done_and_an_old_page_neither(desk: Desk) -> None:
    operation = desk.ask()
    with pytest.raises(WrongState):
        desk.done(operation)
    desk.agree(operation)
    with pytest.raises(StaleVersion):
        desk.done(operation, version=0)
    with pytest.raises(WrongState):
        desk.done(desk.agree(desk.ask_to_close()))


def test_a_picture_is_written_anew_and_kept_once(settings: Any, tmp_path: Any) -> None:
    exif = Image.Exif()
    exif[0x010E] = "GPS 31.2 121.5"
    first = keep_picture(check_picture(picture("JPEG", exif=exif)))
    assert keep_picture(check_picture(picture("JPEG", exif=exif))) == first
    with default_storage.open(first) as stored:
        data = stored.read()
    assert b"GPS 31.2" not in data
    assert Image.open(io.BytesIO(data)).size == (60, 40)


@pytest.mark.parametrize("wrong", ["an old page", "a yes that is over", "somebody else", "a second click"])
def test_what_is_refused_leaves_no_picture_behind(desk: Desk, settings: Any, tmp_path: Path, wrong: str) -> None:
    settings.MEDIA_ROOT = tmp_path
    operation = desk.agree(desk.ask())
    if wrong == "a second click":
        desk.done(operation)
    wrongs: dict[str, dict[str, Any]] = {
        "an old page": {"version": 0}, "a yes that is over": {"at": NOW + 30 * DAY},
        "somebody else": {"actor": desk.manager}, "a second click": {},
    }  # fmt: skip
    changes = wrongs[wrong]
    with pytest.raises(Refused):
        desk.done(operation, proof_url="", picture=picture(), **changes)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_picture_is_kept_with_what_it_proves(desk: Desk, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    done = desk.done(desk.agree(desk.ask()), proof_url="", picture=picture())
    assert default_storage.exists(done.proof_file)


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.png", b""), SimpleUploadedFile("a.png", b"<script>alert(1)</script>"),
        SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        SimpleUploadedFile("a.jpg", b"\xff" * 6_000_000),
        picture("GIF"), picture("PNG", (8000, 6000)),
    ],
    ids=["empty", "script", "cut", "heavy", "other format", "vast"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words(upload: SimpleUploadedFile) -> None:
    with pytest.raises(Refused) as caught:
        check_picture(upload)
    assert caught.value.field == "picture"


def test_a_hurried_yes_of_a_colleague_is_reviewed_by_who_manages_the_account(desk: Desk) -> None:
    operation = desk.agree(desk.ask("delete_post", at_once=True), desk.reviewer)
    done = desk.done(operation)
    assert done.to_review
    assert Notice.objects.filter(recipient=desk.manager, template="sensitive.to_review").exists()
    for nobody in (desk.publisher, desk.reviewer, desk.stranger):
        with pytest.raises(Denial):
            review_operation(done, actor=nobody, at=NOW + DAY)
    name_deputy(desk.publisher, desk.second, begins_at=NOW, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(Denial):
        review_operation(done, actor=desk.second, at=NOW + DAY)
    assert review_operation(done, actor=desk.manager, at=NOW + DAY).reviewed_by == desk.manager
    with pytest.raises(WrongState):
        review_operation(done, actor=desk.manager, at=NOW + DAY)


def test_a_hurried_yes_of_who_manages_the_account_needs_no_review(desk: Desk) -> None:
    assert not desk.done(desk.agree(desk.ask("delete_post", at_once=True))).to_review


def test_what_is_found_done_is_written_down_and_told(desk: Desk) -> None:
    values: dict[str, Any] = {
        "actor": desk.manager, "account": desk.account, "title": "简介被改", "note": "巡查时发现", "at": NOW,
        "done_at": NOW - DAY,
    }  # fmt: skip
    found = record_found("profile_change", done_by=desk.publisher, **values)
    assert (found.status, found.request_id, found.done_by) == ("done_without", None, desk.publisher)
    assert Notice.objects.filter(recipient=desk.second, template="sensitive.found").exists()
    with pytest.raises(Denial):
        record_found("profile_change", **{**values, "actor": desk.publisher})
    for wrong in ({"done_at": NOW + HOUR}, {"note": ""}, {"title": " "}):
        with pytest.raises(Refused):
            record_found("profile_change", **{**values, **wrong})
    with pytest.raises(Refused):
        record_found("withdrawal", **values)


def test_what_was_refused_and_done_all_the_same_is_seen(desk: Desk) -> None:
    refused = desk.agree(desk.ask(), agree=False)
    with pytest.raises(Refused):
        find_done(refused, actor=desk.publisher, note="x", at=NOW + HOUR)
    found = find_done(refused, actor=desk.manager, note="仍然改了", at=NOW + HOUR)
    assert (found.status, found.done_at) == ("done_without", NOW + HOUR)
    closing = desk.agree(desk.ask_to_close(), agree=False)
    assert closing.act == CLOSE
    with pytest.raises(WrongState):
        find_done(closing, actor=desk.second, note="x", at=NOW + HOUR)
    assert SensitiveOperation.objects.filter(status="done_without").count() == 1
