"""The record of an account is changed on its page by whoever manages it, with version and history."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import AccountRegistration, PlatformAccount, User
from accounts.platforms.services import change_account
from accounts.platforms.tests.conftest import House
from accounts.platforms.tests.factory import pdf
from governance.public import (
    NotAllowed,
    PackBinding,
    StaleVersion,
    bind_pack,
    bound_packs,
    grant_role,
    history_of,
)

pytestmark = pytest.mark.django_db
RECORD = {
    "name_zh": "新名", "name_en": "New name", "url": "https://weibo.com/anhe", "department": "", "market": "US",
    "language": "en", "calendar": "US", "regulated_field": "health",
}  # fmt: skip


def test_whoever_manages_it_changes_it_once_per_version(house: House) -> None:
    account = house.opened()
    version = account.lock_version
    with pytest.raises(NotAllowed):
        change_account(account, actor=house.stranger, name_en="x")
    assert change_account(account, actor=house.manager, version=version, name_en="New", name_zh="微博") == ["name_en"]
    with pytest.raises(StaleVersion):
        change_account(account, actor=house.manager, version=version, name_en="Newer")
    with pytest.raises(ValidationError):
        change_account(account, actor=house.manager, market="CHINA")
    assert account.history.count() == 3
    assert history_of("platform_account", account.pk)[0].payload == {"fields": ["name_en"]}


def test_the_page_changes_the_record_and_keeps_what_was_typed_at_a_refusal(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    page = f"/accounts/{account.handle}/edit/"
    assert client.get(page).status_code == 200
    assert client.post(page, RECORD | {"version": account.lock_version}).status_code == 302
    account.refresh_from_db()
    assert (account.name_en, account.market, account.regulated_field) == ("New name", "US", "health")
    stale = client.post(page, RECORD | {"version": 0, "name_en": "Typed"})
    assert stale.status_code == 422
    assert 'value="Typed"' in stale.content.decode()


def test_the_pages_of_opening_and_registration_work(house: House, client: Client) -> None:
    client.force_login(house.manager)
    assert client.get("/accounts/new/").status_code == 200
    sent = RECORD | {
        "need": "Members", "platform": "weibo", "handle": "weibo-two", "name_basis": "official", "entity": "安禾",
        "number_kind": "credit_code", "number": "91350100M000100Y43", "responsible": house.manager.pk,
        "phone": "010-55550100", "mail": "a@anhe.example", "recovery": "b@anhe.example", "packs": ["douyin"],
        "papers": [pdf("a.pdf"), pdf("b.pdf")],
    }  # fmt: skip
    wrong = client.post("/accounts/new/", sent | {"number": "1", "papers": []})
    assert wrong.status_code == 422
    assert client.post("/accounts/new/", sent).status_code == 302
    account = PlatformAccount.objects.get(handle="weibo-two")
    assert account.papers.count() == 2
    page = client.get(account.get_absolute_url()).content.decode()
    assert "a.pdf" in page
    assert client.get(f"/accounts/{account.handle}/ask/").status_code == 200
    registration = AccountRegistration.objects.get(account=account)
    sent |= {"version": registration.lock_version, "phone": "010-55550199"}
    assert client.post(f"/accounts/{account.handle}/registration/", sent).status_code == 422
    assert client.get(f"/accounts/{account.handle}/registration/").status_code == 200


def test_rule_books_are_bound_and_unbound_on_the_page(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    address = f"/accounts/{account.handle}/bind/"
    assert client.post(address, {"pack": "douyin"}).status_code == 302
    assert client.post(address, {"pack": "made up"}).status_code == 302
    assert bound_packs(account_id=account.pk) == ("douyin",)
    binding = PackBinding.objects.get(account=account)
    end = f"/accounts/{account.handle}/bindings/{binding.pk}/end/"
    client.post(end, {"reason": ""})
    assert bound_packs(account_id=account.pk) == ("douyin",)
    client.post(end, {"reason": "Sold"})
    binding.refresh_from_db()
    assert binding.end_reason == "Sold"
    other = house.opened(handle="x-main", platform="x")
    kept = bind_pack("douyin", account=other, actor=None)
    assert client.post(f"/accounts/{account.handle}/bindings/{kept.pk}/end/", {"reason": "x"}).status_code == 404


def test_who_manages_one_account_binds_nothing_without_the_right_to_the_rule_books(
    house: House, client: Client
) -> None:
    account = house.opened()
    grant_role(house.stranger, "author", accounts=[account], actor=None)
    client.force_login(User.objects.get(pk=house.stranger.pk))
    assert client.post(f"/accounts/{account.handle}/bind/", {"pack": "douyin"}).status_code == 403
    assert client.get(f"/accounts/{account.handle}/edit/").status_code == 403


@pytest.mark.parametrize(
    "name", ["微博\u202e官方", "Wei\u200bbo", "a" + "\u0301" * 60, "\u3164", "line1\nline2", "\x07bell"]
)
def test_a_name_that_nobody_can_read_is_refused_and_comes_back(house: House, client: Client, name: str) -> None:
    account = house.opened()
    client.force_login(house.manager)
    sent = RECORD | {"version": account.lock_version, "name_en": name}
    answer = client.post(f"/accounts/{account.handle}/edit/", sent)
    account.refresh_from_db()
    assert (answer.status_code, account.name_zh == RECORD["name_zh"]) == (422, False)
