"""What beat rings for the rhythm of posting; may run twice."""

from celery import shared_task

from content.rhythm.services import count_periods


@shared_task(name="content.rhythm.tasks.count_posting_periods")
def count_posting_periods() -> None:
    """Count the periods that are over."""
    count_periods()
