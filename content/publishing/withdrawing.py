"""Taking a post down: with a reason, the yes of a second person, and a proof (R-014, R-040)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft
from content.drafts.rules import WITHDRAW
from content.media.services import StoredFile, record_media, store_file
from content.publishing import checkpoints
from content.publishing.acts import PUBLICATION_WITHDRAW
from content.publishing.following import tell_withdrawal
from content.publishing.models import Publication
from content.publishing.rules import NOTE_LIMIT
from content.publishing.services import require_publisher
from content.review.models import ReviewSlot
from governance.public import (
    NoteRequired,
    Refused,
    WrongState,
    clean_text,
    has_visible_text,
    holder_ids,
    move,
    payload_of,
    record,
    require_agreement,
    tell,
    use_agreement,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.public import User


def withdraw_publication(
    publication: Publication, *, actor: User, reason: str, proof: UploadedFile | None = None,
    at: datetime | None = None,
) -> Publication:  # fmt: skip
    """Record that a post was taken down, why, and the picture that shows it; the last one makes the draft withdrawn.

    It takes the yes of a second person, which in a hurry anybody who works on what goes out gives (R-014). A record
    without `proof` is marked until one is added. Raises NotAllowed, NoteRequired, WrongState, SecondPersonNeeded.
    """
    now = at or timezone.now()
    words = clean_text(reason, field="reason", limit=NOTE_LIMIT).strip()
    stored = None
    if proof is not None:
        with transaction.atomic():
            _withdrawable(publication, actor, words, now)
        stored = store_file(actor=actor, account=publication.account, file=proof, at=now)
    try:
        with transaction.atomic():
            return _withdraw(publication, actor, words, stored, now)
    except BaseException:
        if stored is not None:
            stored.drop()
        raise


def _withdrawable(publication: Publication, actor: User, words: str, now: datetime) -> tuple[Draft, Publication, Any]:
    """Draft and post under their locks, with the yes that this takes; writes nothing."""
    draft = Draft.objects.select_for_update().get(pk=publication.draft_id)
    locked = Publication.objects.select_for_update(of=("self",)).select_related("account").get(pk=publication.pk)
    require_publisher(actor, [locked.account], WITHDRAW)
    if locked.withdrawn_at is not None:
        raise WrongState(_("This post was withdrawn already. Load the page again."))
    if not has_visible_text(words):
        raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    return draft, locked, require_agreement(PUBLICATION_WITHDRAW, actor=actor, target=locked, at=now)


def _withdraw(
    publication: Publication, actor: User, words: str, stored: StoredFile | None, now: datetime
) -> Publication:
    draft, locked, agreement = _withdrawable(publication, actor, words, now)
    changes: dict[str, Any] = {"withdrawn_at": now, "withdrawn_by": actor, "withdrawal_reason": words}
    if stored is not None:
        changes["withdrawal_proof"] = record_media(stored)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    checkpoints.end(locked, now)
    record(
        "publication.withdrawn",
        actor=actor,
        kind="publication",
        object_id=locked.pk,
        account_id=locked.account_id,
        payload={**payload_of(agreement), "proof": locked.withdrawal_proof_id},
        at=now,
    )
    use_agreement(agreement, actor=actor, at=now)
    tell_withdrawal(locked, actor=actor, at=now)
    _tell(locked, draft, actor, now)
    if draft.status == "published" and not Publication.objects.filter(draft=draft).live().exists():
        move(
            draft,
            "withdraw",
            actor=actor,
            note=words,
            at=now,
            changes={"updated_at": now},
            held=True,
            on=locked.account,
        )
    return locked


def _tell(publication: Publication, draft: Draft, actor: User, at: datetime) -> None:
    """Who wrote it, published it, signed it or manages the account hears that it stands no more."""
    signers = ReviewSlot.objects.filter(version_id=publication.version_id, signer__isnull=False)
    people = [
        draft.author_id, publication.publisher_id, *signers.values_list("signer_id", flat=True),
        *holder_ids("accounts.manage", publication.account_id),
    ]  # fmt: skip
    tell(
        [person for person in dict.fromkeys(people) if person != actor.pk], "publication.withdrawn",
        kind="publication", object_id=publication.pk, key=f"publication.withdrawn:{publication.pk}", at=at,
    )  # fmt: skip


def prove_withdrawal(
    publication: Publication, *, actor: User, proof: UploadedFile | None, at: datetime | None = None
) -> Publication:
    """Add the picture that shows a post is gone, where the withdrawal was recorded without one; once."""
    now = at or timezone.now()
    if proof is None:
        raise Refused(_("Choose a picture that shows that the post is gone."), field="proof")
    with transaction.atomic():
        _provable(publication, actor)
    stored = store_file(actor=actor, account=publication.account, file=proof, at=now)
    try:
        with transaction.atomic():
            locked = _provable(publication, actor)
            locked.withdrawal_proof = record_media(stored)
            locked.save(update_fields=["withdrawal_proof"])
            record(
                "publication.withdrawal_proved", actor=actor, kind="publication", object_id=locked.pk,
                account_id=locked.account_id, payload={"proof": locked.withdrawal_proof_id}, at=now,
            )  # fmt: skip
    except BaseException:
        stored.drop()
        raise
    return locked


def _provable(publication: Publication, actor: User) -> Publication:
    locked = Publication.objects.select_for_update(of=("self",)).select_related("account").get(pk=publication.pk)
    require_publisher(actor, [locked.account], WITHDRAW)
    if locked.withdrawn_at is None:
        raise WrongState(_("This post stands. Withdraw it first, then show that it is gone."))
    if locked.withdrawal_proof_id is not None:
        raise WrongState(_("The proof of this withdrawal is recorded already. Load the page again."))
    return locked
