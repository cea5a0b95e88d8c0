"""Celery entries of the board; each may run twice."""

from celery import shared_task

from governance.board.services import measure_once_a_day
from governance.policies.services import retire_superseded


@shared_task
def measure_every_night() -> None:
    """Measure the whole board once a day, and mark versions of rule books whose successor is in force."""
    retire_superseded()
    measure_once_a_day()
