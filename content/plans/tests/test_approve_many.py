"""Many plan items are approved at once, each by the rules of one, as the list showed them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.conftest import NOW, House
from content.plans.models import PlanItem
from content.plans.services import edit_plan, return_plan, submit_plan
from governance.ledger.models import LedgerEntry

ADDRESS = "content:plans_approve"


def waiting(house: House) -> PlanItem:
    item = edit_plan(house.plan(), actor=house.author, topic="别的", at=NOW)
    return submit_plan(item, actor=house.author, at=NOW)


def chosen(*items: PlanItem) -> dict[str, list[str]]:
    return {"item": [f"{item.pk}:{item.lock_version}" for item in items]}


def test_what_is_ticked_is_approved_and_each_stands_in_the_ledger(house: House, client: Client) -> None:
    items = [waiting(house), waiting(house)]
    client.force_login(house.manager)
    page = client.get(reverse("content:plan_list") + "?status=submitted").content.decode()
    assert f'value="{items[0].pk}:{items[0].lock_version}"' in page
    client.post(reverse(ADDRESS), chosen(*items))
    assert {item.status for item in PlanItem.objects.all()} == {"approved"}
    assert LedgerEntry.objects.filter(event="plan.approved", actor=house.manager).count() == 4


def test_what_changed_since_or_is_ones_own_stays_and_the_rest_passes(house: House, client: Client) -> None:
    first, second = waiting(house), waiting(house)
    ticked = chosen(first, second)
    return_plan(first, actor=house.manager, note="缺", at=NOW)
    submit_plan(first, actor=house.author, at=NOW)
    client.force_login(house.manager)
    answer = client.post(reverse(ADDRESS), ticked, follow=True).content.decode()
    assert str(first) in answer
    assert list(PlanItem.objects.order_by("pk").values_list("status", flat=True)) == ["submitted", "approved"]
    client.force_login(house.author)
    assert "data-all" not in client.get(reverse("content:plan_list")).content.decode()
    first.refresh_from_db()
    client.post(reverse(ADDRESS), chosen(first))
    first.refresh_from_db()
    assert first.status == "submitted"


def test_nothing_chosen_and_nonsense_get_a_sentence(house: House, client: Client) -> None:
    client.force_login(house.manager)
    for item in ([], ["x"], ["1"], ["9" * 5000 + ":1"], ["1:2:3"], ["99999:0"]):
        assert client.post(reverse(ADDRESS), {"item": item}, follow=True).status_code == 200
