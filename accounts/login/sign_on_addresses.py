"""Addresses of logging in by the word of a provider; a provider that answers nonsense gets a sentence, not a fault."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from allauth.socialaccount.providers.dingtalk import views as dingtalk
from allauth.socialaccount.providers.feishu import views as feishu
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.http import HttpRequest, HttpResponse
from django.urls import path
from onelogin.saml2.errors import OneLogin_Saml2_Error

from accounts.login.single_sign_on import refused
from accounts.login.wecom import views as wecom

log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


def polite(view: View) -> View:
    """The view; where the provider leaves out what it must say, or says it in another shape, a refusal in words."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (KeyError, TypeError, ValueError, AttributeError, OneLogin_Saml2_Error) as fault:
            log.warning("single_sign_on_answer_not_understood", fault=type(fault).__name__, exc_info=True)
            return refused(request)

    return answered


def both_ways(code: str, views: Any) -> list[Any]:
    """The way there and the way back, as allauth names them."""
    return [
        path(f"{code}/login/", polite(views.oauth2_login), name=f"{code}_login"),
        path(f"{code}/login/callback/", polite(views.oauth2_callback), name=f"{code}_callback"),
    ]


urlpatterns = [
    path("oidc/<slug:provider_id>/login/", polite(oidc.login), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", polite(oidc.callback), name="openid_connect_callback"),
    path("saml/<slug:organization_slug>/login/", polite(saml.login), name="saml_login"),
    path("saml/<slug:organization_slug>/acs/", saml.acs, name="saml_acs"),
    path("saml/<slug:organization_slug>/acs/finish/", polite(saml.finish_acs), name="saml_finish_acs"),
    path("saml/<slug:organization_slug>/sls/", polite(saml.sls), name="saml_sls"),
    path("saml/<slug:organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
    *both_ways("wecom", wecom),
    *both_ways("dingtalk", dingtalk),
    *both_ways("feishu", feishu),
]
