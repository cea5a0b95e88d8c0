"""The list of plan items is narrowed by words, account and person; the states stay beside it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from content.conftest import NOW, House
from content.plans.models import PlanItem
from content.plans.services import create_plan

ADDRESS = "content:plan_list"


def shown(client: Client, **filters: str | int) -> list[str]:
    answer = client.get(reverse(ADDRESS), filters)
    assert answer.status_code == 200
    return sorted(item.title for item in answer.context["page"])


def test_words_account_and_person_narrow_the_list(house: House, client: Client) -> None:
    house.plan(title="甲")
    house.plan(house.weibo, title="乙")
    other = create_plan(actor=house.author, account=house.account, title="丙", at=NOW)
    PlanItem.objects.filter(pk=other.pk).update(author=house.manager)
    client.force_login(house.author)
    assert shown(client) == ["丙", "乙", "甲"]
    assert shown(client, q="甲") == ["甲"]
    assert shown(client, account=house.weibo.pk) == ["乙"]
    assert shown(client, mine="on") == ["乙", "甲"]
    assert shown(client, mine="on", status="approved", account=house.account.pk) == ["甲"]
    assert shown(client, account="9" * 30) == ["丙", "乙", "甲"]


def test_the_states_keep_what_the_list_is_narrowed_by(house: House, client: Client) -> None:
    client.force_login(house.author)
    page = client.get(reverse(ADDRESS), {"q": "甲", "status": "draft"})
    assert "q=%E7%94%B2&status=approved" in {tab["url"].lstrip("?") for tab in page.context["tabs"]}
    assert 'name="status" value="draft"' in page.content.decode()


def test_a_search_costs_the_same_for_one_row_and_for_ten(
    house: House, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        create_plan(actor=house.author, account=house.account, title=f"甲{number}", at=NOW)
    client.force_login(house.author)
    shown(client)
    with django_assert_max_num_queries(14):
        assert len(shown(client, q="甲")) == 10


def test_a_move_says_once_that_it_was_made(house: House, client: Client) -> None:
    item = house.plan()
    client.force_login(house.author)
    data = {"move": "drop", "version": item.lock_version, "note": "不做了"}
    answer = client.post(reverse("content:planitem_move", args=[item.pk]), data, follow=True)
    assert [str(row) for row in answer.context["messages"]] == ["计划项已放弃。"]
