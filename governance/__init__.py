"""The project package and the ground floor; the task app is loaded with it, so that tasks find their broker."""

from governance.celery import app as celery_app

__all__ = ["celery_app"]
