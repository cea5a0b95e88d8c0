"""What beat rings for the notices; may run twice, and several at once."""

from celery import shared_task

from governance.notices.delivery import deliver as deliver_waiting


@shared_task(name="governance.notices.tasks.deliver")
def deliver() -> None:
    """Send what is waiting."""
    deliver_waiting()
