"""A file is taken in once, however often the form arrives, and no second copy of it is left in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.media.models import MediaAsset, MediaUpload
from content.media.tests.recordings import recording
from content.media.tests.test_upload import png


def send(client: Client, house: House, name: str, data: bytes) -> Any:
    return client.post(
        reverse("content:media_new"),
        {
            "account": house.account.pk, "origin": "own", "form_key": "k" * 32,
            "file": SimpleUploadedFile(name, data),
        },
    )  # fmt: skip


def files() -> set[Path]:
    return {path for path in Path(site.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_a_picture_sent_twice_is_one_file(house: House, client: Client) -> None:
    client.force_login(house.author)
    first = send(client, house, "a.png", png(1, 1))
    kept = files()
    assert send(client, house, "a.png", png(1, 1))["Location"] == first["Location"]
    assert send(client, house, "a.png", png(2, 1)).status_code == 422
    assert MediaAsset.objects.count() == 1
    assert files() == kept


def test_a_video_sent_twice_is_read_once(house: House, client: Client, tmp_path: Path, settings: Any) -> None:
    settings.REDIS_URL = ""  # no worker runs beside a test: what it would do is done at once
    client.force_login(house.author)
    data = recording(tmp_path / "v.mp4").read_bytes()
    first = send(client, house, "v.mp4", data)
    kept = files()
    assert send(client, house, "v.mp4", data)["Location"] == first["Location"]
    assert (MediaUpload.objects.count(), MediaAsset.objects.count()) == (1, 1)
    assert files() == kept
