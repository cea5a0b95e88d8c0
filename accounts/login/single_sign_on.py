"""Logging in by the word of a provider of the company: OIDC, SAML, WeCom, DingTalk, Feishu (R-010, ASVS 6.8).

A provider says who somebody is, and no more: nobody signs up, no right comes with it, and what it tells of a person
is not kept. Who is not known by a field of the record, which administrators alone write, connects once from the
settings, after the password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from governance.public import ACT, Sentence, StaffRequest

log = structlog.get_logger(__name__)
CONNECT = "connect"
# Under this name the session keeps when the provider last saw the person prove who they are.
PROVED = "sign_on_proved_at"
ASK_ANEW = "&auth_params=prompt%3Dlogin%26max_age%3D0"
# Names in the reader's language; OIDC and SAML are called what their variable says.
NAMES = {
    "wecom": gettext_lazy("WeCom"), "dingtalk": gettext_lazy("DingTalk"), "feishu": gettext_lazy("Feishu"),
}  # fmt: skip


def claims_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What a provider says of somebody, one text by claim: SAML sends lists, OIDC two tables."""
    tables = [table for table in (data.get("id_token"), data.get("userinfo")) if isinstance(table, Mapping)]
    merged = {name: value for table in tables or [data] for name, value in table.items()}
    found = {}
    for name, value in merged.items():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str | int) and not isinstance(first, bool):
            found[name] = str(first).strip()
    return found


def person_known_by(provider: str, claims: Mapping[str, str]) -> User | None:
    """The one active person whose record holds what the provider says; None for nobody, or for more than one."""
    claim, field = settings.SINGLE_SIGN_ON.matches.get(provider, ("", ""))
    value = claims.get(claim, "")
    if not value:
        return None
    lookup = field if field == "username" else f"{field}__iexact"
    people = list(User.objects.filter(**{lookup: value})[:2])
    return people[0] if len(people) == 1 and people[0].is_active else None


def _proved_at(provider: str, claims: Mapping[str, str]) -> float | None:
    """When the person last showed there who they are, in seconds; None where a remembered login says nothing of it."""
    proof = settings.SINGLE_SIGN_ON.proofs.get(provider, "")
    if proof == ACT:
        return timezone.now().timestamp()
    try:
        return float(claims[proof]) if proof else None
    except (KeyError, ValueError):
        return None


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """What allauth asks about logins by the word of others."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """A provider that is not switched on has no page."""
        apps = self.list_apps(request, provider=provider, client_id=client_id)
        if len(apps) != 1:
            raise Http404
        return apps[0]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse another company, find the person, forget the rest."""
        provider = sociallogin.provider.id
        claims = claims_of(sociallogin.account.extra_data)
        company = settings.SINGLE_SIGN_ON.companies.get(provider)
        if company is not None and claims.get(company[0]) != company[1]:
            log.warning("single_sign_on_of_another_company", provider=provider)
            raise self._refused(request, _("This login belongs to another company. Please choose the company's own."))
        sociallogin.state[PROVED] = _proved_at(provider, claims)
        if sociallogin.account.extra_data:
            sociallogin.account.extra_data = {}
            if sociallogin.account.pk:
                sociallogin.account.save(update_fields=["extra_data"])
        if sociallogin.is_existing or sociallogin.state.get("process") == CONNECT:
            return
        person = person_known_by(provider, claims)
        if person is None:
            log.warning("single_sign_on_of_nobody_known", provider=provider)
            raise self._refused(
                request,
                _("Nobody here is known by this login. Log in with your password and connect it in your settings, or"
                  " ask an administrator to check your record."),
            )  # fmt: skip
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """One sentence on the login page, whatever went wrong on the way; the log says what."""
        log.warning("single_sign_on_failed", provider=provider.id, error=str(error), fault=type(exception).__name__)
        raise ImmediateHttpResponse(refused(request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Connections stand in the ledger and on the settings page; no mail of its own."""

    def _refused(self, request: HttpRequest, sentence: Sentence) -> ImmediateHttpResponse:
        return ImmediateHttpResponse(refused(request, sentence))


def refused(request: HttpRequest, sentence: Sentence = "") -> HttpResponse:
    """Back to where one began, with the sentence."""
    failed = _("Logging in there did not work, or was broken off. Please try again, or use your password.")
    messages.error(request, str(sentence or failed))
    return redirect("socialaccount_connections" if request.user.is_authenticated else "account_login")


@dataclass(frozen=True, slots=True)
class Way:
    """A provider as a page offers it: under which code its logins are kept, its name, where its form is sent."""

    code: str
    name: str
    address: str


def ways_in(request: HttpRequest, **state: str) -> list[Way]:
    """The providers that are switched on, none where none is; `state` travels along (`process`, `next`)."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    found = SingleSignOnAdapter(request).list_providers(request)
    return [Way(row.sub_id, str(NAMES.get(row.id, row.name)), row.get_login_url(request, **state)) for row in found]


def ways_to_confirm(request: StaffRequest, back: str) -> list[Way]:
    """The providers to which this person is connected, told to ask for the password anew."""
    connected = set(SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True))
    return [
        Way(way.code, way.name, f"{way.address}{ASK_ANEW}")
        for way in ways_in(request, process="login", next=back)
        if way.code in connected
    ]
