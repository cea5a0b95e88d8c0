"""Fills the demo company, floor by floor, through the services that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from governance.access.moment import asked_at
from governance.board.services import measure_board, measure_past_months
from governance.demonstration.company import SHANGHAI, DemoCompany
from governance.demonstration.rules import MONTHS, PARTS, READ_AFTER_DAYS
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record
from governance.notices.models import Notice
from governance.refusals.exceptions import Refused

# An import runs down, so the floors are named here by string, lowest first.
FLOORS = ("governance", "accounts", "content", "interactions", "analytics")
FILLED = "demo.filled"


def is_demo() -> bool:
    """Whether this database holds the demo company."""
    return LedgerEntry.objects.filter(event=FILLED).exists()


def fill_demo(
    *,
    scale: int = 1,
    seed: int = 20260101,
    until: date | None = None,
    now: datetime | None = None,
    say: Callable[[str], object] | None = None,
) -> bool:
    """Fill an empty database with the demo company; False where it is there already. `say` hears of each part.

    Raises Refused outside DEBUG, and where the database holds a real company's people.
    """
    if not settings.DEBUG:
        raise Refused(_("The demo company is for trial runs only: set DEBUG=1 and use an empty database."))
    if is_demo():
        return False
    if (
        apps.get_model("accounts", "User").objects.exists()
        or apps.get_model("accounts", "PlatformAccount").objects.exists()
    ):
        raise Refused(_("This database holds a company already. Use an empty database for the demo company."))
    now = now or timezone.now()
    last = until or now.astimezone(SHANGHAI).date()
    if until is not None:
        now = min(now, datetime.combine(until, datetime.max.time(), SHANGHAI).replace(microsecond=0))
    company = DemoCompany(since=months_before(last, MONTHS), until=last, now=now, scale=scale, seed=seed)
    company.bring_figures = import_module(f"{FLOORS[-1]}.demo").bring_figures
    # One transaction: the demo company is there whole or not at all. Rights are asked as of its last day.
    with asked_at(now), transaction.atomic():
        # Every floor's seeds first: content asks for figures of the floor above while it fills its months.
        for floor in FLOORS:
            if module_has_submodule(import_module(floor), "seeds"):
                import_module(f"{floor}.seeds").seed()
        for number, floor in enumerate(FLOORS, start=1):
            if say:
                say(f"  {number}/{len(FLOORS) + 1} {PARTS[floor]}")
            if module_has_submodule(import_module(floor), "demo"):
                import_module(f"{floor}.demo").fill(company)
        if say:
            say(f"  {len(FLOORS) + 1}/{len(FLOORS) + 1} {PARTS['board']}")
        read_old_notices(now)
        measure_past_months(now)
        measure_board(now=now)
        admin = company.people["admin"]
        record(FILLED, actor=admin, kind="user", object_id=admin.pk, payload={"seed": seed, "scale": scale}, at=now)
    return True


def read_old_notices(now: datetime) -> int:
    """People of the demo company have read what they were told long ago; returns how many notices that were."""
    old = Notice.objects.unread().filter(created_at__lt=now - timedelta(days=READ_AFTER_DAYS))
    return old.update(read_at=F("created_at") + timedelta(hours=1))


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months back."""
    first = day.replace(day=1)
    for _step in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
