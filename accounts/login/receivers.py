"""What allauth tells of second factors and of logins elsewhere: each change stands in the ledger (R-010)."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.login.services import reseal_factor
from accounts.login.single_sign_on import PROVED
from accounts.people.models import User
from governance.public import record


def _tell(event: str, user: User, authenticator: Authenticator) -> None:
    record(event, actor=user, kind="user", object_id=user.pk, payload={"type": str(authenticator.type)})


@receiver(signals.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell("login.factor_added", user, authenticator)


@receiver(signals.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell("login.factor_removed", user, authenticator)


@receiver(signals.authenticator_reset)
def codes_renewed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell("login.codes_renewed", user, authenticator)


@receiver(signals.authenticator_used)
def factor_used(authenticator: Authenticator, **kwargs: Any) -> None:
    reseal_factor(authenticator)


@receiver(user_logged_in)
def login_proved(request: HttpRequest, sociallogin: SocialLogin | None = None, **kwargs: Any) -> None:
    """What a provider proved of the person's being there counts as a confirmation for as long as a password does."""
    if sociallogin is not None:
        request.session[PROVED] = sociallogin.state.get(PROVED)


@receiver(social_account_added)
def login_connected(sociallogin: SocialLogin, **kwargs: Any) -> None:
    _tell_of_login("login.connected", sociallogin.account)


@receiver(social_account_removed)
def login_disconnected(socialaccount: SocialAccount, **kwargs: Any) -> None:
    _tell_of_login("login.disconnected", socialaccount)


def _tell_of_login(event: str, account: SocialAccount) -> None:
    record(event, actor=account.user, kind="user", object_id=account.user_id, payload={"provider": account.provider})
