"""Celery entries of reports; each may run twice."""

from celery import shared_task

from analytics.reports.files import build_file


@shared_task
def build_report_file(pk: int) -> None:
    """Build one file of a report."""
    build_file(pk)
