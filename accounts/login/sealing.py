"""Sealing what a second factor is made of, with the key ring of the vault (R-010, ASVS 13.3.1; AES-256-GCM).

The ring is settings.VAULT_KEYS: "name:key" lines, the newest first, kept outside the database. The newest key seals,
every key of the ring opens.
"""

from __future__ import annotations

import base64
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.custody.keyring import key_ring, newest_key

MARK = "sealed"
PURPOSE = b"accounts.login.second_factor"
NONCE_BYTES = 12
# Written before there was a seal: the secret of an authenticator app in base 32, the seed of recovery codes in hex.
UNSEALED = re.compile(r"[A-Z2-7]{16,128}|[0-9a-f]{80}")


class CannotOpen(Exception):
    """The text was changed, belongs to something else, or its key is no longer on the ring."""


def seal(text: str) -> str:
    """The text, sealed under the newest key: "sealed:<name of the key>:<base64>"."""
    name, key = newest_key()
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = nonce + AESGCM(key).encrypt(nonce, text.encode(), PURPOSE)
    return f"{MARK}:{name}:{base64.urlsafe_b64encode(ciphertext).decode()}"


def unseal(sealed: str) -> str:
    """What was sealed under any key of the ring, or a secret from before there was a seal; raises CannotOpen."""
    if UNSEALED.fullmatch(sealed):
        return sealed
    mark, name, text = [*sealed.split(":", 2), "", ""][:3]
    key = key_ring().get(name)
    if mark != MARK or key is None:
        raise CannotOpen(name)
    try:
        raw = base64.urlsafe_b64decode(text)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(name) from error


def is_fresh(sealed: str) -> bool:
    """Whether the newest key sealed it."""
    return sealed.startswith(f"{MARK}:{newest_key()[0]}:")
