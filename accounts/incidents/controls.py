"""How incidents are measured: contained and received in time, closed whole (R-011)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from accounts.incidents.former import FormerHandler
from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentStep
from accounts.incidents.rules import CLOCKS, KIND
from accounts.incidents.workflow import CLOSED
from governance.public import Deadline, Evidence, Scope, Window, probe

PURPOSES = [purpose for purpose, _parameter in CLOCKS]
# What was cancelled after its time stays late.
COUNTED = Q(state__in=("running", "paused", "met")) | Q(state="cancelled", met_at__gt=F("due_at"))


def _narrowed(scope: Scope, rows: object) -> object:
    return scope.narrow(rows, department="account__department_id", person="owner_id")  # type: ignore[type-var]


@probe("R-011", part="limits")
def incidents_were_contained_and_received_in_time(scope: Scope, window: Window) -> Evidence:
    """Incidents of which a clock fell due in the time, or earlier and still runs; bad where one was late (D-2.2.3).

    Opened again, an incident has a further clock: a late one stays late.
    """
    clocks = Deadline.objects.filter(
        COUNTED, Q(due_at__gte=window.start) | Q(met_at=None), kind=KIND, purpose__in=PURPOSES,
        object_id=OuterRef("pk"), due_at__lt=window.end,
    )  # fmt: skip
    late = Q(met_at__gt=F("due_at")) | Q(met_at=None, due_at__lt=window.now) | Q(met_at__gt=window.now)
    total = _narrowed(scope, Incident.objects.filter(Exists(clocks)))
    return Evidence(bad=total.filter(Exists(clocks.filter(late))), total=total, kind=KIND)  # type: ignore[attr-defined, arg-type]


@probe("R-011", part="closing", mode="Z")
def incidents_were_closed_whole(scope: Scope, window: Window) -> Evidence:
    """Incidents closed without cause, measure or receipt, with an open step, or by who handled them."""
    closed = Incident.objects.filter(status=CLOSED, closed_at__gte=window.start, closed_at__lt=window.end)
    total = _narrowed(scope, closed)
    open_step = Exists(IncidentStep.objects.open().filter(incident=OuterRef("pk")))
    measure = Exists(CorrectiveMeasure.objects.filter(incident=OuterRef("pk")))
    former = FormerHandler.objects.filter(incident=OuterRef("pk"))
    own = (
        Q(closed_by=F("owner")) | Q(closed_by=F("contained_by"))
        | Exists(former.filter(person=OuterRef("closed_by")))
        | Exists(former.filter(person=OuterRef("received_by"), until__lte=OuterRef("received_at")))
    )  # fmt: skip
    bad = Q(cause="") | Q(received_at=None) | own | open_step | ~measure
    return Evidence(bad=total.filter(bad), total=total, kind=KIND)  # type: ignore[attr-defined, arg-type]
