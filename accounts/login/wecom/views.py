"""The way to WeCom and back: a page with a code, then who scanned it, asked with the app's own token.

WeCom's own form of OAuth 2 (developer.work.weixin.qq.com, documents 98151, 91039 and 98176): the token belongs to the
app, not to the person, and the code is handed in when asking who it is. Whoever is not a member has no `userid`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

TOKEN_SECONDS = 7200


class WeComClient(OAuth2Client):
    """Names the parameters as WeCom does."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        params = {"appid": self.consumer_key, "redirect_uri": self.callback_url, **extra_params}
        if self.state:
            params["state"] = self.state
        return f"{authorization_url}?{urlencode(sorted(params.items()))}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        """The token of the app; the code travels with it to the question who it is."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.access_token_url, params={"corpid": self.consumer_key, "corpsecret": self.consumer_secret}
            )
        told = _told(answer)
        return {
            "access_token": told["access_token"],
            "expires_in": told.get("expires_in", TOKEN_SECONDS),
            "code": code,
        }


class WeComAdapter(OAuth2Adapter):
    """Where WeCom's pages lie."""

    provider_id = "wecom"
    authorize_url = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    access_token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"  # noqa: S105 - an address
    profile_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"
    client_class = WeComClient

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who scanned the code. Raises OAuth2Error where WeCom refuses, or for somebody outside the company."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url, params={"access_token": token.token, "code": kwargs["response"]["code"]}
            )
        told = _told(answer)
        if not told.get("userid"):
            raise OAuth2Error("whoever scanned the code is not a member of the company")
        return self.get_provider().sociallogin_from_response(request, {"userid": told["userid"]})


def _told(answer: Any) -> dict[str, Any]:
    """The body, where WeCom says that it worked; its words are not passed on, they may hold the token."""
    answer.raise_for_status()
    body: Any = answer.json()
    if not isinstance(body, dict) or body.get("errcode", 0) != 0:
        raise OAuth2Error(f"WeCom answered with error {body.get('errcode') if isinstance(body, dict) else 'unknown'}")
    return body


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
