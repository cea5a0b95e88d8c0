"""The directory of people tells nobody of accounts that they may not know."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.access.world import World

pytestmark = pytest.mark.django_db


def test_accounts_of_other_people_are_named_to_those_who_may_see_them(world: World) -> None:
    address = reverse("accounts:person_detail", args=world.far["person"])
    pages = {role: world.clients[role].get(address) for role in ("stranger", "author", "auditor", "admin")}
    told = {role for role, page in pages.items() if "far\u53f7" in page.content.decode()}
    assert told == {"auditor", "admin"}


def test_a_department_names_its_accounts_to_those_who_may_see_them(world: World) -> None:
    from accounts.public import Department, PlatformAccount

    (pk,) = world.far["department"]
    PlatformAccount.objects.filter(handle="far").update(department=Department.objects.get(pk=pk))
    address = reverse("accounts:department_detail", args=[pk])
    assert "far\u53f7" not in world.clients["stranger"].get(address).content.decode()
    assert "far\u53f7" in world.clients["auditor"].get(address).content.decode()
