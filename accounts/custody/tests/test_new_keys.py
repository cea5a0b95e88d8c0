"""A new key goes in front; everything is sealed anew, whatever kills the run; an unknown key is named."""

from __future__ import annotations

from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from accounts.custody import rekeying
from accounts.custody.models import SealedSecret
from accounts.custody.rekeying import rekey
from accounts.custody.tests.conftest import STRONG, Vault, vault_key


def several(vault: Vault, count: int) -> None:
    for place in range(count):
        vault.credential(login=f"login{place}@example.com")


def test_every_secret_is_sealed_under_the_newest_key(vault: Vault, settings: Any) -> None:
    several(vault, 3)
    settings.VAULT_KEYS = [vault_key("second", 2), vault_key("first", 1)]
    assert rekey().sealed == 3
    settings.VAULT_KEYS = [vault_key("second", 2)]
    credential = SealedSecret.objects.all()[0].credential
    assert vault.shown(vault.out(credential)) == STRONG
    assert rekey().sealed == 0


def test_a_run_that_dies_is_taken_up(vault: Vault, settings: Any) -> None:
    several(vault, 3)
    settings.VAULT_KEYS = [vault_key("second", 2), vault_key("first", 1)]
    once = [rekeying.seal_secret(STRONG, credential_id=SealedSecret.objects.all()[0].pk, number=1)]
    dying = patch.object(rekeying, "seal_secret", side_effect=once)
    with patch.object(rekeying, "BATCH", 1), dying, pytest.raises(StopIteration):
        rekey()
    assert SealedSecret.objects.filter(key_name="second").count() == 1
    assert rekey().sealed == 2


def test_an_unknown_key_is_named_and_nothing_is_lost(vault: Vault, settings: Any) -> None:
    several(vault, 1)
    settings.VAULT_KEYS = [vault_key("second", 2)]
    with pytest.raises(CommandError, match="Put the key"):
        call_command("rekey_vault", "--json", stdout=StringIO())
    assert SealedSecret.objects.get().key_name == "first"
