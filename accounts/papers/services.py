"""Taking a paper in: checked by content, pictures written anew, kept under its hash."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PureWindowsPath

import filetype
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.papers.models import AccountPaper
from accounts.papers.rules import MOST_BYTES, MOST_PIXELS, NAME_LIMIT, PAPER_TYPES, PaperType
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import Refused, clean_name, keep_whole, record

HEADER = 8192
PDF_BEGINS, PDF_ENDS = b"%PDF-", b"%%EOF"
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError,
    struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
Upload = UploadedFile | File


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A file that was checked and lies under its hash; no record names it yet."""

    row: PaperType
    shown_name: str
    place: str
    sha256: str
    size: int


def store_paper(file: Upload, *, field: str = "papers") -> StoredPaper:
    """Check a file and put it in its place, outside of any transaction; raises Refused naming the field."""
    if int(file.size or 0) > MOST_BYTES:
        raise Refused(
            _("This file has more than %(limit)d MB. Please make it smaller.") % {"limit": MOST_BYTES >> 20},
            field=field,
        )
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    guess = filetype.guess(data[:HEADER])
    row = PAPER_TYPES.get(guess.mime) if guess else None
    if row is None or (not row.picture and not _whole_pdf(data)):
        raise Refused(_("A paper is a whole PDF, PNG or JPEG file. Please choose another file."), field=field)
    if row.picture:
        data = _written_anew(data, row, field)
    stem = clean_name(PureWindowsPath(str(file.name or "").replace("\x00", "")).stem, limit=NAME_LIMIT - 5)
    name = f"{stem or _('Paper')}.{row.extension}"
    sha256 = hashlib.sha256(data).hexdigest()
    place = f"papers/{sha256[:2]}/{sha256}.{row.extension}"
    keep_whole(place, sha256, lambda: io.BytesIO(data))
    return StoredPaper(row, name, place, sha256, len(data))


def keep_paper(account: PlatformAccount, paper: StoredPaper, *, kind: str, actor: User, at: datetime) -> AccountPaper:
    """The record of a stored file, in the transaction of the caller, whose service asks for the rights."""
    row = AccountPaper.objects.create(
        account=account, kind=kind, place=paper.place, shown_name=paper.shown_name, mime=paper.row.mime,
        size=paper.size, sha256=paper.sha256, uploaded_by=actor, uploaded_at=at,
    )  # fmt: skip
    record(
        "account_paper.kept", actor=actor, kind="account_paper", object_id=row.pk, account_id=account.pk,
        payload={"kind": kind, "sha256": row.sha256}, at=at,
    )  # fmt: skip
    return row


def _whole_pdf(data: bytes) -> bool:
    return data.startswith(PDF_BEGINS) and PDF_ENDS in data[-1024:]


def _written_anew(data: bytes, row: PaperType, field: str) -> bytes:
    """The picture and nothing else of the file: no place, no camera, no second format hidden behind it."""
    try:
        with Image.open(io.BytesIO(data), formats=[row.picture]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Refused(_("This picture is too large. Please make it smaller."), field=field)
            turned = ImageOps.exif_transpose(picture)
            if row.picture == "JPEG" and turned.mode not in ("RGB", "L"):
                turned = turned.convert("RGB")
            turned.info.clear()
            written = io.BytesIO()
            turned.save(written, row.picture, quality=92)
    except BROKEN as fault:
        raise Refused(_("This picture cannot be read. Please save it again."), field=field) from fault
    return written.getvalue()
