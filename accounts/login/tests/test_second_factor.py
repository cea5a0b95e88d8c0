"""Second factors: sealed in the database, never shown, and the last one stays where the company demands one."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.login.sealing import CannotOpen, seal, unseal
from accounts.people.models import User
from governance.ledger.models import LedgerEntry
from governance.public import NotAllowed

pytestmark = pytest.mark.django_db
PASSWORD = "quite a long pass phrase 9"
OTHER_KEY = "second:" + base64.urlsafe_b64encode(b"b" * 32).decode()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def _the_half_minute_may_turn_meanwhile(settings: Any) -> None:
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin", password=PASSWORD)


@pytest.fixture
def client(lin: User) -> Client:
    client = Client()
    client.force_login(lin)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def activate(client: Client) -> str:
    """Through the page; returns the secret that it showed."""
    client.get(reverse("mfa_activate_totp"))
    secret: str = client.session["mfa.totp.secret"]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    return secret


def test_what_makes_the_codes_is_sealed(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret = activate(client)
    kept = {row.type: row.data for row in Authenticator.objects.all()}
    assert unseal(kept["totp"]["secret"]) == secret
    assert secret not in str(kept)
    assert kept["recovery_codes"]["seed"].startswith("sealed:tests:")
    events = LedgerEntry.objects.filter(event="login.factor_added")
    assert {entry.payload["type"] for entry in events} == {"totp", "recovery_codes"}


def test_a_code_is_taken_after_sealing(lin: User) -> None:
    secret = generate_totp_secret()
    totp = TOTP.activate(lin, secret)
    assert totp.validate_code(code_of(secret))


def test_a_secret_from_before_opens_and_is_sealed_when_it_is_used(lin: User) -> None:
    secret = generate_totp_secret()
    Authenticator.objects.create(user=lin, type=Authenticator.Type.TOTP, data={"secret": secret})
    client = Client()
    client.post(reverse("account_login"), {"login": "lin", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    kept = Authenticator.objects.get().data["secret"]
    assert kept != secret
    assert unseal(kept) == secret


def test_a_new_key_seals_all_and_the_old_one_may_go(lin: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(lin, secret)
    settings.VAULT_KEYS = [OTHER_KEY, *settings.VAULT_KEYS]
    call_command("reseal_second_factors")
    settings.VAULT_KEYS = [OTHER_KEY]
    assert unseal(Authenticator.objects.get().data["secret"]) == secret


@pytest.mark.parametrize("change", ["sealed:none:AAAA", "sealed:tests:AAAA", "nonsense", "", "sealed"])
def test_what_was_not_sealed_here_does_not_open(change: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(change)


def test_a_changed_text_does_not_open() -> None:
    sealed = seal("JBSWY3DPEHPK3PXP")
    name, text = sealed.rsplit(":", 1)
    raw = bytearray(base64.urlsafe_b64decode(text))
    raw[-1] ^= 1
    with pytest.raises(CannotOpen):
        unseal(f"{name}:{base64.urlsafe_b64encode(bytes(raw)).decode()}")


def test_the_administration_shows_no_secret(lin: User) -> None:
    secret = generate_totp_secret()
    kept = TOTP.activate(lin, secret).instance
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    page = root.get(reverse("admin:mfa_authenticator_change", args=[kept.pk]))
    assert page.status_code == 200
    assert secret not in page.content.decode()
    assert kept.data["secret"] not in page.content.decode()


def test_the_last_factor_stays_where_one_is_demanded(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["all"]
    activate(client)
    assert client.get("/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR_ROLES = []
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def test_the_last_passkey_stays_where_one_is_demanded(client: Client, lin: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["all"]
    keys = [
        Authenticator.objects.create(user=lin, type=Authenticator.Type.WEBAUTHN, data={"name": name}) for name in "ab"
    ]
    for key in keys:
        client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert list(Authenticator.objects.all()) == [keys[1]]


def test_a_factor_taken_away_is_asked_for_on_the_very_next_page(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["all"]
    activate(client)
    assert client.get("/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/").headers["Location"] == reverse("mfa_index")


def test_recovery_codes_alone_are_no_factor(client: Client, lin: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["all"]
    Authenticator.objects.create(user=lin, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0})
    assert client.get("/").status_code == 302


def test_a_lost_factor_is_taken_away_by_somebody_else_and_written_down(lin: User) -> None:
    from accounts.login.services import remove_factor

    kept = TOTP.activate(lin, generate_totp_secret()).instance
    root = User.objects.create_superuser("root")
    client = Client()
    client.force_login(root)
    client.post(reverse("admin:mfa_authenticator_delete", args=[kept.pk]), {"post": "yes"})
    assert not Authenticator.objects.exists()
    entry = LedgerEntry.objects.get(event="login.factor_removed")
    assert (entry.actor, entry.object_id, entry.payload) == (root, lin.pk, {"type": "totp"})
    own = TOTP.activate(root, generate_totp_secret()).instance
    assert client.post(reverse("admin:mfa_authenticator_delete", args=[own.pk]), {"post": "yes"}).status_code == 403
    with pytest.raises(NotAllowed):
        remove_factor(own, actor=root)
