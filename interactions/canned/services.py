"""Proposing, approving and retiring canned replies (R-061)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import Refused, clean_text, create_record, holders, move, require, tell
from interactions.canned.models import CannedReply
from interactions.inbox.replying import BLOCK, check_reply

RIGHT = "governance.handle_complaints"
TITLE_LIMIT, TEXT_LIMIT = 80, 2_000


@transaction.atomic
def propose_canned_reply(
    *,
    title: str,
    text: str,
    expires_on: date,
    actor: User,
    account: PlatformAccount | None = None,
    at: datetime | None = None,
) -> CannedReply:
    """Propose a text; whoever may approve it is told. Words that no answer may hold, none may suggest."""
    require(actor, RIGHT)
    at = at or timezone.now()
    title = clean_text(title, field="title", limit=TITLE_LIMIT, one_line=True)
    text = clean_text(text.strip(), field="text", limit=TEXT_LIMIT)
    if expires_on < timezone.localdate(at):
        raise Refused(_("This day has passed already. Please choose one that lies ahead."), field="expires_on")
    # A reply for every account is held against the rules of each.
    for target in [account] if account else PlatformAccount.objects.open():
        blocked = [finding for finding in check_reply(text, target) if finding.severity == BLOCK]
        if blocked:
            raise Refused(blocked[0].message, field="text")
    canned = create_record(
        CannedReply(title=title, text=text, account=account, author=actor, written_at=at, expires_on=expires_on),
        actor=actor,
        event="canned_reply.proposed",
        at=at,
    )
    others = holders(RIGHT).exclude(pk=actor.pk).values_list("pk", flat=True)
    tell(others, "canned_reply.to_approve", kind="canned_reply", object_id=canned.pk, key=f"canned:{canned.pk}", at=at)
    return canned


@transaction.atomic
def approve_canned_reply(
    canned: CannedReply, *, actor: User, version: int | None = None, at: datetime | None = None
) -> CannedReply:
    """Let it be used: by somebody other than its author."""
    at = at or timezone.now()
    changes = {"approved_by": actor, "approved_at": at}
    return move(canned, "approve", actor=actor, version=version, changes=changes, at=at)


def retire_canned_reply(
    canned: CannedReply, *, actor: User, version: int | None = None, at: datetime | None = None
) -> CannedReply:
    """Let it be used no more."""
    return move(canned, "retire", actor=actor, version=version, at=at)
