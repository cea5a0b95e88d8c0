"""Two administrators open the same record: the second save does not overwrite the first, and says why."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.people.models import Department, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients() -> list[Client]:
    pair = [Client(), Client()]
    for number, client in enumerate(pair):
        client.force_login(User.objects.create_superuser(f"root{number}"))
    return pair


def shown(client: Client, page: str) -> dict[str, Any]:
    """What the form holds when it is opened."""
    form = client.get(page).context["adminform"].form
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def test_the_second_of_two_saves_is_refused_and_keeps_what_was_typed(clients: list[Client]) -> None:
    wang = User.objects.create_user("wang", display_name="王雨桐", post="Author")
    page = reverse("admin:accounts_user_change", args=[wang.pk])
    first, second = (shown(client, page) for client in clients)
    assert 'name="seen_version"' in clients[0].get(page).content.decode()
    assert clients[0].post(page, {**first, "post": "Editor"}).status_code == 302
    answer = clients[1].post(page, {**second, "display_name": "王雨彤"})
    assert answer.status_code == 200
    assert len(answer.context["adminform"].form.non_field_errors()) == 1
    assert "王雨彤" in answer.content.decode()
    wang.refresh_from_db()
    assert (wang.post, wang.display_name) == ("Editor", "王雨桐")
    again = shown(clients[1], page)
    assert clients[1].post(page, {**again, "display_name": "王雨彤"}).status_code == 302
    wang.refresh_from_db()
    assert (wang.post, wang.display_name) == ("Editor", "王雨彤")
    assert "een version" not in LogEntry.objects.latest("pk").change_message


def test_a_login_meanwhile_is_no_change_of_the_record(clients: list[Client]) -> None:
    wang = User.objects.create_user("wang")
    page = reverse("admin:accounts_user_change", args=[wang.pk])
    values = shown(clients[0], page)
    Client().force_login(wang)
    assert clients[0].post(page, {**values, "post": "Editor"}).status_code == 302


def test_departments_are_kept_the_same_way(clients: list[Client]) -> None:
    row = Department.objects.create(code="office", name_zh="办公室", name_en="Office")
    page = reverse("admin:accounts_department_change", args=[row.pk])
    first, second = (shown(client, page) for client in clients)
    assert clients[0].post(page, {**first, "name_en": "Bureau"}).status_code == 302
    assert clients[1].post(page, {**second, "name_zh": "处"}).status_code == 200
    row.refresh_from_db()
    assert (row.name_zh, row.name_en) == ("办公室", "Bureau")


def test_an_older_version_is_taken_up_again_against_the_present_one(clients: list[Client]) -> None:
    row = Department.objects.create(code="office", name_zh="办公室", name_en="Office")
    page = reverse("admin:accounts_department_change", args=[row.pk])
    clients[0].post(page, {**shown(clients[0], page), "name_en": "Bureau"})
    oldest = row.history.earliest()
    revert = reverse("admin:accounts_department_simple_history", args=[row.pk, oldest.pk])
    form = clients[0].get(revert).context["adminform"].form
    values = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert values["name_en"] == "Office"
    assert clients[0].post(revert, values).status_code == 302
    row.refresh_from_db()
    assert row.name_en == "Office"
