"""Bells of the imports: uploads, the drop folder, and accounts whose figures are late. Each may ring twice."""

from __future__ import annotations

from celery import shared_task

from analytics.imports.folder import take_files
from analytics.imports.lateness import warn_of_late_accounts as warn
from analytics.imports.working import take_up, work_on


@shared_task
def take_inbox() -> None:
    """Import what lies ready in the drop folder."""
    take_files()


@shared_task
def warn_of_late_accounts() -> None:
    """Tell those who import about accounts without a good import in their interval (R-087)."""
    warn()


@shared_task
def work_on_upload(pk: int) -> None:
    """Read or save one upload of the wizard."""
    work_on(pk)


@shared_task
def take_up_uploads() -> None:
    """Go on with uploads whose request was lost or whose worker died."""
    take_up()
