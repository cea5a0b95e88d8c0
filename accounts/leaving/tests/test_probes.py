"""Leavers with rights are seen on the board, and so is somebody who stays past the planned day (R-013)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.leaving.models import Departure
from accounts.leaving.services import call_off_departure
from accounts.leaving.tests.conftest import DAY, NOW, Company
from governance.public import Scope, Window, grant_role, measure_now, probes_of, revoke_role, today


def found(days: int = 1) -> tuple[int, int]:
    """Bad and total of the part about leavers, so many days later."""
    measure = next(row.measure for row in probes_of("R-013") if row.part == "leavers")
    evidence = measure(Scope(), Window(NOW - 30 * DAY, NOW + 30 * DAY, NOW + days * DAY))
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_a_leaver_with_a_role_is_seen_until_it_is_taken(company: Company) -> None:
    assert found() == (0, 0)
    company.leave()
    assert found() == (0, 1)
    gone = company.refreshed(company.anna)
    grant_role(gone, "publisher", accounts=[company.account], actor=None, at=NOW)
    assert found() == (1, 1)
    revoke_role(gone, "publisher", actor=None, at=NOW)
    assert found() == (0, 1)
    type(gone).objects.filter(pk=gone.pk).update(is_superuser=True)
    assert found() == (1, 1)
    type(gone).objects.filter(pk=gone.pk).update(is_superuser=False)
    assert measure_now("R-013", at=NOW + timedelta(hours=1)).status != "breached"


@pytest.mark.parametrize("days", [2])
def test_somebody_past_the_planned_day_is_seen_until_called_off(company: Company, days: int) -> None:
    company.leave(leaves_on=today(NOW + days * DAY))
    assert found(days) == (0, 0)
    assert found(days + 1) == (1, 1)
    call_off_departure(Departure.objects.get(), actor=company.admin, note="Stays", at=NOW)
    assert found(days + 1) == (0, 0)
