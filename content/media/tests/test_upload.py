"""Files: checked by content, written clean, labels of AI content kept (R-029, I-01)."""

from __future__ import annotations

import io
import json
import struct
import time
import zlib
from typing import Any

import av
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from content.conftest import NOW, House
from content.licences.tests.licensing import licensed_by
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.review.submission import submit_draft
from governance.public import NotAllowed, Refused, gif_frames, shown_name

AIGC = {"Label": "1", "ContentProducer": "某模型", "ProduceID": "p-1"}


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\0\x7f")) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def gif(frames: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


def jpeg(**options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 12), (10, 90, 200)).save(out, "JPEG", **options)
    return out.getvalue()


def upload(house: House, data: bytes, name: str = "a.png", **extra: Any) -> MediaAsset:
    return upload_media(actor=house.author, account=house.account, file=ContentFile(data, name=name), at=NOW, **extra)


def stored(asset: MediaAsset) -> bytes:
    with asset.file.open("rb") as stream:
        return bytes(stream.read())


def box(name: bytes, body: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I", 8 + len(body) if size is None else size) + name + body


MP4 = box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41")
HOSTILE = {
    "empty": b"",
    "50,000 x 50,000 in the header": png(50_000, 50_000),
    "no area": png(0, 0),
    "cut off": png(64, 64)[:60],
    "broken checksum": png(1, 1)[:29] + b"\0\0\0\0" + png(1, 1)[33:],
    "animation of 600 pictures": gif(600),
    "not a GIF behind the mark": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//;",
    "vector picture": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "page": b"<html><script>1</script></html>",
    "list of addresses": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:6379/\n",
    "video without its index": MP4 + box(b"mdat", b"\0" * 2000, 5_000_000),
    "video that claims 136 years": MP4 + box(b"moov", box(b"mvhd", b"\0" * 12 + b"\0\0\0\x01" + b"\xff" * 4)),
    "boxes in boxes": MP4 + b"".join(struct.pack(">I", 8 + 8 * (500 - n)) + b"moov" for n in range(500)),
    "text that claims to be a workbook": b"PK\x03\x04 nothing",
}


def test_hostile_files_get_a_sentence_and_leave_nothing(house: House) -> None:
    for name, data in HOSTILE.items():
        begun = time.monotonic()
        with pytest.raises(Refused) as refusal:
            upload(house, data, "bild.png")
        assert str(refusal.value), name
        assert time.monotonic() - begun < 20, name
    assert not MediaAsset.objects.exists()
    assert not default_storage.exists("content") or default_storage.listdir("content") == ([], [])


def test_frames_are_counted_without_unpacking_and_stop_at_the_limit() -> None:
    assert gif_frames(gif(7), 500) == 7
    assert gif_frames(gif(20_000), 500) == 501


def test_nothing_but_pixels_survives(house: House) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "REPORTER-PHONE", "Zhang San 13800000000"
    exif.get_ifd(0x8825)[1] = "N"
    dirty = jpeg(exif=exif, comment=b"secret-comment") + b"<html><script>alert(1)</script></html>"
    clean = stored(upload(house, dirty, "照片.jpg"))
    for needle in (b"REPORTER", b"Zhang", b"13800000000", b"secret-comment", b"<script>", b"Exif"):
        assert needle not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (16, 12), {})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_labels_of_ai_content_are_read_recorded_and_written_back(house: House, kind: str) -> None:
    out = io.BytesIO()
    packet = f"<x TC260:AIGC='{json.dumps(AIGC)}' where='Beijing'/>"
    options: dict[str, Any] = {"xmp": packet.encode()}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("AIGC", json.dumps(AIGC))
        info.add_text("Author", "Zhang San")
        options = {"pnginfo": info}
    Image.new("RGB", (8, 8)).save(out, kind, **options)
    asset = upload(house, out.getvalue())
    assert asset.ai_labels == [{"scheme": "AIGC", "value": AIGC}]
    data = stored(asset)
    assert b"TC260:AIGC" in data
    assert b"ContentProducer" in data
    assert b"Beijing" not in data
    assert b"Zhang San" not in data
    again = upload(house, data)
    assert again.ai_labels == asset.ai_labels


