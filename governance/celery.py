"""The task app. The broker is a doorbell, the database row is the truth: losing a message loses nothing."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django_structlog.celery.steps import DjangoStructLogInitStep

from governance.processes import die_with_parent, search_garbage_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

FLOORS = ("governance", "accounts", "content", "interactions", "analytics")
ROOT = Path(__file__).resolve().parent.parent


def rooms_with(part: str) -> list[str]:
    """Dotted names of the rooms that have a file `<part>.py`, floor by floor."""
    return [f"{floor}.{file.parent.name}" for floor in FLOORS for file in sorted((ROOT / floor).glob(f"*/{part}.py"))]


def gather_beat() -> dict[str, dict[str, Any]]:
    """The timetable: every row (name, task path, seconds) of `BEAT` in the rooms' rules.py."""
    timetable: dict[str, dict[str, Any]] = {}
    for room in rooms_with("rules"):
        for name, task, seconds in getattr(import_module(f"{room}.rules"), "BEAT", ()):
            # A ring that nobody heard before the next one is due may be thrown away.
            timetable[name] = {"task": task, "schedule": float(seconds), "options": {"expires": float(seconds)}}
    return timetable


app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: rooms_with("tasks"))
app.steps["worker"].add(DjangoStructLogInitStep)


@app.on_after_finalize.connect(weak=False)
def fill_timetable(sender: Any = None, **kwargs: Any) -> None:
    """The rooms' rules are read once everything is loaded, not while it loads."""
    app.conf.beat_schedule = gather_beat()


@setup_logging.connect(weak=False)
def log_as_the_site_does(**kwargs: Any) -> None:
    """Worker and beat log as the web server does: one JSON line per event, secrets dropped."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_process_init.connect(weak=False)
def follow_the_worker(**kwargs: Any) -> None:
    """A worker's child does not outlive it, even where the worker is killed with -9."""
    die_with_parent()
    search_garbage_rarely()
