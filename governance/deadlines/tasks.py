"""What beat rings for the deadlines; each may run twice."""

from celery import shared_task

from governance.deadlines.sweep import ring as ring_due
from governance.deadlines.sweep import sweep


@shared_task(name="governance.deadlines.tasks.ring")
def ring() -> None:
    """Ring the rungs that are due."""
    ring_due()


@shared_task(name="governance.deadlines.tasks.sweep_all")
def sweep_all() -> None:
    """Ring, mend and do what the rooms registered."""
    sweep()
