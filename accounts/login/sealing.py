"""Sealing what a second factor is made of, with the key ring of the vault (R-010, ASVS 13.3.1; AES-256-GCM).

The ring is settings.VAULT_KEYS: "name:key" lines, the newest first, kept outside the database. The newest key seals,
every key of the ring opens.
"""

from __future__ import annotations

import base64
import binascii
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MARK = "sealed"
PURPOSE = b"accounts.login.second_factor"
NONCE_BYTES = 12
KEY_BYTES = 32
# Written before there was a seal: the secret of an authenticator app in base 32, the seed of recovery codes in hex.
UNSEALED = re.compile(r"[A-Z2-7]{16,128}|[0-9a-f]{80}")


class CannotOpen(Exception):
    """The text was changed, belongs to something else, or its key is no longer on the ring."""


def _ring() -> dict[str, bytes]:
    ring: dict[str, bytes] = {}
    for line in settings.VAULT_KEYS:
        name, _colon, text = line.strip().partition(":")
        try:
            ring[name] = base64.urlsafe_b64decode(text)
        except (binascii.Error, ValueError) as error:
            raise ImproperlyConfigured(f"VAULT_KEYS: the key {name!r} is not URL-safe base64.") from error
        if len(ring[name]) != KEY_BYTES:
            raise ImproperlyConfigured(f"VAULT_KEYS: the key {name!r} needs {KEY_BYTES} bytes.")
    if not ring:
        raise ImproperlyConfigured("VAULT_KEYS is not set: no second factor can be kept. See docs/operations.md.")
    return ring


def seal(text: str) -> str:
    """The text, sealed under the newest key: "sealed:<name of the key>:<base64>"."""
    name, key = next(iter(_ring().items()))
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = nonce + AESGCM(key).encrypt(nonce, text.encode(), PURPOSE)
    return f"{MARK}:{name}:{base64.urlsafe_b64encode(ciphertext).decode()}"


def unseal(sealed: str) -> str:
    """What was sealed under any key of the ring, or a secret from before there was a seal; raises CannotOpen."""
    if UNSEALED.fullmatch(sealed):
        return sealed
    mark, name, text = [*sealed.split(":", 2), "", ""][:3]
    key = _ring().get(name)
    if mark != MARK or key is None:
        raise CannotOpen(name)
    try:
        raw = base64.urlsafe_b64decode(text)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(name) from error


def is_fresh(sealed: str) -> bool:
    """Whether the newest key sealed it."""
    return sealed.startswith(f"{MARK}:{next(iter(_ring()))}:")
