"""The house stands as drawn: floors, doors, rooms, sizes."""

from __future__ import annotations

import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from importlinter.cli import lint_imports

ROOT: Path = settings.BASE_DIR
FLOORS = ("governance", "accounts", "content", "interactions", "analytics")
TOP_LEVEL = {
    *FLOORS, "manage.py", "templates", "static", "requirements.txt", "pytest.ini", "README.md", "Makefile",
    "requirements-dev.txt", "locale", "docs", "tests", "benchmarks", "compose.yaml", "Dockerfile", "CHANGELOG.md",
    "pyproject.toml", "conftest.py",
}  # fmt: skip
LONGEST = 400
SHAPELESS = re.compile(r"(^|_)(utils?|helpers?|common|misc|base)(_|$)")


def files_in_the_repository() -> list[Path]:
    """What is committed or would be; everything but ignored files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:  # A copy without its history: all files but those of the machinery.
        hidden = re.compile(r"(^|/)(\.|__pycache__|node_modules)")
        paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return [path for path in paths if not hidden.search(path.as_posix())]
    return [Path(name) for name in listed.stdout.splitlines() if (ROOT / name).exists()]


FILES = files_in_the_repository()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]


def test_imports_run_down_the_floors_and_through_the_public_doors(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0, capsys.readouterr().out


def length_of(path: Path) -> int:
    """The lines of a file; a public door says every name twice, where it comes from and that it may be used."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.name == "public.py":
        text = text.partition("__all__ = ")[0]
    return len(text.splitlines())


def test_no_file_is_longer_than_one_subject() -> None:
    lengths = {str(path): length_of(path) for path in PYTHON}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_form_takes_days_and_moments_within_the_years_that_people_type() -> None:
    forms = [path for path in PYTHON if path.name == "forms.py" and path.parent.name != "worktime"]
    raw = re.compile(r"forms\.Date(Time)?Field\(")
    assert [str(path) for path in forms if raw.search((ROOT / path).read_text(encoding="utf-8"))] == []


def test_no_file_is_named_after_nothing() -> None:
    parts = {part.removesuffix(".py") for path in PYTHON for part in path.parts}
    assert sorted(part for part in parts if SHAPELESS.search(part)) == []


def test_the_top_level_holds_what_the_owner_fixed() -> None:
    found = {path.parts[0] for path in FILES if not path.parts[0].startswith(".")}
    assert found <= TOP_LEVEL


def test_every_public_door_only_re_exports() -> None:
    for floor in FLOORS:
        text = (ROOT / floor / "public.py").read_text(encoding="utf-8")
        assert "__all__" in text
        assert not re.search(r"^(def|class|if|for|with|try) ", text, re.MULTILINE), floor


def test_models_have_no_save_of_their_own_and_nobody_listens_to_signals() -> None:
    own_save = re.compile(r"^    def (save|delete)\(self", re.MULTILINE)
    listening = re.compile(r"\b(pre|post)_(save|delete)\b|m2m_changed")
    models = [path for path in PYTHON if path.name == "models.py"]
    assert [str(path) for path in models if own_save.search((ROOT / path).read_text(encoding="utf-8"))] == []
    rooms = [path for path in PYTHON if path.parts[0] in FLOORS and "tests" not in path.parts]
    assert [str(path) for path in rooms if listening.search((ROOT / path).read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)


def test_every_task_of_the_timetable_exists() -> None:
    from governance.celery import app, gather_beat

    app.loader.import_default_modules()
    timetable = gather_beat()
    assert {row["task"] for row in timetable.values()} <= set(app.tasks)
    assert "operations.heartbeat" in timetable
