"""Texts of other rooms sealed with the key ring of the vault, each readable in its own row alone (AES-256-GCM).

A room names its column with `register_sealed_text`, so that `rekey_vault` seals it anew with everything else.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import transaction

from accounts.custody.keyring import key_ring, newest_key

NONCE_BYTES = 12
BATCH = 200
_columns: set[tuple[str, str]] = set()


class CannotOpenText(Exception):
    """The text was changed, moved to another row, or its key is no longer on the ring."""


def register_sealed_text(model: str, column: str) -> None:
    """Say that the text column of "app.Model" holds sealed texts; an empty one holds nothing."""
    _columns.add((model, column))


def _row(model: str, column: str, pk: int) -> bytes:
    return f"{model}.{column}:{pk}".encode()


def seal_text(text: str, *, model: str, column: str, pk: int) -> str:
    """The text under the newest key: "<name of the key>:<base64>", of use in that column of that row alone."""
    name, key = newest_key()
    nonce = os.urandom(NONCE_BYTES)
    raw = nonce + AESGCM(key).encrypt(nonce, text.encode(), _row(model, column, pk))
    return f"{name}:{base64.urlsafe_b64encode(raw).decode()}"


def open_text(sealed: str, *, model: str, column: str, pk: int) -> str:
    """What was sealed there; raises CannotOpenText."""
    name, _colon, text = sealed.partition(":")
    key = key_ring().get(name)
    if key is None:
        raise CannotOpenText(name)
    try:
        raw = base64.urlsafe_b64decode(text)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _row(model, column, pk)).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpenText(name) from error


def reseal_texts() -> tuple[int, tuple[str, ...]]:
    """Put every registered text under the newest key, in batches; how many, and the rows that did not open."""
    count, unreadable = 0, []
    for model, column in sorted(_columns):
        rows = apps.get_model(model)._default_manager.exclude(**{column: ""})
        after = 0
        while True:
            with transaction.atomic():
                found = list(
                    rows.exclude(**{f"{column}__startswith": f"{newest_key()[0]}:"}).filter(pk__gt=after)
                    .select_for_update(of=("self",)).order_by("pk")[:BATCH]
                )  # fmt: skip
                for row in found:
                    try:
                        text = open_text(getattr(row, column), model=model, column=column, pk=row.pk)
                    except CannotOpenText:
                        unreadable.append(f"{model}:{row.pk}")
                        continue
                    sealed = seal_text(text, model=model, column=column, pk=row.pk)
                    count += rows.filter(pk=row.pk).update(**{column: sealed})
            if not found:
                break
            after = found[-1].pk
    return count, tuple(unreadable)
