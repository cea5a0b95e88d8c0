"""A changed chain is tried on the last drafts before it is proposed (R-030, R-035 to R-038)."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.review.models import ReviewSlot
from content.review.trial import try_chain
from governance.public import PolicyVersion, param

pytestmark = pytest.mark.django_db


def test_it_shows_what_comes_and_goes_and_what_nobody_could_sign(house: House) -> None:
    house.submitted(flags=["important"])
    house.submitted()
    house.submitted(house.weibo)
    rows = ReviewSlot.objects.count()
    chain = [dict(row) for row in param("review.chain", pack="douyin").value]
    assert [row.differs for row in try_chain("douyin", chain)] == [False, False]
    executive = next(row for row in chain if row["code"] == "executive")
    executive["when"] = "always"
    executive.pop("flags")
    plain, important = try_chain("douyin", chain)
    assert [slot.code for slot in plain.added] == ["executive"]
    assert not important.differs
    assert plain.nobody == []
    executive["permission"] = "governance.confirm_facts"
    house.department_head.is_active = False
    house.department_head.save()
    assert [slot.permission for slot in try_chain("douyin", chain)[0].nobody] == ["governance.confirm_facts"]
    assert len(try_chain("douyin", chain, last=1)) == 1
    assert ReviewSlot.objects.count() == rows


def test_no_change_goes_below_two_people(house: House) -> None:
    house.submitted()
    tried = try_chain("douyin", [])
    assert [slot.permission for slot in tried[0].then] == ["accounts.review_first", "accounts.review_final"]


def test_the_page_tries_and_then_proposes(house: House, client: Client) -> None:
    house.submitted()
    client.force_login(house.manager)
    address = reverse("content:chain_trial", args=["douyin"])
    change = reverse("governance:parameter_change", args=["douyin", "review.chain"])
    assert address in client.get(change).content.decode()
    chain = [dict(row) for row in param("review.chain", pack="douyin").value]
    data = {"chain": json.dumps(chain), "last": 20}
    assert len(client.post(address, data).context["tried"]) == 1
    for wrong in ("[", "[1]", '[{"code": "first"}]', "{}", "[" * 5_000):
        assert client.post(address, {**data, "chain": wrong}).status_code == 422
    next(row for row in chain if row["code"] == "executive")["flags"] = ["important"]
    data = {"chain": json.dumps(chain), "last": 20, "propose": "1"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "reason": "Fewer flags"}).status_code == 302
    assert PolicyVersion.objects.filter(status="draft").count() == 1
    client.force_login(house.author)
    assert client.get(address).status_code == 403
