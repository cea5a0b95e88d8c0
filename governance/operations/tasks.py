"""What beat and the command line ring for."""

from __future__ import annotations

from celery import shared_task

from governance.operations.services import mark


@shared_task
def beat_once() -> None:
    """Beat, broker and worker all live: the row says when that was last true."""
    mark("beat")
