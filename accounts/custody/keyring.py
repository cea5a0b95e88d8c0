"""The key ring of the vault: outside the database, the newest key first (settings.VAULT_KEYS, ASVS 13.3.1)."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


class UnknownKey(Exception):
    """A row was sealed with a key that the ring no longer holds."""


@lru_cache(maxsize=4)
def _ring(lines: tuple[str, ...]) -> dict[str, bytes]:
    ring: dict[str, bytes] = {}
    for line in lines:
        name, _colon, text = line.strip().partition(":")
        try:
            key = base64.urlsafe_b64decode(text.encode())
        except (binascii.Error, ValueError) as error:
            raise ImproperlyConfigured(f"VAULT_KEYS: the key {name!r} is not URL-safe base64.") from error
        if not name or len(key) != KEY_BYTES or name in ring:
            raise ImproperlyConfigured(f"VAULT_KEYS: {name!r} needs a name of its own and {KEY_BYTES} bytes.")
        ring[name] = key
    return ring


def key_ring() -> dict[str, bytes]:
    """All keys by name, the newest first; raises ImproperlyConfigured where there is none."""
    ring = _ring(tuple(settings.VAULT_KEYS))
    if not ring:
        raise ImproperlyConfigured("VAULT_KEYS is not set: no secret can be kept. See docs/operations.md.")
    return ring


def newest_key() -> tuple[str, bytes]:
    """Name and bytes of the key that seals from now on."""
    return next(iter(key_ring().items()))


def key_named(name: str) -> bytes:
    """The key of that name; raises UnknownKey."""
    try:
        return key_ring()[name]
    except KeyError:
        raise UnknownKey(name) from None
