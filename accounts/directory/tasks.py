"""The bell of the directory; it may ring twice."""

from __future__ import annotations

from celery import shared_task

from accounts.directory import folder


@shared_task
def take_directory() -> None:
    """Bring in the file that the personnel system has left, if there is one."""
    folder.take_directory()
