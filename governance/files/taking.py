"""Taking a file in: its type by its content, its size, a name that is safe to show (reliability: uploads are safe)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import IO

import filetype
from django.utils.translation import gettext as _

from governance.files.rules import SHOWN_NAME_LIMIT, FileLimit, FileType
from governance.refusals.exceptions import Refused
from governance.texts.hygiene import clean_name

NAME_LIMIT = 1000
CHUNK = 1024 * 1024


def shown_name(name: str, extension: str) -> str:
    """The uploader's name for the file, without path, control and direction characters, cut with its ending kept."""
    base = clean_name(PureWindowsPath(name.replace("\x00", "")).name, limit=NAME_LIMIT)
    stem = re.sub(r"[\s/\\:*?\"<>|]+", " ", base.rsplit(".", 1)[0]).strip(" .") or _("File")
    return f"{stem[: SHOWN_NAME_LIMIT - len(extension) - 1]}.{extension}"


def type_by_content(header: bytes, types: Mapping[str, FileType]) -> FileType | None:
    """The row of the type that the first bytes show, of those taken here (by MIME type), or None.

    The name and what the browser says count for nothing. Raises Refused for an empty file.
    """
    if not header:
        raise Refused(_("This file is empty. Please choose another."), field="file")
    guess = filetype.guess(header)
    return types.get(guess.mime) if guess else None


def hash_of(stream: IO[bytes]) -> str:
    """SHA-256 of what is left of the stream, as hexadecimal digits."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def check_size(size: int, limit: FileLimit) -> None:
    """Raise Refused for a file of more bytes than the limit."""
    if size > limit.bytes:
        raise Refused(
            _("This file has %(size)s kB; at most %(limit)s kB are possible here. Please make it smaller.")
            % {"size": f"{size // 1024:,}", "limit": f"{limit.bytes // 1024:,}"},
            field="file",
        )
