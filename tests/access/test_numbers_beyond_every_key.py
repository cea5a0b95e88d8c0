"""A number that no database could hold is unknown like any other, wherever a page reads one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.access.world import World

pytestmark = pytest.mark.django_db
BEYOND = str(10**30)


@pytest.mark.parametrize(
    ("name", "names"),
    [("accounts:grants_ask", ("people", "accounts")), ("content:lint", ("accounts", "account"))],
)
def test_a_form_refuses_it_or_leaves_it_out(world: World, name: str, names: tuple[str, ...]) -> None:
    client = world.clients["author"]
    assert client.post(reverse(name), dict.fromkeys(names, BEYOND)).status_code in (200, 400, 422)


@pytest.mark.parametrize("field", ["person", "account"])
def test_a_filter_leaves_it_out(world: World, field: str) -> None:
    assert world.clients["manager"].get(reverse("governance:duty_records"), {field: BEYOND}).status_code == 200
