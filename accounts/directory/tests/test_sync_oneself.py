"""Whoever brings a file in changes nothing of their own by it, and names themselves nowhere (R-012)."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.directory.models import DirectoryRun
from accounts.directory.services import sync_directory
from accounts.directory.tests.files import HEAD, NOW, ROWS, faults, sync
from accounts.models import Department, User


def test_whoever_brings_the_file_in_changes_nothing_of_their_own(admin: User, write: Any, client: Client) -> None:
    sync(write(*ROWS))
    User.objects.filter(pk=admin.pk).update(employee_number="A9")
    rows = (*ROWS[:2], ROWS[2].replace("吴静怡", "吴静"), "A9,admin,管理员,,市场部,A3,,")
    outcome = sync_directory(write(*rows), actor=admin, at=NOW)
    admin.refresh_from_db()
    assert (outcome.changed, outcome.own, outcome.saved) == (1, [admin.pk], True)
    assert (admin.superior, admin.display_name, admin.department) == (None, "", None)
    client.force_login(admin)
    assert client.get(DirectoryRun.objects.latest("pk").get_absolute_url()).context["own"] == [admin]
    assert sync(write(*rows)).changed == 1
    admin.refresh_from_db()
    assert admin.superior == User.objects.get(username="wu")


def test_whoever_brings_the_file_in_is_not_let_go_by_it(admin: User, write: Any) -> None:
    User.objects.filter(pk=admin.pk).update(employee_number="A9")
    outcome = sync_directory(write("A9,admin,管理员,,,,,,离职", head=HEAD + ",状态"), actor=admin, at=NOW)
    assert (outcome.left, outcome.own, outcome.held_back) == ([], [admin.pk], [])
    assert User.objects.get(pk=admin.pk).is_active


def test_whoever_brings_a_file_names_themselves_neither_superior_nor_head(
    admin: User, unit: Department, write: Any
) -> None:
    User.objects.create_user("second", employee_number="B2")
    people = write("B2,second,二号,,marketing,admin,,")
    outcome = sync_directory(people, actor=admin, at=NOW)
    assert (faults(outcome), outcome.saved) == ([(2, "上级")], False)
    people = write("B2,second,二号,,marketing,,,")
    units = write("marketing,市场部,admin", head="部门编码,部门名称,负责人", name="units.csv")
    outcome = sync_directory(people, units, actor=admin, at=NOW)
    assert (faults(outcome), outcome.saved) == ([(2, "负责人")], False)
    assert (User.objects.get(username="second").superior, Department.objects.get().head) == (None, None)
    assert sync_directory(people, units, actor=None, at=NOW).saved


def test_whoever_brings_a_file_in_moves_no_login_under_themselves_as_head(
    admin: User, unit: Department, write: Any
) -> None:
    User.objects.create_user("second", employee_number="B2")
    inner = Department.objects.create(code="inner", name_zh="内部", name_en="Inner", parent=unit)
    Department.objects.filter(pk=unit.pk).update(head=admin)
    for place in (unit, inner):
        outcome = sync_directory(write(f"B2,second,二号,,{place.code},,,"), actor=admin, at=NOW)
        assert (faults(outcome), outcome.saved) == ([(2, "部门")], False)
    assert sync_directory(write("B2,second,二号,,inner,,,"), actor=None, at=NOW).saved
    assert sync_directory(write("B2,second,二号二,,marketing,,,"), actor=admin, at=NOW).saved
