"""A small file beside a record: checked by content, pictures written clean, kept under its hash (uploads are safe)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from governance.files.images import clean_image
from governance.files.rules import HEADER, PDF, Accepted, FileType
from governance.files.taking import check_size, shown_name, type_by_content
from governance.refusals.exceptions import Refused
from governance.safekeeping.services import keep_whole

PDF_BEGINS, PDF_ENDS, PDF_TAIL = b"%PDF-", b"%%EOF", 1024


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as it may be stored; of a picture its pixels and labels, and nothing else of the upload."""

    row: FileType
    shown_name: str
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """Bytes that are stored."""
        return len(self.data)


def check_file(file: IO[bytes] | Any, accepted: Accepted, *, field: str) -> CheckedFile:
    """Check an upload and write it clean, in memory; outside any transaction.

    Raises Refused naming the field for what is empty, too large, cut off, or of a type that is not taken here.
    """
    try:
        return _checked(file, accepted)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=field) from refusal


def _checked(file: IO[bytes] | Any, accepted: Accepted) -> CheckedFile:
    file.seek(0)
    row = type_by_content(file.read(HEADER), accepted.by_mime)
    if row is None:
        raise Refused(
            _("This type of file is not taken here. Possible are %(kinds)s.") % {"kinds": ", ".join(accepted.endings)}
        )
    limit = accepted.limit_for(row.kind)
    file.seek(0)
    data = file.read(limit.bytes + 1)
    check_size(max(int(getattr(file, "size", 0) or 0), len(data)), limit)
    if row.pillow:
        data = clean_image(data, row, limit).data
    elif row == PDF and not _is_whole_pdf(data):
        raise Refused(_("This document is cut off or damaged. Please export it again."))
    name = shown_name(str(getattr(file, "name", "") or ""), row.extension)
    return CheckedFile(row, name, data, hashlib.sha256(data).hexdigest())


def _is_whole_pdf(data: bytes) -> bool:
    return data.startswith(PDF_BEGINS) and PDF_ENDS in data[-PDF_TAIL:]


def place_under_hash(checked: CheckedFile, folder: str) -> str:
    """Where the file lies, or will, by what it holds."""
    return f"{folder}/{checked.sha256[:2]}/{checked.sha256}.{checked.row.extension}"


def keep_under_hash(checked: CheckedFile, folder: str) -> str:
    """Have the file lie in the store, once however often it comes; returns its place."""
    place = place_under_hash(checked, folder)
    keep_whole(place, checked.sha256, lambda: io.BytesIO(checked.data))
    return place
