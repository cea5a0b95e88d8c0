"""Celery entries of the ledger; each may run twice."""

from celery import shared_task

from governance.ledger.checkpoint import write_checkpoint


@shared_task
def seal_and_write_checkpoint() -> None:
    """Seal open entries and append the newest seal to the file outside the database."""
    write_checkpoint()
