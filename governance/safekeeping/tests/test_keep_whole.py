"""A file lies under its hash whole, or not at all."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.files.storage import default_storage

from governance.safekeeping.services import is_whole, keep_whole

WORDS = b"day,views\n2026-05-01,7\n"
HASH = hashlib.sha256(WORDS).hexdigest()
PLACE = "imports/ab/file"


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


class Broken(io.BytesIO):
    """Gives a little and dies, as a worker does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise MemoryError
        return super().read(7)


def whole() -> IO[bytes]:
    return io.BytesIO(WORDS)


def test_what_a_dying_worker_left_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(MemoryError):
        keep_whole(PLACE, HASH, lambda: Broken(WORDS))
    assert not default_storage.exists(PLACE)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_half_a_file_is_replaced_by_the_whole(tmp_path: Path) -> None:
    (tmp_path / "imports/ab").mkdir(parents=True)
    (tmp_path / PLACE).write_bytes(WORDS[:7])
    assert not is_whole(PLACE, HASH)
    keep_whole(PLACE, HASH, whole)
    assert is_whole(PLACE, HASH)


def test_a_file_that_lies_there_is_left_alone(tmp_path: Path) -> None:
    keep_whole(PLACE, HASH, whole)
    before = (tmp_path / PLACE).stat().st_mtime_ns
    keep_whole(PLACE, HASH, whole)
    assert (tmp_path / PLACE).stat().st_mtime_ns == before
