"""The demo company asks its departments for material: on time, late, returned and open."""

from __future__ import annotations

from datetime import timedelta

from content.conftest import NOW, House
from content.demonstration.materials import ASKED_ON, MATERIALS, fill_materials
from content.materials.models import MaterialRequest
from content.materials.rules import SORTS
from governance.public import DEMO_COLLEAGUES, DEMO_DEPARTMENTS, DEMO_LOGINS, DemoCompany


def test_some_come_in_time_some_late_and_the_newest_is_open(house: House) -> None:
    house.unit.head = house.department_head
    house.unit.save()
    company = DemoCompany(since=(NOW - timedelta(days=400)).date(), until=NOW.date(), now=NOW)
    company.people = {row.username: house.author for row in (*DEMO_LOGINS, *DEMO_COLLEAGUES)}
    company.departments = {row.department: house.unit for row in MATERIALS}
    company.accounts = {house.account.handle: house.account}
    fill_materials(company)
    rows = MaterialRequest.objects.order_by("asked_at")
    assert rows.count() >= 12 * len(ASKED_ON)
    assert 0 < rows.filter(status="confirmed").not_on_time().count() < rows.count() / 4
    assert rows.last() == rows.get(status="asked")
    assert not any(row.confirmed_by_id == row.delivered_by_id for row in rows.filter(status="confirmed"))
    assert max(row.confirmed_at or NOW for row in rows) <= NOW


def test_every_row_names_a_department_and_a_kind_that_there_is() -> None:
    known = {row[0] for row in DEMO_DEPARTMENTS}
    assert {row.department for row in MATERIALS} <= known
    assert {row.sort for row in MATERIALS} == dict(SORTS).keys()
