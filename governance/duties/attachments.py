"""Files beside a record: type by content, pictures written clean, stored under names of our own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from governance.duties.rules import FILE_WANTED, FILES_PER_RECORD, NO_FILE, DutyKind
from governance.files.keeping import check_file
from governance.files.rules import ATTACHMENTS
from governance.refusals.exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELD = "files"


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file that was checked, written clean and stored, and that no record names yet."""

    columns: dict[str, Any]

    def drop(self) -> None:
        """Take the file away again: nothing was recorded."""
        default_storage.delete(self.columns["file"])


@contextmanager
def stored_files(kind: DutyKind, files: Iterable[File[bytes]], at: datetime) -> Iterator[list[StoredAttachment]]:
    """Check and store the files outside any transaction; whatever fails within takes all of them away again.

    Raises Refused for too many, for one too large or of a type that is not taken, and where a kind wants a file.
    """
    given = list(files)
    if kind.attachment == FILE_WANTED and not given:
        raise Refused(_("Please add a file: this record needs a proof beside it."), field=FIELD)
    if given and kind.attachment == NO_FILE:
        raise Refused(_("This record takes no file. Please leave it out."), field=FIELD)
    if len(given) > FILES_PER_RECORD:
        raise Refused(
            _("At most %(most)d files stand beside a record. Please choose the ones that matter.")
            % {"most": FILES_PER_RECORD},
            field=FIELD,
        )
    kept: list[StoredAttachment] = []
    try:
        for file in given:
            kept.append(_store(file, at))
        yield kept
    except BaseException:
        for stored in kept:
            stored.drop()
        raise


def _store(file: File[bytes], at: datetime) -> StoredAttachment:
    checked = check_file(file, ATTACHMENTS, field=FIELD)
    name = default_storage.save(f"duties/{at:%Y/%m}/{uuid4().hex}.{checked.row.extension}", ContentFile(checked.data))
    return StoredAttachment(
        {
            "file": name, "mime": checked.row.mime, "shown_name": checked.shown_name, "size": checked.size,
            "sha256": checked.sha256,
        }
    )  # fmt: skip
