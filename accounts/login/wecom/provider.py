"""WeCom (企业微信) in the form of allauth's providers: who scanned the code is a member of the company."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from accounts.login.wecom.views import WeComAdapter


class WeComAccount(ProviderAccount):
    """A member of the company, by the number that its administrators gave."""


class WeComProvider(OAuth2Provider):
    """The company's own app; `client_id` is the number of the company, `agent_id` that of the app."""

    id = "wecom"
    name = "WeCom"
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def get_auth_params(self) -> dict[str, Any]:
        """What the page with the code wants besides number and way back."""
        return {**super().get_auth_params(), "login_type": "CorpApp", "agentid": self.app.settings["agent_id"]}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["userid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"username": data["userid"]}
