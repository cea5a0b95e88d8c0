"""The tokens of chat webhooks are secrets: sealed with a key drawn from SECRET_KEY, bound to person and channel."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


def _cipher(secret: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"governance.notices.address").derive(secret.encode())
    return AESGCM(key)


def _bound(user_id: int, channel: str) -> bytes:
    return f"{user_id}:{channel}".encode()


def seal_address(user_id: int, channel: str, address: str) -> str:
    """The address as it is stored."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, address.encode(), _bound(user_id, channel))
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def open_address(user_id: int, channel: str, sealed: str) -> str | None:
    """The address as it was entered; None if the key has changed or the row was tampered with."""
    raw = base64.urlsafe_b64decode(sealed.encode())
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(user_id, channel)).decode()
        except InvalidTag:
            continue
    return None
