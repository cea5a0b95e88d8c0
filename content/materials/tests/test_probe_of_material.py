"""The board counts the requests whose time came, and those not met by then (R-043)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.conftest import NOW, House
from content.materials.models import MaterialRequest
from content.materials.services import confirm_material, deliver_material, return_material, withdraw_material
from content.materials.tests.asking import DAY, asked, confirmed, delivered
from governance.public import Scope, Window, probes_of
from tests.board import status

LATER = NOW + timedelta(days=20)


def counted(at: datetime = LATER, scope: Scope | None = None) -> tuple[int, int]:
    """Not met, and all, of the thirty days before."""
    found = probes_of("R-043")[0].measure(scope or Scope(), Window(at - timedelta(days=30), at, at))
    assert found.bad is not None
    assert found.total is not None
    return found.bad.count(), found.total.count()


def test_nothing_is_due_before_its_time(house: House) -> None:
    asked(house)
    assert counted(NOW + DAY) == (0, 0)


def test_a_late_request_breaches_r_043_until_a_month_whose_requests_are_met_in_time(house: House) -> None:
    confirm_material(delivered(house), actor=house.analyst, note="核对过", at=LATER)
    assert status("R-043", LATER + DAY) == "breached"
    month_later = LATER + timedelta(days=31)
    request = asked(house, at=month_later)
    deliver_material(request, actor=house.department_head, delivery="见附件。", at=month_later + DAY)
    request.refresh_from_db()
    confirm_material(request, actor=house.analyst, note="核对过", at=month_later + DAY)
    assert status("R-043", month_later + 8 * DAY) == "met"


def test_the_probe_counts_what_was_confirmed_late(house: House) -> None:
    request = confirmed(house)
    assert counted() == (0, 1)
    rows = MaterialRequest.objects.filter(pk=request.pk)
    rows.update(confirmed_at=LATER)
    assert counted() == (1, 1)
    rows.update(confirmed_at=NOW + DAY)
    assert counted() == (0, 1)
    rows.update(came_late=True)
    assert counted() == (1, 1)


def test_what_was_withdrawn_in_time_does_not_count_and_late_stays_late(house: House) -> None:
    withdraw_material(asked(house), actor=house.author, note="不用了", at=NOW + DAY)
    assert counted() == (0, 0)
    withdraw_material(asked(house), actor=house.author, note="不用了", at=NOW + 15 * DAY)
    assert counted() == (1, 1)


def test_a_return_after_the_time_gives_no_clean_slate(house: House) -> None:
    request = return_material(delivered(house), actor=house.author, note="缺横版", at=NOW + 12 * DAY)
    again = deliver_material(request, actor=house.analyst, delivery="补充", at=NOW + 13 * DAY)
    met = confirm_material(again, actor=house.department_head, note="核对过", at=NOW + 13 * DAY)
    assert met.confirmed_at is not None
    assert met.confirmed_at < met.due_at < LATER
    assert counted() == (1, 1)


def test_the_list_behind_the_figure_is_that_of_the_department_asked(house: House) -> None:
    asked(house)
    assert counted(scope=Scope(department_ids=frozenset({house.unit.pk}))) == (1, 1)
    assert counted(scope=Scope(department_ids=frozenset({0}))) == (0, 0)
