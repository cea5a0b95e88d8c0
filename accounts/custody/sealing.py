"""Sealing a secret so that only the ring opens it, and only in its own row (R-006; AES-256-GCM).

The row is the associated data: a ciphertext that was moved to another credential, or back from an earlier
rotation, does not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.custody.keyring import key_named, newest_key

NONCE_BYTES = 12


class Moved(Exception):
    """The ciphertext does not belong to this row, or was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext, its nonce in front, and the name of the key."""

    key_name: str
    ciphertext: bytes


def _row(credential_id: int, number: int) -> bytes:
    return f"accounts.credential:{credential_id}:{number}".encode()


def seal_secret(secret: str, *, credential_id: int, number: int) -> Sealed:
    """Seal under the newest key; `number` counts the rotations of the credential."""
    name, key = newest_key()
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(name, nonce + AESGCM(key).encrypt(nonce, secret.encode(), _row(credential_id, number)))


def open_secret(sealed: Sealed, *, credential_id: int, number: int) -> str:
    """The secret; raises Moved or UnknownKey."""
    key, raw = key_named(sealed.key_name), bytes(sealed.ciphertext)
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _row(credential_id, number)).decode()
    except InvalidTag as error:
        raise Moved(credential_id) from error