def test_a_labelled_file_must_be_declared_in_the_draft(house: House) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", xmp=b"<x DigitalSourceType='trainedAlgorithmicMedia'/>")
    draft = house.draft(assets=[upload(house, out.getvalue())], medium="image", body="配图由AI生成。")
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "ai_declared"
    draft.ai_declared = True
    draft.save()
    assert submit_draft(draft, actor=house.author, at=NOW).status == "first_review"


def test_animations_keep_their_pictures(house: House) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), (n * 60, 0, 0)) for n in range(4)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)
    asset = upload(house, out.getvalue())
    with Image.open(io.BytesIO(stored(asset))) as image:
        assert (asset.frames, getattr(image, "n_frames", 1)) == (4, 4)


def test_a_video_is_measured_and_written_without_its_place(house: House, tmp_path: Any) -> None:
    path = tmp_path / "v.mp4"
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update({"location": "+39.9+116.4/", "AIGC": json.dumps(AIGC)})
        stream: Any = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _number in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    assert b"+39.9" in path.read_bytes()
    asset = upload(house, path.read_bytes(), "v.mp4")
    assert (asset.kind, asset.width, asset.height, asset.has_sound) == ("video", 64, 48, False)
    assert 900 <= (asset.duration_ms or 0) <= 1100
    assert asset.ai_labels[0]["value"] == AIGC
    assert b"+39.9" not in stored(asset)


def test_names_are_cleaned_and_never_used_on_the_disk(house: House) -> None:
    assert shown_name("../../etc/passwd", "png") == "passwd.png"
    assert shown_name("C:\\temp\\a\u202egpj.exe", "jpg") == "agpj.jpg"
    assert len(shown_name("长" * 500 + ".png", "png")) == 120
    asset = upload(house, png(1, 1), "../../x\r\nSet-Cookie: a.png")
    assert "/" not in asset.shown_name
    assert "\n" not in asset.shown_name
    assert "Cookie" not in str(asset.file.name)
    assert ".." not in str(asset.file.name)


def test_who_may_upload_and_that_outside_material_names_its_source_and_licence(house: House) -> None:
    with pytest.raises(NotAllowed):
        upload_media(actor=house.first_reviewer, account=house.account, file=ContentFile(png(1, 1)), at=NOW)
    elsewhere = licensed_by(house, account=house.weibo)
    wrong: list[dict[str, Any]] = [
        {"origin": "licensed"}, {"origin": "stolen"}, {"origin": "public"},
        {"origin": "licensed", "licence": elsewhere},
    ]  # fmt: skip
    for missing in wrong:
        with pytest.raises(Refused):
            upload(house, png(1, 1), **missing)
    assert upload(house, png(1, 1), origin="licensed", licence=licensed_by(house)).source == "图库"


def test_a_file_is_served_as_data_to_those_who_may_see_it(house: House, client: Client) -> None:
    asset = house.picture()
    address = reverse("content:media_file", args=[asset.pk])
    client.force_login(house.first_reviewer)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert client.get(address + "?download")["Content-Disposition"].startswith("attachment")
    client.force_login(house.stranger)
    assert client.get(address).status_code == 404


def test_the_upload_page_shows_the_sentence_and_keeps_the_form(house: House, client: Client) -> None:
    client.force_login(house.author)
    for data in (b"", b"<svg/>", png(50_000, 50_000)):
        answer = client.post(
            reverse("content:media_new"),
            {"account": house.account.pk, "origin": "own", "file": SimpleUploadedFile("a.png", data)},
        )
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    good = {"account": house.account.pk, "origin": "own", "file": SimpleUploadedFile("a.png", png(1, 1))}
    assert client.post(reverse("content:media_new"), good).status_code == 302
