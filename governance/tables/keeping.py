"""An uploaded table on its way from the look at it to its confirmation: written down, kept under its hash, taken out.

The copies tell of people or plans and do not lie about: whoever keeps one deletes it once nothing waits for it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from governance.safekeeping.services import keep_whole


def written_table(folder: Path, name: str, upload: UploadedFile) -> Path:
    """An upload under a name of our own; its given name is only shown."""
    suffix = ".xlsx" if str(upload.name).lower().endswith(".xlsx") else ".csv"
    path = folder / f"{name}{suffix}"
    with path.open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return path


def hash_of_table(path: Path) -> str:
    """SHA-256 of the bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_table(path: Path, folder: str) -> str:
    """The bytes under their hash in a folder of the storage; returns their place."""
    digest = hash_of_table(path)
    place = f"{folder}/{digest}{path.suffix}"

    def opened() -> IO[bytes]:
        return path.open("rb")

    keep_whole(place, digest, opened)
    return place


@contextmanager
def kept_table(place: str) -> Iterator[Path | None]:
    """A kept file as a local one; None where it is gone."""
    if not place or not default_storage.exists(place):
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(place).name
        with default_storage.open(place) as stored, path.open("wb") as target:
            for chunk in stored.chunks():
                target.write(chunk)
        yield path
