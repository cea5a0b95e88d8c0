"""Taking a file in: checked by content, written clean, stored under a name of our own."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Required, TypedDict, Unpack
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from content.licences.models import Licence
from content.media.bounds import JPEG_QUALITY, THUMBNAIL_EDGE
from content.media.models import MediaAsset
from content.media.reading import Tell, as_local_file, write_clean
from content.media.rules import BY_MIME, HOUSE_LIMITS, LICENSED, ORIGINS, PUBLIC, UPLOAD_RIGHTS, WRITTEN_AS
from governance.public import (
    FILE_HEADER,
    FileLimit,
    FileType,
    NotAllowed,
    Refused,
    can,
    check_size,
    clean_image,
    clean_text,
    hash_of,
    once,
    record,
    shown_name,
    type_by_content,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

SOURCE_LIMIT = 300


def type_of(header: bytes) -> FileType:
    """The type by content; Refused for what no post can carry."""
    row = type_by_content(header, BY_MIME)
    if row is None:
        raise Refused(
            _("This is no file that posts can carry. Possible are %(kinds)s.")
            % {"kinds": ", ".join(sorted({row.extension for row in BY_MIME.values()}))},
            field="file",
        )
    return row


def _clean_image_facts(
    source: IO[bytes], row: FileType, limit: FileLimit, target: Path, picture: Path
) -> dict[str, Any]:
    clean = clean_image(source.read(), row, limit)
    target.write_bytes(clean.data)
    with Image.open(io.BytesIO(clean.data)) as image:
        image.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
        image.convert("RGBA").convert("RGB").save(picture, "JPEG", quality=JPEG_QUALITY)
    return {
        "kind": "image",
        "width": clean.width,
        "height": clean.height,
        "frames": clean.frames,
        "codec": row.pillow.lower(),
        "ai_labels": list(clean.labels),
    }


def check_origin(origin: str, source: str, licence: Licence | None, account: PlatformAccount) -> str:
    """What is said of where a file comes from, brought into shape; returns its source (R-029).

    Outside material names its source; what is licensed has its licence on record, for this very account.
    """
    if origin not in dict(ORIGINS):
        raise Refused(_("Please say where the file comes from."), field="origin")
    clean = clean_text(source, field="source", limit=SOURCE_LIMIT, one_line=True).strip()
    if origin == LICENSED:
        if licence is None:
            raise Refused(
                _("A licensed file needs its licence. Choose it, or register it with its proof first."),
                field="licence",
            )
        if licence.account_id != account.pk:
            raise Refused(_("This licence is for another account. Choose one of this account."), field="licence")
        return clean or licence.source
    if origin == PUBLIC and not clean:
        raise Refused(_("Please name the source of the file, and why it is free."), field="source")
    return clean


def require_uploader(actor: User, account: PlatformAccount) -> None:
    """Refuse whoever has no business with files of the account."""
    if not any(can(actor, right, account) for right in UPLOAD_RIGHTS):
        raise NotAllowed(_("You may not upload files for this account. Ask its manager."))


class Upload(TypedDict, total=False):
    """What an upload says of its file."""

    actor: Required[User]
    account: Required[PlatformAccount]
    file: Required[UploadedFile | File[bytes]]
    name: str
    origin: str
    source: str
    licence: Licence | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was checked, written clean and stored, and that no record names yet."""

    name: str
    columns: dict[str, Any]
    beside: tuple[str, ...] = field(default=())

    def drop(self) -> None:
        """Take the file away again, with its small picture: nothing was recorded."""
        for name in (self.name, *self.beside):
            default_storage.delete(name)


def store_file(
    *,
    actor: User,
    account: PlatformAccount,
    file: UploadedFile | File[bytes],
    name: str = "",
    origin: str = "own",
    source: str = "",
    licence: Licence | None = None,
    at: datetime | None = None,
    tell: Tell | None = None,
) -> StoredFile:
    """Check a file, write it clean and store it, outside any transaction (R-029; reliability: uploads are safe).

    Whoever calls records it with `record_media`, or drops it. What the platform says to it is a finding
    (`findings_for`) and refuses nothing here. `tell` hears the percent done of a video or sound file.
    """
    now = at or timezone.now()
    require_uploader(actor, account)
    source = check_origin(origin, source, licence, account)
    file.seek(0)
    row = type_of(file.read(FILE_HEADER))
    limit = HOUSE_LIMITS[row.kind]
    check_size(int(file.size or 0), limit)
    file.seek(0)
    original = hash_of(file)
    file.seek(0)
    written = BY_MIME[WRITTEN_AS.get(row.mime, row.mime)]
    with tempfile.TemporaryDirectory() as folder:
        target, picture = Path(folder) / f"clean.{written.extension}", Path(folder) / "small.jpg"
        if row.kind == "image":
            facts = _clean_image_facts(file, row, limit, target, picture)
        else:
            with as_local_file(file, row.extension) as path:
                facts = write_clean(path, row, limit, target, picture, tell)
        size = target.stat().st_size
        with target.open("rb") as stream:
            sha256 = hash_of(stream)
            stream.seek(0)
            place = f"content/{now:%Y/%m}/{uuid4().hex}"
            stored = default_storage.save(f"{place}.{written.extension}", File(stream))
        small = ""
        if picture.exists():
            small = default_storage.save(f"{place}-small.jpg", ContentFile(picture.read_bytes()))
    columns = {
        "account": account, "mime": written.mime, "file": stored, "thumbnail": small, "size": size, "sha256": sha256,
        "original_sha256": original, "shown_name": shown_name(name or str(file.name or ""), written.extension),
        "origin": origin, "source": source, "held_under": licence if origin == LICENSED else None,
        "uploaded_by": actor, "uploaded_at": now, "facts_read_at": now, **facts,
    }  # fmt: skip
    return StoredFile(stored, columns, (small,) if small else ())


def record_media(stored: StoredFile) -> MediaAsset:
    """The record of a stored file with its ledger entry, in the transaction of the caller."""
    asset = MediaAsset.objects.create(**stored.columns)
    record(
        "media.uploaded",
        actor=asset.uploaded_by,
        kind="media",
        object_id=asset.pk,
        account_id=asset.account_id,
        payload={"sha256": asset.sha256, "kind": asset.kind, "ai_labels": len(asset.ai_labels)},
        at=asset.uploaded_at,
    )
    return asset


def upload_media(*, form_key: str = "", **given: Unpack[Upload]) -> MediaAsset:
    """Take a file in: checked, written clean, stored and recorded, or nothing of it; once for a form (R-029)."""
    stored = store_file(**given)

    @transaction.atomic
    def write() -> MediaAsset:
        return record_media(stored)

    try:
        asset = once(form_key, write, model=MediaAsset, actor=given["actor"], at=given.get("at"))
    except BaseException:
        stored.drop()
        raise
    if asset.file.name != stored.name:
        stored.drop()
    return asset
