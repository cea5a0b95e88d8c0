"""The moment for which rights are asked: now, unless a company's past is being written (the demo company).

Services take `at` and say when something happened; whether somebody may do it is asked of the same clock here, by the
scope and by every gate. Nothing but `fill_demo` sets it: no request, task or command moves this clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("access_moment", default=None)


def access_moment() -> datetime:
    """The moment that the scope and the gates measure ends, leaves and limits by."""
    return _moment.get() or timezone.now()


@contextmanager
def asked_at(moment: datetime) -> Iterator[None]:
    """Rights are those of `moment` within; what a person was found to hold stays with the instance that was asked.

    So fetch people anew for another moment, as every request does.
    """
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
