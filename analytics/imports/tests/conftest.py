"""Accounts to import for, and a folder for the kept files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from accounts.public import PlatformAccount, User
from analytics.imports.services import Outcome, import_file
from analytics.metrics.catalogue import seed_metrics
from governance.public import grant_role

Import = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _english() -> Any:
    """Sentences are compared in English."""
    with override("en"):
        yield


@pytest.fixture
def weibo(db: None, settings: Any, tmp_path: Path) -> PlatformAccount:
    """An account; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.REDIS_URL = ""  # no worker runs beside a test: what it would do is done at once
    seed_metrics()
    return account("weibo")


def account(platform: str) -> PlatformAccount:
    """The main account of a platform."""
    names = {"platform": platform, "name_zh": platform, "name_en": platform, "status": "active"}
    return PlatformAccount.objects.get_or_create(handle=f"{platform}-main", defaults=names)[0]


@pytest.fixture
def bring(weibo: PlatformAccount, tmp_path: Path) -> Import:
    """Import bytes for the main account of a platform: `bring(data, "youtube")`."""

    def run(data: bytes | str, platform: str = "weibo", name: str = "export.csv", **more: Any) -> Outcome:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return import_file(path, account=account(platform), actor=None, source="command", **more)

    return run


@pytest.fixture
def analyst(weibo: PlatformAccount, roles: None) -> User:
    """Somebody who may import for the account."""
    user = User.objects.create_user("analyst")
    grant_role(user, "analyst", accounts=[weibo], actor=None)
    return user
