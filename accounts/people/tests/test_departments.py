"""Departments are added and changed on their pages by whoever manages people; no loop, no head who left."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Department, User
from accounts.people.departments import tree_of
from accounts.people.services import add_department, change_department
from governance.public import Denial, LedgerEntry, Refused, grant_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def manager() -> User:
    manager = User.objects.create_user("manager")
    grant_role(manager, "admin", actor=None)
    return User.objects.get(pk=manager.pk)


def unit(code: str, parent: Department | None = None) -> Department:
    return Department.objects.create(code=code, name_zh=code, name_en=code.title(), parent=parent)


def test_added_and_changed_on_the_pages(manager: User, client: Client) -> None:
    client.force_login(manager)
    head, top = User.objects.create_user("head"), unit("top")
    sent: dict[str, Any] = {
        "code": "pr",
        "name_zh": "公关部",
        "name_en": "Public relations",
        "parent": top.pk,
        "head": "",
    }
    assert client.post("/departments/new/", sent).status_code == 302
    made = Department.objects.get(code="pr")
    assert (made.parent, LedgerEntry.objects.get(event="department.created").actor) == (top, manager)
    assert client.post("/departments/new/", sent).status_code == 422
    sent |= {"head": head.pk, "name_en": "Press", "is_active": "on"}
    assert client.post(f"/departments/{made.pk}/edit/", sent).status_code == 302
    made.refresh_from_db()
    assert (made.head, made.name_en, made.code) == (head, "Press", "pr")
    page = client.get("/departments/").content.decode()
    assert "head" in page
    assert "公关部" in page


def test_a_loop_is_refused_beside_the_field_and_changes_nothing(manager: User, client: Client) -> None:
    client.force_login(manager)
    top = unit("top")
    middle = unit("middle", top)
    low = unit("low", middle)
    sent = {"name_zh": "top", "name_en": "Top", "parent": low.pk, "is_active": "on"}
    assert client.post(f"/departments/{top.pk}/edit/", sent).status_code == 422
    for parent in (middle, low):
        with pytest.raises(Refused) as refused:
            change_department(middle, actor=manager, parent=parent)
        assert refused.value.field == "parent"
    assert Department.objects.get(code="top").parent is None


def test_a_head_who_left_and_closing_what_is_in_use_are_refused(manager: User) -> None:
    gone, top = User.objects.create_user("gone", is_active=False), unit("top")
    with pytest.raises(Refused) as refused:
        change_department(top, actor=manager, head=gone)
    assert refused.value.field == "head"
    with pytest.raises(Refused):
        add_department(actor=manager, code="x", name_zh="x", name_en="x", head=gone)
    staff = User.objects.create_user("staff", department=top)
    with pytest.raises(Refused) as refused:
        change_department(top, actor=manager, is_active=False)
    assert refused.value.field == "is_active"
    User.objects.filter(pk=staff.pk).update(is_active=False)
    change_department(top, actor=manager, is_active=False)
    assert not Department.objects.get().is_active


def test_nobody_else_adds_or_changes_one(manager: User) -> None:
    stranger, top = User.objects.create_user("stranger"), unit("top")
    with pytest.raises(Denial):
        add_department(actor=stranger, code="x", name_zh="x", name_en="x")
    with pytest.raises(Denial):
        change_department(top, actor=stranger, name_en="Mine")


def test_the_tree_shows_each_once_below_its_own(manager: User) -> None:
    top = unit("a")
    low = unit("b", top)
    unit("c", low)
    unit("d", top)
    rows = list(Department.objects.order_by("code"))
    assert [(depth, row.code) for depth, row in tree_of(rows)] == [(0, "a"), (1, "b"), (2, "c"), (1, "d")]
    assert [row.code for _depth, row in tree_of(rows[1:])] == ["b", "c", "d"]
