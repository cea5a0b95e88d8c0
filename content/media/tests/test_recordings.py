"""Videos and sound: facts read, a worker's progress, labels of AI content kept, covers, limits of platforms."""

from __future__ import annotations

import json
import struct
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from content.conftest import NOW, House
from content.media import uploads
from content.media.boxes import XMP, label_boxes
from content.media.covers import choose_cover
from content.media.limits import add_limit, change_limit, findings_for, list_limits
from content.media.models import MediaAsset, MediaUpload, PlatformLimit
from content.media.platform_limits import ROWS
from content.media.rules import ABANDONED_AFTER, TRIES
from content.media.services import upload_media
from content.media.tests.recordings import recording
from content.review.submission import submit_draft
from governance.public import Refused, WrongState

AIGC = {"Label": "1", "ContentProducer": "某模型"}


@pytest.fixture(autouse=True)
def without_a_broker(settings: Any) -> None:
    """What a worker would do is done at once."""
    settings.REDIS_URL = ""


def taken(house: House, path: Path, **extra: Any) -> MediaAsset:
    """The file of an upload through the page's service; without a broker it is read at once."""
    with path.open("rb") as stream:
        upload = uploads.take_in(
            actor=house.author, account=extra.pop("account", house.account), file=File(stream, path.name), at=NOW,
            **extra,
        )  # fmt: skip
    assert isinstance(upload, MediaUpload)
    assert upload.status == "ready", upload.sentence
    assert upload.asset is not None
    return upload.asset


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def test_every_fact_is_read_and_the_upload_is_recorded(house: House, tmp_path: Path) -> None:
    asset = taken(house, recording(tmp_path / "v.mp4"))
    assert (asset.kind, asset.width, asset.height, asset.codec, asset.sound_codec) == (
        "video", 64, 48, "mpeg4", "aac",
    )  # fmt: skip
    assert asset.frame_rate == Decimal("25")
    assert 1900 <= (asset.duration_ms or 0) <= 2200
    assert asset.has_sound
    # A mono tone of amplitude 0.25 lies at -12 dBFS; its loudness after BS.1770 is about -15.7 LUFS.
    assert asset.loudness is not None
    assert Decimal("-17") < asset.loudness < Decimal("-14.5")
    assert asset.facts_read_at == NOW
    assert asset.thumbnail
    assert not MediaUpload.objects.get().place
    assert default_storage.listdir("uploads/2026/06")[1] == []


def test_a_video_without_sound_says_so(house: House, tmp_path: Path) -> None:
    list_limits()
    asset = taken(house, recording(tmp_path / "v.mp4", loud=None))
    assert (asset.has_sound, asset.loudness) == (False, None)
    found = findings_for([asset], [house.account])
    assert {finding.limit.fact for finding in found} == {"sound", "height"}
    assert {finding.severity for finding in found} == {"warn"}


