"""The page of an account leads each reader only where that reader may go, and speaks in names."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.platforms.tests.conftest import House
from governance.public import ApprovalRequest, grant_role

pytestmark = pytest.mark.django_db


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_its_request_and_its_rights_are_links_for_whom_they_open(house: House) -> None:
    account, request = house.opened(), ApprovalRequest.objects.get()
    grant_role(house.stranger, "author", accounts=[account], actor=None)
    address = account.get_absolute_url()
    for link in (request.get_absolute_url(), f"{address}access/"):
        assert link in page(house.manager, address)
        assert link not in page(house.stranger, address)


def test_market_and_calendar_stand_by_name(house: House) -> None:
    account = house.opened()
    text = page(house.manager, account.get_absolute_url())
    assert "CN, CN" not in text
    assert "中国大陆, 中国<" in text


def test_the_opening_request_names_calendar_and_rule_books(house: House) -> None:
    account, request = house.opened(), ApprovalRequest.objects.get()
    ApprovalRequest.objects.update(payload=request.payload | {"packs": "douyin"})
    text = page(house.manager, request.get_absolute_url())
    assert "<bdi>douyin</bdi>" not in text
    assert f"<bdi>{account.calendar}</bdi>" not in text
