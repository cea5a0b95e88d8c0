"""Keeping a file under its hash: whole or not at all, once (reliability: killed at any point)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

CHUNK = 1 << 20


def keep_whole(place: str, sha256: str, opened: Callable[[], IO[bytes]]) -> None:
    """Have exactly these bytes lie at `place`. `opened` gives the stream anew; a half file found there is replaced.

    On a file system it is written aside, brought to the disk and put in place by one rename; object stores write
    whole objects by themselves.
    """
    if is_whole(place, sha256):
        return
    storage: Any = getattr(default_storage, "_wrapped", default_storage)
    if not isinstance(storage, FileSystemStorage):
        with opened() as stream:
            default_storage.delete(place)
            default_storage.save(place, File(stream))
        return
    target = Path(storage.path(place))
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with opened() as stream, aside.open("xb") as written:
            while chunk := stream.read(CHUNK):
                written.write(chunk)
            written.flush()
            os.fsync(written.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def is_whole(place: str, sha256: str) -> bool:
    """Whether exactly these bytes lie there."""
    try:
        with default_storage.open(place) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
