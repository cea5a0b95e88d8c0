"""Taking a paper in: checked by content, pictures written anew, kept under its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from accounts.papers.models import AccountPaper
from accounts.papers.rules import FOLDER
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import PAPERS, CheckedFile, check_file, keep_under_hash, record

Upload = UploadedFile | File


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A file that was checked and lies under its hash; no record names it yet."""

    file: CheckedFile
    place: str


def store_paper(file: Upload, *, field: str = "papers") -> StoredPaper:
    """Check a file and put it in its place, outside of any transaction; raises Refused naming the field."""
    checked = check_file(file, PAPERS, field=field)
    return StoredPaper(checked, keep_under_hash(checked, FOLDER))


def keep_paper(account: PlatformAccount, paper: StoredPaper, *, kind: str, actor: User, at: datetime) -> AccountPaper:
    """The record of a stored file, in the transaction of the caller, whose service asks for the rights."""
    row = AccountPaper.objects.create(
        account=account, kind=kind, place=paper.place, shown_name=paper.file.shown_name, mime=paper.file.row.mime,
        size=paper.file.size, sha256=paper.file.sha256, uploaded_by=actor, uploaded_at=at,
    )  # fmt: skip
    record(
        "account_paper.kept", actor=actor, kind="account_paper", object_id=row.pk, account_id=account.pk,
        payload={"kind": kind, "sha256": row.sha256}, at=at,
    )  # fmt: skip
    return row
