"""People and departments in the administration: added without a password, never above themselves."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.models import Department, User
from accounts.people.rules import CODE_CHOSEN_ONCE
from accounts.people.services import change_department
from governance.public import Refused

pytestmark = pytest.mark.django_db
FORM = {
    "username": "wang", "display_name": "王雨桐", "email": "wang@company.example", "employee_number": "",
    "department": "", "superior": "", "post": "", "language": "zh-hans", "time_zone": "Asia/Shanghai",
    "joined_on": str(date(2026, 1, 5)), "left_on": "",
}  # fmt: skip


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_a_person_is_added_who_sets_the_password_by_mail(client: Client) -> None:
    answer = client.post(reverse("admin:accounts_user_add"), FORM)
    assert answer.status_code == 302
    assert not User.objects.get(username="wang").has_usable_password()


@pytest.mark.parametrize("fault", [{"username": "r\u043eot"}, {"username": "root"}, {"email": "no address"}])
def test_what_does_not_fit_is_said_in_the_form(client: Client, fault: dict[str, str]) -> None:
    answer = client.post(reverse("admin:accounts_user_add"), {**FORM, **fault})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == fault.keys()
    assert User.objects.count() == 1


def test_nobody_is_their_own_superior(client: Client) -> None:
    wang = User.objects.create_user("wang")
    answer = client.post(reverse("admin:accounts_user_change", args=[wang.pk]), {**FORM, "superior": wang.pk})
    assert answer.status_code in (200, 409, 422)
    wang.refresh_from_db()
    assert wang.superior is None


def test_no_department_is_part_of_itself(client: Client) -> None:
    whole = Department.objects.create(code="whole", name_zh="总部", name_en="Whole")
    values = {"code": "whole", "name_zh": "总部", "name_en": "Whole", "parent": whole.pk, "is_active": "on"}
    answer = client.post(reverse("admin:accounts_department_change", args=[whole.pk]), values)
    assert answer.status_code in (200, 409, 422)
    whole.refresh_from_db()
    assert whole.parent is None


@pytest.mark.timeout(20)
def test_a_circle_that_stands_already_is_refused_and_not_walked_for_ever(client: Client) -> None:
    root = User.objects.get(username="root")
    first = Department.objects.create(code="first", name_zh="一", name_en="First")
    Department.objects.filter(pk=first.pk).update(parent=first)
    second = Department.objects.create(code="second", name_zh="二", name_en="Second")
    with pytest.raises(Refused):
        change_department(second, actor=root, parent=Department.objects.get(pk=first.pk))


def test_the_code_of_a_department_is_chosen_once(client: Client) -> None:
    root, whole = User.objects.get(username="root"), Department.objects.create(code="rnd", name_zh="研发", name_en="R")
    page = reverse("admin:accounts_department_change", args=[whole.pk])
    shown = client.get(page)
    assert "code" not in shown.context["adminform"].form.fields
    assert str(CODE_CHOSEN_ONCE) in shown.content.decode()
    form = shown.context["adminform"].form
    values = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert client.post(page, {**values, "code": "research", "name_en": "Research"}).status_code == 302
    whole.refresh_from_db()
    assert (whole.code, whole.name_en) == ("rnd", "Research")
    with pytest.raises(Refused) as refused:
        change_department(whole, actor=root, code="research")
    assert refused.value.field == "code"
    change_department(whole, actor=root, code="rnd", name_en="Lab")
    whole.refresh_from_db()
    assert (whole.code, whole.name_en) == ("rnd", "Lab")
