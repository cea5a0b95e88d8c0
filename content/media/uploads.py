"""Files that take long to read: kept as they came, read by a worker, recorded or refused (R-028, R-029).

An upload is claimed by its row. Where no broker runs it is done at once; where a worker died, another takes it up.
"""

from __future__ import annotations

from datetime import datetime
from typing import Unpack
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from content.media.models import MediaAsset, MediaUpload
from content.media.reading import as_local_file, quick_facts
from content.media.rules import (
    ABANDONED_AFTER,
    HOUSE_LIMITS,
    READY,
    REFUSED,
    TRIES,
    WORKING,
)
from content.media.services import (
    Upload,
    check_origin,
    record_media,
    require_uploader,
    store_file,
    type_of,
    upload_media,
)
from governance.public import FILE_HEADER, Denial, Refused, check_size, once, record, shown_name

log = structlog.get_logger(__name__)
SENTENCE_LIMIT = 300


def take_in(*, form_key: str = "", **given: Unpack[Upload]) -> MediaAsset | MediaUpload:
    """Take a file in from a page: a picture at once, a video or sound by a worker after a first look (under 2 s).

    A form that is sent again is answered with what the first one made. Raises what `upload_media` raises; a file that
    is cut off or too long is refused here and now.
    """
    file = given["file"]
    file.seek(0)
    row = type_of(file.read(FILE_HEADER))
    if row.kind == "image":
        return upload_media(form_key=form_key, **given)
    actor, account, now = given["actor"], given["account"], given.get("at") or timezone.now()
    origin, licence = given.get("origin", "own"), given.get("licence")
    require_uploader(actor, account)
    source = check_origin(origin, given.get("source", ""), licence, account)
    limit = HOUSE_LIMITS[row.kind]
    check_size(int(file.size or 0), limit)
    with as_local_file(file, row.extension) as path:
        facts = quick_facts(path, row, limit)
    file.seek(0)
    place = default_storage.save(f"uploads/{now:%Y/%m}/{uuid4().hex}.{row.extension}", File(file))
    fresh: list[MediaUpload] = []

    @transaction.atomic
    def write() -> MediaUpload:
        upload = MediaUpload.objects.create(
            account=account, mime=row.mime, place=place, size=int(file.size or 0), facts=facts, origin=origin,
            shown_name=shown_name(given.get("name", "") or str(file.name or ""), row.extension), source=source,
            held_under=licence, uploaded_by=actor, uploaded_at=now,
        )  # fmt: skip
        record(
            "media_upload.begun", actor=actor, kind="media_upload", object_id=upload.pk, account_id=account.pk,
            payload={"size": upload.size, "mime": row.mime}, at=now,
        )  # fmt: skip
        fresh.append(upload)
        return upload

    try:
        upload = once(form_key, write, model=MediaUpload, actor=actor, at=now)
    except BaseException:
        default_storage.delete(place)
        raise
    if fresh:
        start(upload, at=given.get("at"))
    else:
        default_storage.delete(place)
    return upload


def start(upload: MediaUpload, at: datetime | None = None) -> None:
    """Ask a worker for an upload; without a broker it is done here and now."""
    from content.media.tasks import work_on_upload

    if settings.REDIS_URL:
        try:
            work_on_upload.delay(upload.pk)
        except OperationalError:
            log.warning("no_broker_for_upload", upload=upload.pk)
        else:
            return
    work_on(upload.pk, at)
    upload.refresh_from_db()


def work_on(pk: int, at: datetime | None = None) -> bool:
    """Read one upload and record its file; False where nothing waits or another worker has it."""
    now = at or timezone.now()
    free = MediaUpload.objects.free(now, ABANDONED_AFTER).filter(pk=pk)
    if not free.update(status=WORKING, taken_at=now, done=0, tries=F("tries") + 1):
        return False
    upload = MediaUpload.objects.select_related("account", "held_under", "uploaded_by").get(pk=pk)
    with override(upload.uploaded_by.language or settings.LANGUAGE_CODE):
        if upload.tries > TRIES:
            _refuse(upload, _("This file could not be read, though it was tried several times. Export it again."))
            return True
        try:
            _finish(upload, at)
        except (Refused, Denial) as refused:
            _refuse(upload, str(refused.sentence))
        except Exception:
            log.exception("upload_failed", upload=pk)
            _refuse(upload, _("This file could not be read. Export it again; if that fails too, tell an operator."))
    return True


def _finish(upload: MediaUpload, at: datetime | None) -> None:
    """Write the file clean outside any transaction, then record it and close the upload in one."""

    def tell(percent: int) -> None:
        MediaUpload.objects.filter(pk=upload.pk).update(done=percent, taken_at=at or timezone.now())

    with default_storage.open(upload.place, "rb") as kept:
        stored = store_file(
            actor=upload.uploaded_by, account=upload.account, file=kept, name=upload.shown_name, origin=upload.origin,
            source=upload.source, licence=upload.held_under, at=at, tell=tell,
        )  # fmt: skip
    try:
        with transaction.atomic():
            asset = record_media(stored)
            rows = MediaUpload.objects.filter(pk=upload.pk, status=WORKING, tries=upload.tries)
            if not rows.update(status=READY, asset=asset, done=100, place=""):
                raise Refused(_("Another worker has read this file meanwhile."))
    except BaseException:
        stored.drop()
        raise
    default_storage.delete(upload.place)


def _refuse(upload: MediaUpload, sentence: str) -> None:
    rows = MediaUpload.objects.filter(pk=upload.pk, status=WORKING, tries=upload.tries)
    if rows.update(status=REFUSED, sentence=sentence[:SENTENCE_LIMIT], place="") and upload.place:
        default_storage.delete(upload.place)


def take_up(at: datetime | None = None) -> int:
    """Do what waits for long: a lost request, or a worker that died; returns how many uploads were done."""
    now = at or timezone.now()
    waiting = MediaUpload.objects.free(now, ABANDONED_AFTER).order_by("pk").values_list("pk", flat=True)
    return sum(work_on(pk, at) for pk in list(waiting))
