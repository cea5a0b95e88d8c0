"""What every test of the project may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.flush import Command as FlushCommand
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from content.suspension import gates
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.ledger.triggers import lifted
from governance.operations.translations import compile_catalogues
from governance.processes import search_garbage_rarely
from governance.worktime import clock
from tests.flushing import empty_database
from tests.migrated import fill_from, migrated_template
from tests.migrated import migrated_database as made_for

WITH_DATABASE = {"db", "transactional_db", "django_db_setup", "migrated_database"}


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the translations as they stand in the catalogue now."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    for compiled in compile_catalogues([Path(folder) for folder in settings.LOCALE_PATHS]):
        translation_file_changed(None, compiled)  # models have asked for a word by now, and the old file is loaded


def pytest_collection_finish(session: pytest.Session) -> None:
    """All tests are loaded: none of them becomes garbage before the end."""
    search_garbage_rarely()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what this process wrote; settings made it a folder of its own."""
    if settings.DATA_DIR.name.startswith("governance-test-"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put them in order; say why one cannot run: no Chromium, no PostgreSQL, or not asked for what takes minutes."""
    put_in_order(items)
    reasons = {
        "browser": "" if chromium() else "no Chromium on PATH (Debian: apt-get install chromium fonts-noto-cjk)",
        "postgres": "" if settings.DATABASE_URL else "needs PostgreSQL: DATABASE_URL=postgres://... make test",
        "once": "the same on every database: shown without DATABASE_URL" if settings.DATABASE_URL else "",
        "chaos": "" if os.environ.get("CHAOS") else "kills processes for minutes: make chaos",
        "newcomer": "" if os.environ.get("NEWCOMER") else "fills a company for minutes: make newcomer",
    }
    for item in items:
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def put_in_order(items: list[pytest.Item]) -> None:
    """A long file first, then those without a database, then the other long ones, then all else.

    The first process has the database made, which takes most of a minute; the second has work meanwhile that need not
    wait for it. No processor waits for a long file at the end.
    """
    long = list(dict.fromkeys(item.path for item in items if item.get_closest_marker("long")))
    asking = {
        item.path for item in items
        if item.get_closest_marker("django_db") or WITH_DATABASE & set(getattr(item, "fixturenames", ()))
    }  # fmt: skip

    def turn(item: pytest.Item) -> int:
        if item.path in long:
            return 0 if item.path == long[0] else 2
        return 3 if item.path in asking else 1

    items.sort(key=turn)


def chromium() -> str | None:
    """The Chromium that browser tests drive, where there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def migrated_database(pytestconfig: pytest.Config) -> Path:
    """An SQLite file with every migration applied, kept from run to run while the code stays as it is."""
    cache = pytestconfig.cache
    if cache is None:
        raise pytest.UsageError("Please switch the cache of pytest on: the migrated database is kept in it.")
    return made_for(cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """The test database is filled from what was migrated once: on PostgreSQL by its server, on SQLite from a file."""
    if settings.DATABASE_URL:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(settings.DATABASE_URL)
        # What a test commits need not outlive the machine, so no commit waits for the disk.
        connection.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"
    migrate = MigrateCommand.handle

    def handle(self: MigrateCommand, *args: Any, **options: Any) -> None:
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            fill_from(request.getfixturevalue("migrated_database"))
        else:
            migrate(self, *args, **options)

    MigrateCommand.handle = handle  # type: ignore[method-assign, assignment]
    yield
    MigrateCommand.handle = migrate  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _flush_leaves_nothing_but_permissions() -> Iterator[None]:
    """The flush after a transactional test may empty append-only tables; nothing else may."""
    flush = FlushCommand.handle

    def handle(self: FlushCommand, **options: Any) -> None:
        empty_database()

    FlushCommand.handle = handle  # type: ignore[method-assign]
    yield
    FlushCommand.handle = flush  # type: ignore[method-assign]


@pytest.fixture
def ledger_without_triggers(db: None) -> Iterator[None]:
    """Tampering as somebody with the database password would do it."""
    with lifted(connection, LedgerEntry._meta.db_table, LedgerSeal._meta.db_table):
        yield


@pytest.fixture
def roles(db: None) -> None:
    """The groups of every role."""
    from governance.access.services import seed_roles
    from tests.seeding import sow

    sow(seed_roles)


@pytest.fixture(autouse=True)
def _kept_rows_are_read_anew_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Working time and suspensions are kept in the process for seconds; a test rolled back takes its own with it.

    Within a test they are looked at anew when a service says so, never because seconds went by: how many statements a
    page costs must not hang on the speed of the machine.
    """
    for module, seconds in ((clock, "FRESH_SECONDS"), (gates, "LOOK_EVERY")):
        module.forget()
        monkeypatch.setattr(module, seconds, 3600.0)


@pytest.fixture
def first_rows(db: None) -> None:
    """The rows that a company begins with: roles, calendars, ladders, rule books."""
    from governance.seeds import seed
    from tests.seeding import sow

    sow(seed)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for all browser tests of this process; two of them cannot share a thread."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium on PATH")
    call_command("build_static", verbosity=0)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # its loop runs in this thread until the session ends
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
