"""The drop folder: files are taken when they lie still, once, and end in `done` or `failed`."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.public import PlatformAccount, User
from analytics.imports.folder import claim, take_files
from analytics.imports.tests.files import row, text
from analytics.models import MetricImport, PublicationDay
from governance.notices.models import Notice
from governance.public import grant_role


@pytest.fixture
def box(weibo: PlatformAccount) -> Path:
    folder: Path = settings.INBOX_DIR / weibo.handle
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def operator(roles: None) -> User:
    person = User.objects.create_user("operator")
    grant_role(person, "admin", actor=None)
    return person


def later(seconds: int = 60) -> dict[str, int]:
    """Take the files as if so much time had gone by."""
    return take_files(now=timezone.now() + timedelta(seconds=seconds))


def test_a_good_file_is_imported_and_lies_in_done(box: Path) -> None:
    (box / "a.csv").write_bytes(text(row(1)))
    assert later() == {"saved": 1, "failed": 0}
    assert [path.name.partition("-")[2].endswith("a.csv") for path in (box / "done").iterdir()] == [True]
    run = MetricImport.objects.get()
    assert (run.source, run.operator_name) == ("folder", "inbox/weibo-main")


def test_a_file_that_still_grows_is_left_alone(box: Path) -> None:
    (box / "a.csv").write_bytes(text(row(1)))
    assert later(5) == {"saved": 0, "failed": 0}
    assert (box / "a.csv").exists()


def test_a_bad_file_lies_in_failed_with_a_sentence(box: Path) -> None:
    (box / "b.csv").write_bytes(text(row(1, views="x\x1b")))
    assert later() == {"saved": 0, "failed": 1}
    words = next((box / "failed").glob("*.txt")).read_text(encoding="utf-8")
    assert "row 2, column views" in words
    assert "\x1b" not in words
    assert not PublicationDay.objects.exists()


def test_a_folder_of_no_account_says_so(box: Path) -> None:
    stray = box.parent / "nobody"
    stray.mkdir()
    (stray / "c.csv").write_bytes(text(row(1)))
    assert later() == {"saved": 0, "failed": 1}
    assert "nobody" in next((stray / "failed").glob("*.txt")).read_text(encoding="utf-8")


def test_links_and_files_at_work_are_not_taken(box: Path, tmp_path: Path) -> None:
    target = tmp_path / "secret.csv"
    target.write_bytes(text(row(1)))
    (box / "link.csv").symlink_to(target)
    (box / "d.csv").write_bytes(text(row(1)))
    claim(box / "d.csv")
    assert later() == {"saved": 0, "failed": 0}


def test_only_one_of_two_workers_gets_a_file(box: Path) -> None:
    path = box / "e.csv"
    path.write_bytes(text(row(1)))
    assert claim(path) is not None
    assert claim(path) is None


def test_the_file_of_a_worker_that_died_is_taken_up(box: Path) -> None:
    path = box / "f.csv"
    path.write_bytes(text(row(1)))
    claim(path)
    assert later(60) == {"saved": 0, "failed": 0}
    assert later(1000) == {"saved": 1, "failed": 0}
    assert not list(box.glob(".working/*"))


def test_a_newer_file_of_the_same_name_replaces_nothing(box: Path) -> None:
    path = box / "g.csv"
    path.write_bytes(text(row(1)))
    claim(path)
    path.write_bytes(text(row(2)))
    assert later(1000) == {"saved": 2, "failed": 0}
    assert MetricImport.objects.count() == 2
    assert len(list((box / "done").iterdir())) == 2


def test_long_and_strange_names_are_no_obstacle(box: Path) -> None:
    for name in (("名" * 80 + ".csv").encode(), ("品" + "名" * 79 + ".csv").encode(), b"\xff\xfe.csv"):
        with open(os.path.join(os.fsencode(box), name), "wb") as stream:
            stream.write(text(row(1)))
    assert later() == {"saved": 3, "failed": 0}
    assert len(list((box / "done").iterdir())) == 3


def test_a_file_in_the_place_of_a_folder_stops_no_other(box: Path) -> None:
    PlatformAccount.objects.create(handle="other", platform="x", name_zh="另", name_en="Other")
    (box.parent / "other").write_bytes(b"not a folder")
    (box / "h.csv").write_bytes(text(row(1)))
    assert later() == {"saved": 1, "failed": 0}


def test_after_five_tries_a_file_lies_in_failed_and_operators_are_told(box: Path, operator: User) -> None:
    (box / "i.csv").write_bytes(text(row(1)))
    with patch("analytics.imports.folder.import_file", side_effect=MemoryError):
        assert [later(1000 * turn) for turn in range(1, 6)] == [{"saved": 0, "failed": 0}] * 5
    assert later(6000) == {"saved": 0, "failed": 1}
    assert Notice.objects.filter(recipient=operator, template="import.given_up").count() == 1
