"""The cover of a video: the picture of a moment that somebody chose; what is under review or signed keeps its own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft
from content.media.bounds import COVER_EDGE
from content.media.models import MediaAsset
from content.media.reading import as_local_file, picture_at
from content.media.rules import COVER_MOMENTS
from content.media.services import require_uploader
from governance.public import Refused, WrongState, record

if TYPE_CHECKING:
    from accounts.public import User

# A draft in one of these states shows nobody anything yet.
UNSEEN = ("draft", "discarded")


def moments_of(asset: MediaAsset) -> list[int]:
    """The moments of a video that are offered for its cover, in milliseconds."""
    length = asset.duration_ms or 0
    return sorted({length * place // (COVER_MOMENTS + 1) for place in range(1, COVER_MOMENTS + 1)})


def why_no_cover(asset: MediaAsset) -> str:
    """Why the cover of this file cannot be changed now; empty where it can."""
    if asset.kind != "video":
        return _("Only a video has a cover; a picture is its own.")
    if Draft.objects.filter(asset_rows__asset=asset).exclude(status__in=UNSEEN).exists():
        return _("This file is under review or signed. Take the draft back before you change the cover.")
    return ""


def choose_cover(asset: MediaAsset, *, actor: User, moment_ms: int, at: datetime | None = None) -> MediaAsset:
    """Make the picture of a moment the cover of a video. The picture is read outside the transaction.

    Raises NotAllowed without the right, WrongState while a draft with it is under review or signed, and Refused
    naming `moment` where the video has no such moment. Submitting a draft takes the lock of its files first, so that
    whichever comes first decides: the cover that is sealed is the one that stands.
    """
    now = at or timezone.now()
    require_uploader(actor, asset.account)
    if reason := why_no_cover(asset):
        raise WrongState(reason)
    if not 0 <= moment_ms <= (asset.duration_ms or 0):
        raise Refused(_("The video has no such moment. Choose another one."), field="moment")
    with asset.file.open("rb") as stored, as_local_file(stored, "mp4") as path:
        data = picture_at(path, asset.mime, moment_ms, COVER_EDGE)
    sha256 = hashlib.sha256(data).hexdigest()
    name = default_storage.save(f"content/{now:%Y/%m}/{uuid4().hex}-cover.jpg", ContentFile(data))
    try:
        with transaction.atomic():
            locked = MediaAsset.objects.select_for_update().get(pk=asset.pk)
            if reason := why_no_cover(locked):
                raise WrongState(reason)
            old, locked.cover, locked.cover_ms = str(locked.cover), name, moment_ms
            locked.cover_sha256 = sha256
            locked.save(update_fields=["cover", "cover_ms", "cover_sha256"])
            record(
                "media.cover_chosen", actor=actor, kind="media", object_id=asset.pk, account_id=asset.account_id,
                payload={"moment_ms": moment_ms, "sha256": sha256}, at=now,
            )  # fmt: skip
    except BaseException:
        default_storage.delete(name)
        raise
    if old:
        default_storage.delete(old)
    return locked
