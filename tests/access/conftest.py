"""The company of the matrix, built once for all files of this folder and rolled back after them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from governance.face import middleware
from governance.policies.books import forget as forget_books
from tests.access.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Inside a transaction that is never committed; a test marks its own place in it."""
    logging.disable(logging.CRITICAL)  # hundreds of refusals, each with its traceback
    old, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = old
    logging.disable(logging.NOTSET)
    forget_books()


@pytest.fixture(autouse=True)
def _plain_405(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of wrong methods: their page is looked at elsewhere, here it need not be drawn."""
    monkeypatch.setattr(middleware, "render", lambda *args, status, **rest: HttpResponse(status=status))
