"""The corrected post: recorded by its publisher, held against the text that was agreed to (R-040)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.corrections.models import Correction
from content.corrections.rules import CARRY_OUT, KIND, PROOF_NEEDED
from content.corrections.services import lock_standing
from content.corrections.workflow import AGREED
from content.media.services import record_media, store_file
from content.publishing.comparing import TextDiffers, same_words, standing_text
from content.publishing.hosts import checked_url, foreign_host, require_own_host
from content.publishing.rules import PUBLISHED_TEXT_LIMIT
from content.publishing.services import require_publisher
from content.review.conclusions import corrected
from governance.public import (
    Refused,
    Sentence,
    WrongState,
    clean_text,
    has_visible_text,
    meet_deadline,
    move,
    record,
    require_version,
    tell,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.public import User
    from content.publishing.models import Publication


def carry_out_correction(
    correction: Correction, *, actor: User, url: str, published_text: str, proof: UploadedFile | None,
    host_confirmed: bool = False, version: int | None = None, at: datetime | None = None,
) -> Correction:  # fmt: skip
    """Record that the corrected text stands: address, text and proof; from now on it is what the post must say.

    What stood before is kept with it, text and address. Raises ForeignHost for an address off the platform until
    `host_confirmed`, TextDiffers where another text than the agreed one stands, Refused naming the field, NotAllowed,
    WrongState. `proof` is stored only where everything else holds.
    """
    now = at or timezone.now()
    address = checked_url(url)
    # What was recorded under this address already was confirmed then.
    if not host_confirmed and address != correction.publication.url:
        require_own_host(correction.account, address)
    text = clean_text(published_text, field="published_text", limit=PUBLISHED_TEXT_LIMIT)
    if proof is None:
        raise Refused(PROOF_NEEDED, field="proof")
    with transaction.atomic():
        _carriable(correction, text, actor, version)
    stored = store_file(actor=actor, account=correction.account, file=proof, at=now)
    try:
        with transaction.atomic():
            post, row = _carriable(correction, text, actor, version)
            before, address_before = standing_text(post), post.url
            picture = record_media(stored)
            post.url, post.published_text, post.text_matches = address, text, True
            post.save(update_fields=["url", "published_text", "text_matches"])
            moved = move(
                row, "carry_out", actor=actor, at=now, held=True, on=post.account,
                changes={
                    "text_before": before, "address_before": address_before, "url": address, "proof": picture,
                    "corrected_by": actor, "corrected_at": now,
                },
                payload={
                    "publication": post.pk, "sha256": row.sha256, "new_address": address != address_before,
                    "foreign_host": foreign_host(post.account, address),
                },
            )  # fmt: skip
            record(
                "publication.corrected", actor=actor, kind="publication", object_id=post.pk,
                account_id=post.account_id, payload={"correction": moved.pk, "sha256": moved.sha256}, at=now,
            )  # fmt: skip
            meet_deadline(KIND, moved.pk, CARRY_OUT, at=now)
            corrected(post, asked_at=row.asked_at, at=now)
            people = dict.fromkeys([moved.asked_by_id, post.draft.author_id])
            tell(list(people), "correction.done", kind=KIND, object_id=moved.pk, at=now,
                 key=f"correction.done:{moved.pk}")  # fmt: skip
    except BaseException:
        stored.drop()
        raise
    return moved


def _carriable(correction: Correction, text: str, actor: User, version: int | None) -> tuple[Publication, Correction]:
    """Post and correction under their locks, where exactly the agreed text stands; writes nothing."""
    post = lock_standing(correction.publication)
    require_publisher(actor, [post.account])
    rows = Correction.objects.select_for_update(of=("self",)).select_related("account")
    row = rows.get(pk=correction.pk)
    require_version(row, version)
    if row.status != AGREED:
        raise WrongState(_("Only a correction that was agreed to is recorded. Load the page again."))
    if not has_visible_text(text):
        raise Refused(_("Copy the corrected text from the platform: it is compared."), field="published_text")
    if (fault := why_not_this_text(row, text)) is not None:
        raise TextDiffers(fault, field="published_text")
    return post, row


def why_not_this_text(correction: Correction, text: str) -> Sentence | None:
    """Why this is not the text that was agreed to, or None."""
    if same_words(text, correction.corrected_text):
        return None
    return _("This is not the text that was agreed to. Correct the post so that it says exactly that.")
