"""The second factor: who must have one, that its secrets are sealed, and that the last one stays (R-010)."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.login.sealing import seal, unseal
from accounts.people.models import User

# Recovery codes stand in for a factor that was lost; they are none themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_factor(user: User) -> bool:
    """Whether the company demands a second factor of this person: SECOND_FACTOR_ROLES, or "all"."""
    roles: list[str] = settings.SECOND_FACTOR_ROLES
    if not roles:
        return False
    return "all" in roles or user.groups.filter(name__in=roles).exists()


def has_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks about second factors."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor of somebody who must have one stays until there is another."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not must_have_factor(authenticator.user)
