"""Conditions on a record's clocks, for the probes of the rooms."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from governance.public import Deadline, Window

# A clock that was cancelled measures nothing (the class was changed, the message set aside), unless it was late by
# then: what is cancelled after its time stays a breach.
COUNTED = Q(state__in=("running", "paused", "met")) | Q(state="cancelled", met_at__gt=F("due_at"))


def clock_in(kind: str, purpose: str, window: Window, **more: object) -> Exists:
    """A clock of that purpose fell due in the window."""
    rows = Deadline.objects.filter(
        COUNTED, kind=kind, object_id=OuterRef("pk"), purpose=purpose, due_at__gte=window.start,
        due_at__lte=window.end, **more,
    )  # fmt: skip
    return Exists(rows)


def late_in(kind: str, purpose: str, window: Window) -> Exists:
    """A clock of that purpose fell due in the window and was met late, or not at all."""
    late = Q(met_at__gt=F("due_at")) | Q(met_at=None, due_at__lt=window.now) | Q(met_at__gt=window.now)
    rows = Deadline.objects.filter(
        COUNTED, late, kind=kind, object_id=OuterRef("pk"), purpose=purpose, due_at__gte=window.start,
        due_at__lte=window.end,
    )  # fmt: skip
    return Exists(rows)
