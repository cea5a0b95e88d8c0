"""After the record: a proof that was missing, a text that was put right, and who hears of one that differs (R-040)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.media.services import record_media, store_file
from content.publishing.comparing import DIFFERS, TextDiffers, matches_approved
from content.publishing.models import Publication
from content.publishing.rules import PUBLISHED_TEXT_LIMIT, TAG_REASON_LIMIT
from content.review.models import ReviewSlot
from governance.public import (
    NotAllowed,
    Refused,
    WrongState,
    can,
    clean_text,
    has_visible_text,
    holder_ids,
    record,
    tell,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.public import User


def tell_difference(publication: Publication, at: datetime) -> None:
    """Who signed the version and who manages the account hear that something else was published."""
    signers = ReviewSlot.objects.filter(version_id=publication.version_id, signer__isnull=False)
    people = [*signers.values_list("signer_id", flat=True), *holder_ids("accounts.manage", publication.account_id)]
    tell(
        list(dict.fromkeys(people)),
        "publication.differs",
        kind="publication",
        object_id=publication.pk,
        key=f"publication.differs:{publication.pk}:{at.isoformat()}",
        at=at,
    )


def _require_changeable(publication: Publication, actor: User) -> None:
    if not can(actor, "accounts.publish", publication):
        raise NotAllowed(
            _("Only a publisher of %(account)s can do this. Ask one of them.") % {"account": publication.account}
        )
    if publication.withdrawn_at is not None:
        raise WrongState(_("This post was withdrawn already. Load the page again."))


def complete_publication(
    publication: Publication,
    *,
    actor: User,
    published_text: str = "",
    proof: UploadedFile | None = None,
    no_tag_reason: str = "",
    differing_confirmed: bool = False,
    at: datetime | None = None,
) -> Publication:
    """Add the proof, the text as it stands by now, which is compared again, or why no hashtag fits (R-040, R-041).

    A text that is not the signed one raises TextDiffers until `differing_confirmed`; signers and managers are told of
    it, as of one that is recorded so.
    """
    now = at or timezone.now()
    text = clean_text(published_text, field="published_text", limit=PUBLISHED_TEXT_LIMIT)
    given = has_visible_text(text)
    reason = clean_text(no_tag_reason, field="no_tag_reason", limit=TAG_REASON_LIMIT, one_line=True).strip()
    if not given and proof is None and not has_visible_text(reason):
        raise Refused(_("Nothing was given. Paste the text as it stands now, or choose a picture."), field="proof")
    _require_changeable(publication, actor)
    stored = store_file(actor=actor, account=publication.account, file=proof, at=now) if proof is not None else None
    try:
        with transaction.atomic():
            rows = Publication.objects.select_for_update(of=("self",)).select_related("account", "version")
            locked = rows.get(pk=publication.pk)
            _require_changeable(locked, actor)
            changed = []
            if stored is not None:
                locked.proof = record_media(stored)
                changed.append("proof")
            if given:
                locked.published_text, locked.text_matches = text, matches_approved(locked, text)
                if locked.text_matches is False and not differing_confirmed:
                    raise TextDiffers(DIFFERS, field="published_text")
                changed += ["published_text", "text_matches"]
            if has_visible_text(reason):
                locked.no_tag_reason = reason
                changed.append("no_tag_reason")
            locked.save(update_fields=changed)
            record(
                "publication.completed", actor=actor, kind="publication", object_id=locked.pk,
                account_id=locked.account_id, payload={"fields": changed, "text_matches": locked.text_matches}, at=now,
            )  # fmt: skip
            if given and locked.text_matches is False:
                tell_difference(locked, now)
    except BaseException:
        if stored is not None:
            stored.drop()
        raise
    return locked
