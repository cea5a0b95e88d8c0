"""Nobody names themselves head or superior, by page, administration, file or somebody else's leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.leaving.services import plan_departure
from accounts.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person
from governance.public import NotAllowed, Refused, grant_role, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def manager() -> User:
    """Manages people; another administrator is there, so that the last one may leave."""
    for name in ("other_manager", "manager"):
        grant_role(User.objects.create_user(name), "admin", actor=None)
    return User.objects.get(username="manager")


@pytest.fixture
def unit() -> Department:
    return Department.objects.create(code="unit", name_zh="一部", name_en="Unit")


def refused_field(call: Any) -> str | None:
    with pytest.raises(NotAllowed) as refused:
        call()
    return refused.value.field


def test_nobody_makes_themselves_head(manager: User, unit: Department) -> None:
    names: dict[str, Any] = {"code": "new", "name_zh": "新", "name_en": "New"}
    assert refused_field(lambda: change_department(unit, actor=manager, head=manager)) == "head"
    assert refused_field(lambda: add_department(actor=manager, head=manager, **names)) == "head"
    unit.refresh_from_db()
    assert (unit.head, Department.objects.count()) == (None, 1)


def test_nobody_makes_themselves_superior(manager: User) -> None:
    assert refused_field(lambda: add_person(actor=manager, username="second", superior=manager)) == "superior"
    second = add_person(actor=manager, username="second")
    assert refused_field(lambda: change_person(second, actor=manager, superior=manager)) == "superior"
    assert User.objects.get(username="second").superior is None


def test_a_superuser_neither(unit: Department) -> None:
    root = User.objects.create_superuser("root")
    assert refused_field(lambda: change_department(unit, actor=root, head=root)) == "head"


def test_whoever_was_named_by_another_may_stay_while_the_rest_changes(manager: User, unit: Department) -> None:
    report = User.objects.create_user("report", superior=manager)
    Department.objects.filter(pk=unit.pk).update(head=manager)
    unit.refresh_from_db()
    change_department(unit, actor=manager, head=manager, name_en="Press")
    change_person(report, actor=manager, superior=manager, post="编辑")
    assert (Department.objects.get().name_en, User.objects.get(pk=report.pk).post) == ("Press", "编辑")


def test_a_stale_record_in_hand_names_nobody(manager: User, unit: Department) -> None:
    unit.head = manager
    assert refused_field(lambda: change_department(unit, actor=manager, head=manager)) == "head"


def test_the_administration_refuses_too(manager: User, unit: Department, client: Client) -> None:
    root = User.objects.create_superuser("root")
    client.force_login(root)
    values = {"code": "unit", "name_zh": "一部", "name_en": "Unit", "head": root.pk, "is_active": "on"}
    client.post(reverse("admin:accounts_department_change", args=[unit.pk]), values)
    unit.refresh_from_db()
    assert unit.head is None


def test_the_page_says_so_beside_the_field(manager: User, client: Client) -> None:
    second = User.objects.create_user("second")
    client.force_login(manager)
    sent = {"display_name": "Second", "email": "", "superior": manager.pk, "language": "en"}
    answer = client.post(f"/people/{second.pk}/edit/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["superior"])


def test_nobody_becomes_head_by_letting_the_head_leave(manager: User, unit: Department) -> None:
    head, second = User.objects.create_user("head"), User.objects.create_user("second")
    User.objects.filter(pk=second.pk).update(superior=head)
    Department.objects.filter(pk=unit.pk).update(head=head)
    for line in (f"department-{unit.pk}", "report-0"):
        field = refused_field(
            lambda line=line: plan_departure(
                head, actor=manager, leaves_on=today(None) + timedelta(days=3), choices={line: manager.pk}
            )
        )
        assert field == line


def test_a_last_day_in_the_past_needs_the_step_of_leaving(manager: User) -> None:
    lin = User.objects.create_user("lin")
    with pytest.raises(Refused) as refused:
        change_person(lin, actor=manager, left_on=today(None) - timedelta(days=1))
    assert refused.value.field == "left_on"
    assert User.objects.get(pk=lin.pk).left_on is None
    change_person(lin, actor=manager, left_on=today(None) + timedelta(days=30))
    assert User.objects.get(pk=lin.pk).left_on == today(None) + timedelta(days=30)


def test_nobody_moves_a_login_under_themselves_as_head(manager: User, unit: Department) -> None:
    inner = Department.objects.create(code="inner", name_zh="内部", name_en="Inner", parent=unit)
    Department.objects.filter(pk=unit.pk).update(head=manager)
    second = User.objects.create_user("second")
    for place in (Department.objects.get(pk=unit.pk), Department.objects.get(pk=inner.pk)):
        assert (
            refused_field(lambda place=place: change_person(second, actor=manager, department=place)) == "department"
        )
    change_person(second, actor=User.objects.get(username="other_manager"), department=inner)
    change_person(User.objects.get(pk=second.pk), actor=manager, department=unit)
    assert User.objects.get(pk=second.pk).department == unit
