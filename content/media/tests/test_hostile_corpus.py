"""The pictures and recordings of the hostile corpus: each with its right answer, quickly, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from content.conftest import NOW, House
from content.media.models import MediaAsset, MediaUpload
from content.media.uploads import take_in
from governance.public import Refused

GENERATOR = os.environ.get("HOSTILE_CORPUS", "")
SECONDS = 5.0


@pytest.mark.skipif(not GENERATOR, reason="HOSTILE_CORPUS=FILE names the generator of the corpus")
def test_pictures_and_recordings_of_the_corpus_get_their_right_answer(house: House, tmp_path: Path) -> None:
    subprocess.run([sys.executable, GENERATOR, str(tmp_path / "c")], check=True, capture_output=True)
    found: Any = json.loads((tmp_path / "c" / "manifest.json").read_text())
    rows = [row for row in found if row["kind"] in ("image", "video")]
    assert len(rows) >= 20
    said: dict[str, str] = {}
    for row in rows:
        data = (tmp_path / "c" / row["file"]).read_bytes()
        begun = time.monotonic()
        try:
            taken = take_in(
                actor=house.author, account=house.account, file=ContentFile(data, name=row["file"]), at=NOW
            )
        except Refused as refusal:
            said[row["file"]] = str(refusal)
            assert row["verdict"] != "accept", row
        else:
            assert isinstance(taken, MediaAsset), row
            assert row["verdict"] != "reject", row
            with taken.file.open("rb") as stored:
                clean = stored.read()
            for needle in (b"<script", b"PK\x03\x04", b"GPS", b"Exif"):
                assert needle not in clean, row
        assert time.monotonic() - begun < SECONDS, row["file"]
    assert all(said.values())
    assert not MediaUpload.objects.exists()
    names = default_storage.listdir("content/2026/06")[1] if default_storage.exists("content/2026/06") else []
    assert len(names) == 2 * MediaAsset.objects.count()