def test_limits_of_the_platform_block_or_warn_at_submission(house: House, tmp_path: Path) -> None:
    list_limits()
    asset = taken(house, recording(tmp_path / "v.mp4", seconds=3))
    draft = house.draft(assets=[asset], medium="video")
    limit = add_limit(
        actor=house.manager, platform="douyin", kind="video", fact="frame_rate", bound="most", number=Decimal(24),
        words=[], severity="block", source="test", read_on=NOW.date(),
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "assets"
    assert "24 fps" in str(refusal.value)
    change_limit(limit, actor=house.manager, severity="warn")
    assert submit_draft(draft, actor=house.author, at=NOW).status == "first_review"


def test_a_limit_of_the_platform_stands_in_for_that_of_all(house: House, tmp_path: Path) -> None:
    asset = taken(house, recording(tmp_path / "v.mp4"))
    more: dict[str, Any] = {"kind": "video", "fact": "width", "bound": "least", "source": "test", "severity": "block"}
    PlatformLimit.objects.create(platform="*", number=100, **more)
    assert len(findings_for([asset], [house.account, house.weibo])) == 2
    PlatformLimit.objects.create(platform="weibo", number=50, **more)
    assert [finding.account for finding in findings_for([asset], [house.account, house.weibo])] == [house.account]


def test_every_first_limit_names_where_it_was_read_and_unchecked_ones_only_warn() -> None:
    keys = [(row.platform, row.kind, row.fact, row.bound) for row in ROWS]
    assert len(keys) == len(set(keys))
    for row in ROWS:
        assert row.source
        assert row.read_on or row.severity == "warn", row


@pytest.mark.django_db
def test_first_limits_are_listed_once_and_changes_of_the_company_stay() -> None:
    assert list_limits() == len(ROWS)
    PlatformLimit.objects.filter(platform="x", fact="duration").update(number=600)
    assert list_limits() == 0
    assert PlatformLimit.objects.get(platform="x", fact="duration").number == 600


def test_labels_in_metadata_xmp_and_c2pa_of_a_video_are_kept_and_the_rest_goes(house: House, tmp_path: Path) -> None:
    path = recording(
        tmp_path / "v.mp4", metadata={"AIGC": json.dumps(AIGC), "location": "+39.9+116.4/", "artist": "Zhang San"}
    )
    xmp = b'<x:xmpmeta Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/x/trainedAlgorithmicMedia" city="Beijing"/>'
    c2pa = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    with path.open("ab") as stream:
        stream.write(box(b"uuid", XMP + xmp) + box(b"uuid", c2pa + b"manifest"))
    asset = taken(house, path)
    schemes = {label["scheme"]: label["value"] for label in asset.ai_labels}
    assert schemes == {"AIGC": AIGC, "IPTC": "trainedAlgorithmicMedia", "C2PA": "manifest"}
    with asset.file.open("rb") as stored:
        data = stored.read()
    for needle in (b"+39.9", b"Zhang San", b"Beijing"):
        assert needle not in data
    again = tmp_path / "again.mp4"
    again.write_bytes(data)
    written, _c2pa = label_boxes(again)
    assert "trainedAlgorithmicMedia" in written
    assert {label["scheme"] for label in taken(house, again).ai_labels} >= {"AIGC", "IPTC"}


def test_a_cover_is_chosen_until_the_draft_is_submitted(house: House, tmp_path: Path) -> None:
    asset = taken(house, recording(tmp_path / "v.mp4"))
    with pytest.raises(Refused):
        choose_cover(asset, actor=house.author, moment_ms=99_000, at=NOW)
    chosen = choose_cover(asset, actor=house.author, moment_ms=1000, at=NOW)
    first = str(chosen.cover)
    assert chosen.cover_ms == 1000
    chosen = choose_cover(asset, actor=house.author, moment_ms=1500, at=NOW)
    assert not default_storage.exists(first)
    submit_draft(house.draft(assets=[asset], medium="video"), actor=house.author, at=NOW)
    with pytest.raises(WrongState):
        choose_cover(asset, actor=house.author, moment_ms=500, at=NOW)
    with pytest.raises(WrongState):
        choose_cover(house.picture(), actor=house.author, moment_ms=0, at=NOW)


def test_a_dead_workers_upload_is_taken_up_and_a_poisonous_one_stops(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = recording(tmp_path / "v.mp4", seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "start", lambda upload, at=None: None)
        with path.open("rb") as stream:
            waiting = uploads.take_in(actor=house.author, account=house.account, file=File(stream, "v.mp4"), at=NOW)
    assert isinstance(waiting, MediaUpload)
    MediaUpload.objects.filter(pk=waiting.pk).update(status="working", taken_at=NOW, tries=1)
    assert uploads.take_up(NOW + timedelta(minutes=5)) == 0
    assert uploads.take_up(NOW + ABANDONED_AFTER * 2) == 1
    waiting.refresh_from_db()
    assert waiting.status == "ready"
    MediaUpload.objects.filter(pk=waiting.pk).update(status="working", asset=None, taken_at=None, tries=TRIES)
    assert uploads.work_on(waiting.pk, NOW)
    waiting.refresh_from_db()
    assert waiting.status == "refused"
    assert waiting.sentence


def test_the_page_leads_to_progress_and_then_to_the_file(house: House, client: Client, tmp_path: Path) -> None:
    client.force_login(house.author)
    data = {"account": house.account.pk, "origin": "own"}
    with recording(tmp_path / "v.mp4").open("rb") as stream:
        answer = client.post(reverse("content:media_new"), {**data, "file": stream})
    upload = MediaUpload.objects.get()
    assert answer["Location"] == reverse("content:media_upload", args=[upload.pk])
    assert client.get(answer["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert upload.asset_id
    page = reverse("content:media_detail", args=[upload.asset_id])
    assert client.get(answer["Location"])["Location"] == page
    assert "LUFS" in client.get(page).content.decode()
    assert client.get(reverse("content:media_thumbnail", args=[upload.asset_id]))["Content-Type"] == "image/jpeg"
    chosen = client.post(reverse("content:media_cover", args=[upload.asset_id]), {"moment": "1000"})
    assert chosen.status_code == 302
    assert client.get(reverse("content:media_cover_file", args=[upload.asset_id])).status_code == 200


def test_what_is_cut_off_is_refused_while_the_form_is_open(house: House, client: Client, tmp_path: Path) -> None:
    data = recording(tmp_path / "v.mp4").read_bytes()
    client.force_login(house.author)
    for part in (data[: len(data) // 2], data[:200]):
        form = {"account": house.account.pk, "origin": "own", "file": ContentFile(part, name="v.mp4")}
        answer = client.post(reverse("content:media_new"), form)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not MediaUpload.objects.exists()
    assert not MediaAsset.objects.exists()
    with pytest.raises(Refused):
        upload_media(actor=house.author, account=house.account, file=ContentFile(data[:300], name="v.mp4"), at=NOW)
