"""Logging in by the word of a provider: it says who somebody is; nobody signs up, and no right comes with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.login.confirmation import CONFIRMED_FOR, confirmed_at
from accounts.login.tests.provider import Provider, running_provider
from accounts.login.wecom.views import WeComAdapter
from accounts.people.models import User
from governance.public import LedgerEntry, login_providers

pytestmark = pytest.mark.django_db
PASSWORD = "quite a long pass phrase 9"


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin", email="lin@company.example", employee_number="AH0007", password=PASSWORD)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as found:
        yield found


def switch_on(settings: Any, **environment: str) -> None:
    """As the environment of a company would."""
    settings.SINGLE_SIGN_ON = login_providers(environment)
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.apps


@pytest.fixture
def oidc(settings: Any, provider: Provider) -> Provider:
    """The company's OIDC server, on which people are known by their login name."""
    switch_on(
        settings, OIDC_SERVER_URL=provider.address, OIDC_CLIENT_ID="site", OIDC_CLIENT_SECRET="secret",
        OIDC_NAME="Anhe", OIDC_MATCH="preferred_username:username",
    )  # fmt: skip
    provider.answers = {
        "/.well-known/openid-configuration": {
            "issuer": provider.address, "authorization_endpoint": f"{provider.address}/authorize",
            "token_endpoint": f"{provider.address}/token", "userinfo_endpoint": f"{provider.address}/userinfo",
            "jwks_uri": f"{provider.address}/keys",
        },
        "/token": {"access_token": "t", "token_type": "Bearer"},
        "/userinfo": {"sub": "4711", "preferred_username": "lin", "email": "lin@company.example"},
    }  # fmt: skip
    return provider


