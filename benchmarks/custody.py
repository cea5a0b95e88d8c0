"""The vault: every secret sealed anew under a new key, as `manage.py rekey_vault` does."""

from __future__ import annotations

import base64
import os
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.custody.keyring import key_named, newest_key
from accounts.custody.models import Credential, SealedSecret
from accounts.custody.rekeying import rekey
from accounts.custody.sealing import NONCE_BYTES, seal_secret
from benchmarks.measuring import Bench, rows
from benchmarks.world import make_world


def new_key(name: str) -> str:
    """A line for the front of the ring."""
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


def run(bench: Bench) -> None:
    """Ten thousand logins of one account under one key, then under another."""
    settings.VAULT_KEYS = [new_key("first")]
    fill(rows(10_000))
    settings.VAULT_KEYS = [new_key("second"), *settings.VAULT_KEYS]
    limit = raw()
    began = time.perf_counter()
    done = rekey()
    taken = time.perf_counter() - began
    if done.unreadable or SealedSecret.objects.exclude(key_name="second").exists():
        raise RuntimeError("not every secret lies under the new key")
    bench.line(10, f"re-sealing {done.sealed} secrets", taken, "s", limit=limit, target="<= 30 s for 10,000")


def fill(count: int) -> None:
    """Logins with a sealed secret each."""
    world = make_world()
    credentials = Credential.objects.bulk_create(
        Credential(
            account=world.accounts[0], kind="api_token", login=str(number), custodian=world.people["manager"],
            number=1, created_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    sealed = [(row, seal_secret(f"token of {row.login}", credential_id=row.pk, number=1)) for row in credentials]
    SealedSecret.objects.bulk_create(
        SealedSecret(credential=row, number=1, key_name=one.key_name, ciphertext=one.ciphertext) for row, one in sealed
    )


def raw() -> float:
    """Opening and sealing alone, and one UPDATE a row in one transaction that is rolled back."""
    name, key = newest_key()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT credential_id, key_name, ciphertext FROM accounts_sealedsecret")
        for pk, old, ciphertext in cursor.fetchall():
            box, row = bytes(ciphertext), f"accounts.credential:{pk}:1".encode()
            secret = AESGCM(key_named(old)).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], row)
            nonce = os.urandom(NONCE_BYTES)
            fresh = nonce + AESGCM(key).encrypt(nonce, secret, row)
            cursor.execute(
                "UPDATE accounts_sealedsecret SET key_name = %s, ciphertext = %s WHERE credential_id = %s",
                [name, fresh, pk],
            )
        cursor.execute("ROLLBACK")
    return time.perf_counter() - began
