"""The pages of posts: seen by everybody, filled by those who may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import PostHolding, SheetAcceptance
from accounts.posts.tests.conftest import Staff

pytestmark = pytest.mark.django_db


def test_written_appointed_accepted_and_ended_on_the_pages(staff: Staff, client: Client) -> None:
    address = f"/posts/{staff.post().pk}/"
    client.force_login(staff.manager)
    assert (
        client.post(f"{address}sheet/", {"text_zh": "发布。", "text_en": "Publishes.", "number": 0}).status_code == 302
    )
    assert client.post(f"{address}appoint/", {"person": staff.anna.pk}).status_code == 302
    holding = PostHolding.objects.get()
    client.force_login(staff.anna)
    assert f"/posts/holdings/{holding.pk}/accept/" in client.get(address).content.decode()
    client.post(f"/posts/holdings/{holding.pk}/accept/", {"number": "9" * 5000})
    assert not SheetAcceptance.objects.exists()
    client.post(f"/posts/holdings/{holding.pk}/accept/", {"number": 1})
    assert SheetAcceptance.objects.get().holding == holding
    assert f"/posts/holdings/{holding.pk}/accept/" not in client.get(address).content.decode()
    client.force_login(staff.second)
    client.post(f"/posts/holdings/{holding.pk}/end/", {"reason": "Moves"})
    assert not PostHolding.objects.in_office(timezone.now()).exists()


def test_what_is_refused_stays_on_the_form_with_its_sentence(staff: Staff, client: Client) -> None:
    client.force_login(staff.manager)
    address = f"/posts/{staff.post().pk}/appoint/"
    answer = client.post(address, {"person": staff.anna.pk, "starts_on": "2020-01-01"})
    assert (answer.status_code, PostHolding.objects.count()) == (422, 0)
    assert client.post(address, {"person": staff.manager.pk}).status_code == 422


def test_the_list_costs_a_fixed_number_of_statements(
    staff: Staff, client: Client, django_assert_max_num_queries
) -> None:
    for code in ("planner", "creator", "publisher"):
        staff.appointed(code=code)
    client.force_login(staff.bert)
    with django_assert_max_num_queries(16):
        assert "anna" in client.get("/posts/").content.decode()