@pytest.fixture
def wecom(settings: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """WeCom, on which people are known by their number."""
    switch_on(
        settings, WECOM_CORP_ID="corp", WECOM_AGENT_ID="1000002", WECOM_SECRET="secret",
        WECOM_MATCH="userid:employee_number",
    )  # fmt: skip
    monkeypatch.setattr(WeComAdapter, "access_token_url", f"{provider.address}/gettoken")
    monkeypatch.setattr(WeComAdapter, "profile_url", f"{provider.address}/getuserinfo")
    provider.answers = {
        "/gettoken": {"errcode": 0, "errmsg": "ok", "access_token": "t", "expires_in": 7200},
        "/getuserinfo": {"errcode": 0, "errmsg": "ok", "userid": "AH0007"},
    }
    return provider


def go(client: Client, address: str, callback: str, **query: str) -> Any:
    """Press the button, and come back from the provider with a code; the page at which one ends."""
    sent = client.post(address)
    assert sent.status_code == 302, sent.content
    asked = parse_qs(urlsplit(sent["Location"]).query)
    return client.get(callback, {"code": "c", "state": asked["state"][0], **query}, follow=True)


def by_oidc(client: Client, **state: str) -> Any:
    address = reverse("openid_connect_login", args=["company"])
    query = "&".join(f"{name}={value}" for name, value in state.items())
    return go(client, f"{address}?{query}", reverse("openid_connect_callback", args=["company"]))


def by_wecom(client: Client) -> Any:
    return go(client, reverse("wecom_login"), reverse("wecom_callback"))


def is_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_whoever_the_provider_names_is_in(lin: User, oidc: Provider, client: Client) -> None:
    by_oidc(client)
    assert is_in(client, lin)
    entry = LedgerEntry.objects.get(event="login.succeeded")
    assert (entry.actor, entry.payload) == (lin, {"provider": "company"})
    assert LedgerEntry.objects.filter(event="login.connected", actor=lin).count() == 1


def test_what_the_provider_tells_besides_is_not_kept(lin: User, oidc: Provider, client: Client) -> None:
    for _time in range(2):
        by_oidc(client)
        client.logout()
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize("claims", [{"preferred_username": "nobody"}, {}, {"preferred_username": ["lin"], "sub": ""}])
def test_nobody_signs_up_by_it(lin: User, oidc: Provider, client: Client, claims: dict[str, Any]) -> None:
    lin.username = "another"
    lin.save()
    oidc.answers["/userinfo"] = {"sub": "4711", **claims}
    answer = by_oidc(client)
    assert "_auth_user_id" not in client.session
    assert answer.redirect_chain[-1][0] == reverse("account_login")
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_mail_address_alone_opens_nothing(lin: User, oidc: Provider, client: Client) -> None:
    oidc.answers["/userinfo"] = {"sub": "9", "preferred_username": "x", "email": lin.email, "email_verified": True}
    by_oidc(client)
    assert "_auth_user_id" not in client.session


def test_a_closed_login_stays_closed(lin: User, oidc: Provider, client: Client) -> None:
    by_oidc(client)
    client.logout()
    User.objects.filter(pk=lin.pk).update(is_active=False)
    by_oidc(client)
    assert "_auth_user_id" not in client.session


def test_two_people_of_one_number_are_nobody(lin: User, wecom: Provider, client: Client) -> None:
    User.objects.create_user("lin_two", employee_number=lin.employee_number)
    by_wecom(client)
    assert "_auth_user_id" not in client.session


def test_an_answer_to_a_question_that_was_not_asked_opens_nothing(lin: User, oidc: Provider, client: Client) -> None:
    answer = client.get(reverse("openid_connect_callback", args=["company"]), {"code": "c", "state": "made up"})
    assert answer.status_code in (302, 401)
    assert "_auth_user_id" not in client.session


def test_a_member_of_the_company_is_in_by_wecom(lin: User, wecom: Provider, client: Client) -> None:
    sent = client.post(reverse("wecom_login"))
    place, asked = urlsplit(sent["Location"]), parse_qs(urlsplit(sent["Location"]).query)
    assert (place.netloc, asked["appid"], asked["agentid"]) == ("login.work.weixin.qq.com", ["corp"], ["1000002"])
    by_wecom(client)
    assert is_in(client, lin)
    assert any("code=c" in path for path, _body in wecom.asked if path.startswith("/getuserinfo"))


@pytest.mark.parametrize(
    "told", [{"errcode": 0, "openid": "stranger"}, {"errcode": 40029, "errmsg": "invalid code"}, ["not a table"]]
)
def test_whoever_wecom_does_not_know_is_refused_in_words(
    lin: User, wecom: Provider, client: Client, told: Any
) -> None:
    wecom.answers["/getuserinfo"] = told
    answer = by_wecom(client)
    assert "_auth_user_id" not in client.session
    assert answer.redirect_chain[-1][0] == reverse("account_login")
    assert answer.context["messages"]


def test_feishu_of_another_company_is_refused(
    lin: User, settings: Any, provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(
        settings, FEISHU_APP_ID="app", FEISHU_APP_SECRET="s", FEISHU_TENANT_KEY="ours",
        FEISHU_MATCH="employee_no:employee_number",
    )  # fmt: skip
    monkeypatch.setattr(FeishuOAuth2Adapter, "access_token_url", f"{provider.address}/token")
    monkeypatch.setattr(FeishuOAuth2Adapter, "user_info_url", f"{provider.address}/me")
    monkeypatch.setattr(FeishuOAuth2Client, "app_access_token_url", f"{provider.address}/app")
    told = {"open_id": "o1", "employee_no": "AH0007", "tenant_key": "theirs"}
    provider.answers = {
        "/app": {"app_access_token": "a"}, "/token": {"data": {"access_token": "t"}}, "/me": {"code": 0, "data": told},
    }  # fmt: skip
    go(client, reverse("feishu_login"), reverse("feishu_callback"))
    assert "_auth_user_id" not in client.session
    told["tenant_key"] = "ours"
    go(client, reverse("feishu_login"), reverse("feishu_callback"))
    assert is_in(client, lin)


def test_dingtalk_is_connected_once_after_the_password(
    lin: User, settings: Any, provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(settings, DINGTALK_CLIENT_ID="key", DINGTALK_CLIENT_SECRET="secret")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "access_token_url", f"{provider.address}/token")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "profile_url", f"{provider.address}/me")
    provider.answers = {
        "/token": {"accessToken": "t", "refreshToken": "r", "expireIn": 7200}, "/me": {"openId": "d1", "nick": "Lin"},
    }  # fmt: skip
    go(client, reverse("dingtalk_login"), reverse("dingtalk_callback"))
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": "lin", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    go(client, f"{reverse('dingtalk_login')}?process=connect", reverse("dingtalk_callback"))
    assert SocialAccount.objects.get().user == lin
    other = Client()
    go(other, reverse("dingtalk_login"), reverse("dingtalk_callback"))
    assert is_in(other, lin)


def test_a_provider_that_is_not_switched_on_has_no_page(client: Client) -> None:
    addresses = [reverse(f"{name}_login") for name in ("wecom", "dingtalk", "feishu")]
    addresses += [reverse("openid_connect_login", args=["company"]), reverse("saml_login", args=["company"])]
    assert {client.post(address).status_code for address in addresses} == {404}
    assert "wecom" not in client.get(reverse("account_login")).content.decode()


def test_the_login_page_offers_what_is_switched_on(wecom: Provider, client: Client) -> None:
    assert reverse("wecom_login") in client.get(reverse("account_login")).content.decode()


def confirmed(client: Client, user: User) -> bool:
    """Whether this session counts as confirmed now."""
    request: Any = type("Request", (), {"session": client.session, "user": user})()
    moment = confirmed_at(request)
    return moment is not None and timezone.now() - moment < CONFIRMED_FOR


def test_whoever_has_no_password_confirms_by_proving_it_there_once_more(
    lin: User, oidc: Provider, client: Client
) -> None:
    lin.set_unusable_password()
    lin.save()
    by_oidc(client)
    assert is_in(client, lin)
    assert not confirmed(client, lin), "a remembered login of an unlocked browser proves nothing"
    asked = client.get(reverse("login_confirm"), {"next": "/custody/"}).content.decode()
    assert "process=login" in asked
    assert "max_age" in asked
    for age, counts in ((timedelta(minutes=10), False), (timedelta(seconds=5), True)):
        oidc.answers["/userinfo"]["auth_time"] = int((timezone.now() - age).timestamp())
        by_oidc(client, process="login", next="/custody/")
        assert confirmed(client, lin) is counts


def test_a_code_that_was_scanned_is_a_proof_in_itself(lin: User, wecom: Provider, client: Client) -> None:
    by_wecom(client)
    assert confirmed(client, lin)


@pytest.mark.parametrize(
    "environment",
    [
        {"OIDC_CLIENT_ID": "half"},
        {"WECOM_CORP_ID": "c", "WECOM_AGENT_ID": "1", "WECOM_SECRET": "s", "WECOM_MATCH": "x"},
    ],
)
def test_half_a_provider_is_no_provider(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"must be set|write it as"):
        login_providers(environment)


def test_the_pages_of_providers_are_places_to_which_a_form_may_lead() -> None:
    found = login_providers({"OIDC_SERVER_URL": "https://id.company.example/realm", "OIDC_CLIENT_ID": "a",
                        "OIDC_CLIENT_SECRET": "b"})  # fmt: skip
    assert found.origins == ("https://id.company.example",)
