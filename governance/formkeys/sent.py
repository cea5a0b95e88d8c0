"""What a form said when it was sent: its key goes with a digest, so that other words under it are noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.datastructures import MultiValueDict

from governance.files.taking import hash_of

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


class SentKey(str):
    """The key of a form that was sent, with the digest of everything else that it said."""

    digest: str

    def __new__(cls, key: str, digest: str) -> SentKey:
        sent = super().__new__(cls, key)
        sent.digest = digest
        return sent


def digest_of(form: forms.BaseForm, key_name: str) -> str:
    """SHA-256 of everything that was sent beside the key; of a file its name and its content count."""
    said = sorted((name, values) for name, values in _lists(form.data) if name not in (key_name, TOKEN))
    files = sorted((name, [_read(file) for file in sent]) for name, sent in _lists(form.files))
    return hashlib.sha256(json.dumps([said, files], default=str).encode()).hexdigest()


def _lists(sent: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    if isinstance(sent, MultiValueDict):
        return list(sent.lists())
    return [(name, [value]) for name, value in sent.items()]


def _read(file: File[bytes]) -> tuple[str, str]:
    file.seek(0)
    content = hash_of(file)
    file.seek(0)
    return str(file.name), content
