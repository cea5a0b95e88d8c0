"""Taking a file in: checked by content, written clean, stored under a name of our own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Required, TypedDict, Unpack
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.media.bounds import PROBE_SECONDS
from content.media.models import MediaAsset
from content.media.rules import (
    BY_MIME,
    DEMUXERS,
    ORIGINS,
    UPLOAD_RIGHTS,
    limit_for,
)
from governance.public import (
    FILE_HEADER,
    FileLimit,
    FileType,
    NotAllowed,
    Refused,
    can,
    check_size,
    clean_image,
    hash_of,
    labels_in_text,
    record,
    shown_name,
    type_by_content,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

CHUNK = 1024 * 1024


def _row_of(header: bytes) -> FileType:
    """The type by content."""
    row = type_by_content(header, BY_MIME)
    if row is None:
        raise Refused(
            _("This is no file that posts can carry. Possible are %(kinds)s.")
            % {"kinds": ", ".join(sorted({row.extension for row in BY_MIME.values()}))},
            field="file",
        )
    return row


def _clean_image_facts(source: IO[bytes], row: FileType, limit: FileLimit, target: Path) -> dict[str, Any]:
    clean = clean_image(source.read(), row, limit)
    target.write_bytes(clean.data)
    return {
        "kind": "image",
        "width": clean.width,
        "height": clean.height,
        "frames": clean.frames,
        "ai_labels": list(clean.labels),
    }


def _clean_stream_facts(source: IO[bytes], row: FileType, limit: FileLimit, target: Path) -> dict[str, Any]:
    """Facts of a video or sound file, read and written clean by a bounded process."""
    with tempfile.NamedTemporaryFile(suffix=f".{row.extension}") as copy:
        while chunk := source.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        command = [sys.executable, "-m", "content.media.probe", DEMUXERS[row.mime], copy.name, str(target)]
        try:
            done = subprocess.run(  # noqa: S603 - our own module, our own file names
                command, cwd=settings.BASE_DIR, capture_output=True, timeout=PROBE_SECONDS * 2, check=False
            )
            facts = json.loads(done.stdout or b"{}")
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise Refused(_("This file takes too long to read. Please export it again."), field="file") from error
    if "duration_ms" not in facts:
        raise Refused(_("This recording is cut off or damaged. Please export it again."), field="file")
    if facts["duration_ms"] > limit.seconds * 1000:
        raise Refused(
            _("This recording is longer than %(limit)d seconds. Please shorten it.") % {"limit": limit.seconds},
            field="file",
        )
    kind = "video" if facts["has_picture"] else "audio"
    return {
        "kind": kind,
        "width": facts["width"],
        "height": facts["height"],
        "duration_ms": facts["duration_ms"],
        "has_sound": facts["has_sound"],
        "ai_labels": list(labels_in_text(facts["labels"])),
    }


def _check_origin(origin: str, source: str, licence: str, until: date | None, today: date) -> None:
    if origin not in dict(ORIGINS):
        raise Refused(_("Please say where the file comes from."), field="origin")
    if origin == "licensed" and not (source and licence):
        raise Refused(_("A licensed file needs its source and the proof of the licence."), field="licence")
    if until is not None and until < today:
        raise Refused(_("This licence has run out. Please renew it first."), field="licence_until")


def licence_fault(asset: MediaAsset, moment: datetime) -> Refused | None:
    """The refusal of a file whose licence has run out by that moment, or None (R-029)."""
    if asset.licence_until is None or timezone.localdate(moment) <= asset.licence_until:
        return None
    return Refused(
        _("The licence of “%(name)s” ends on %(day)s, before the last moment of release. Renew or replace the file.")
        % {"name": asset, "day": asset.licence_until.isoformat()},
        field="assets",
    )


class Upload(TypedDict, total=False):
    """What an upload says of its file."""

    actor: Required[User]
    account: Required[PlatformAccount]
    file: Required[UploadedFile | File[bytes]]
    name: str
    origin: str
    source: str
    licence: str
    licence_until: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was checked, written clean and stored, and that no record names yet."""

    name: str
    columns: dict[str, Any]

    def drop(self) -> None:
        """Take the file away again: nothing was recorded."""
        default_storage.delete(self.name)


def store_file(
    *,
    actor: User,
    account: PlatformAccount,
    file: UploadedFile | File[bytes],
    name: str = "",
    origin: str = "own",
    source: str = "",
    licence: str = "",
    licence_until: date | None = None,
    at: datetime | None = None,
) -> StoredFile:
    """Check a file, write it clean and store it, outside any transaction (R-029; reliability: uploads are safe).

    Whoever calls records it with `record_media`, or drops it.
    """
    now = at or timezone.now()
    if not any(can(actor, right, account) for right in UPLOAD_RIGHTS):
        raise NotAllowed(_("You may not upload files for this account. Ask its manager."))
    _check_origin(origin, source, licence, licence_until, timezone.localdate(now))
    file.seek(0)
    row = _row_of(file.read(FILE_HEADER))
    limit = limit_for(account.platform, row.kind)
    check_size(int(file.size or 0), limit)
    file.seek(0)
    original = hash_of(file)
    file.seek(0)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"clean.{row.extension}"
        clean = _clean_image_facts if row.kind == "image" else _clean_stream_facts
        facts = clean(file, row, limit, target)
        size = target.stat().st_size
        with target.open("rb") as stream:
            sha256 = hash_of(stream)
            stream.seek(0)
            stored = default_storage.save(f"content/{now:%Y/%m}/{uuid4().hex}.{row.extension}", File(stream))
    columns = {
        "account": account, "mime": row.mime, "file": stored, "size": size, "sha256": sha256,
        "original_sha256": original, "shown_name": shown_name(name or str(file.name or ""), row.extension),
        "origin": origin, "source": source, "licence": licence, "licence_until": licence_until,
        "uploaded_by": actor, "uploaded_at": now, **facts,
    }  # fmt: skip
    return StoredFile(stored, columns)


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


def upload_media(**given: Unpack[Upload]) -> MediaAsset:
    """Take a file in: checked, written clean, stored and recorded, or nothing of it (R-029)."""
    stored = store_file(**given)
    try:
        with transaction.atomic():
            return record_media(stored)
    except BaseException:
        stored.drop()
        raise
