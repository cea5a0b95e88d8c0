"""Bells of the uploads; each may ring twice."""

from __future__ import annotations

from celery import shared_task

from content.media.uploads import take_up, work_on


@shared_task
def work_on_upload(pk: int) -> None:
    """Read one upload."""
    work_on(pk)


@shared_task
def take_up_uploads() -> None:
    """Go on with uploads whose request was lost or whose worker died."""
    take_up()
