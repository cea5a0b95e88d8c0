"""What beat rings for the interfaces; may run twice, and several at once."""

from celery import shared_task

from content.connectors.sending import send_waiting


@shared_task(name="content.connectors.tasks.send_posts")
def send_posts() -> None:
    """Send what waits."""
    send_waiting()
