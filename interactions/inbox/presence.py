"""Who else is there: looking at a message, or writing an answer (interface: the second writer is told)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.public import User
from interactions.inbox.models import Message, MessagePresence
from interactions.inbox.rules import PRESENCE


@transaction.atomic
def note_presence(message: Message, *, is_writing: bool, actor: User, at: datetime | None = None) -> None:
    """Say that somebody is there now; forgets those who left a while ago."""
    at = at or timezone.now()
    MessagePresence.objects.bulk_create(
        [MessagePresence(message=message, user=actor, is_writing=is_writing, seen_at=at)],
        update_conflicts=True,
        unique_fields=["message", "user"],
        update_fields=["is_writing", "seen_at"],
    )
    # After one's own row, and only what nobody holds: two people never wait for each other here.
    gone = MessagePresence.objects.filter(seen_at__lte=at - PRESENCE).select_for_update(skip_locked=True)
    MessagePresence.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()


def others_at(message: Message, user: User, now: datetime) -> list[MessagePresence]:
    """Everybody else who is at the message now, writers first."""
    rows = MessagePresence.objects.there(now).filter(message=message).exclude(user=user)
    return list(rows.select_related("user").order_by("-is_writing", "user_id"))


def writer_at(message: Message, user: User, now: datetime) -> User | None:
    """Somebody else who is writing an answer now."""
    return next((row.user for row in others_at(message, user, now) if row.is_writing), None)


def leave(message: Message, *, actor: User) -> None:
    """Gone, or done writing."""
    MessagePresence.objects.filter(message=message, user=actor).delete()
