"""The demo company up to its content, filled once for a file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from governance.access.moment import asked_at
from governance.demonstration.company import DemoCompany
from governance.demonstration.rules import MONTHS
from governance.demonstration.services import months_before

NOW = datetime(2026, 6, 19, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoCompany]:
    """The floors up to content, as the command fills them; taken back after the last test of the file."""
    found = DemoCompany(since=months_before(NOW.date(), MONTHS), until=NOW.date(), now=NOW)
    found.bring_figures = import_module("analytics.demo").bring_figures
    with (
        pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), asked_at(NOW), transaction.atomic(),
    ):  # fmt: skip
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        for floor in ("governance", "accounts", "content", "analytics"):
            import_module(f"{floor}.seeds").seed()
        for floor in ("accounts", "content"):
            import_module(f"{floor}.demo").fill(found)
        yield found
        transaction.set_rollback(True)
