"""`manage.py import_metrics` answers as scripts expect it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.public import PlatformAccount
from analytics.imports.tests.files import row, text
from analytics.models import PublicationDay

pytestmark = pytest.mark.usefixtures("weibo")


def answer(path: Path, *more: str) -> tuple[dict[str, Any], int]:
    """The JSON and the exit code."""
    out = io.StringIO()
    code = 0
    try:
        call_command("import_metrics", str(path), "--account", "weibo-main", "--json", *more, stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return json.loads(out.getvalue()), code


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_bytes(text(row(1), row(2)))
    return path


def test_a_good_file_is_saved_and_counted(good: Path) -> None:
    found, code = answer(good)
    assert (found["profile"], found["rows"], found["new"], found["changed"], found["same"]) == ("generic", 2, 2, 0, 0)
    assert (found["errors"], code) == ([], 0)


def test_a_trial_counts_and_saves_nothing(good: Path) -> None:
    found, code = answer(good, "--dry-run")
    assert (found["new"], code, PublicationDay.objects.count()) == (2, 0, 0)


def test_a_bad_cell_ends_with_one_and_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(text(row(1), row(2, views="x")))
    found, code = answer(path)
    assert (code, found["new"], PublicationDay.objects.count()) == (1, 0, 0)
    assert {**found["errors"][0], "message": ""} == {"row": 3, "column": "views", "value": "x", "message": ""}


def test_words_for_people(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_metrics", str(good), "--account", "weibo-main")
    assert "Generic CSV: 2 rows, 2 new, 0 changed, 0 same." in capsys.readouterr().out


def test_an_unknown_account_or_file_is_said_so(good: Path, weibo: PlatformAccount) -> None:
    with pytest.raises(CommandError, match="no account with the handle nobody"):
        call_command("import_metrics", str(good), "--account", "nobody")
    with pytest.raises(CommandError, match="no file"):
        call_command("import_metrics", "/nowhere.csv", "--account", "weibo-main")


def test_a_profile_may_be_named(good: Path) -> None:
    found, code = answer(good, "--profile", "youtube_totals")
    assert (code, found["new"]) == (1, 0)
