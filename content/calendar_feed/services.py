"""Making, revoking and finding the key of a calendar feed; it is shown once and stored as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.public import User
from content.calendar_feed.models import CalendarFeed
from content.calendar_feed.rules import FETCH_SECONDS, FETCHES, KIND, TOKEN_BYTES
from governance.public import WrongState, record

if TYPE_CHECKING:
    from datetime import date


@sensitive_variables("token")
def make_feed(*, actor: User, at: datetime | None = None) -> tuple[CalendarFeed, str]:
    """A new key of the person's own feed, which ends the one before; the second value is never shown again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        # Two clicks at once make one feed after the other.
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
        now = at or timezone.now()  # read under the lock: whoever waited comes after the one before
        replaced = _end(actor, now)
        feed = CalendarFeed.objects.create(person=actor, token_hash=_hash(token), made_at=now)
        payload = {"replaced": replaced.pk if replaced else None}
        record("calendar_feed.made", actor=actor, kind=KIND, object_id=feed.pk, payload=payload, at=now)
    return feed, token


def revoke_feed(*, actor: User, at: datetime | None = None) -> CalendarFeed:
    """End the person's own feed: its address answers nothing from now on. Raises WrongState where there is none."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
        now = at or timezone.now()
        feed = _end(actor, now)
        if feed is None:
            raise WrongState(_("You have no calendar address that could be revoked. Load the page again."))
        record("calendar_feed.revoked", actor=actor, kind=KIND, object_id=feed.pk, at=now)
    return feed


def _end(person: User, now: datetime) -> CalendarFeed | None:
    feed = CalendarFeed.objects.select_for_update(of=("self",)).filter(person=person, revoked_at=None).first()
    if feed is not None:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
    return feed


@sensitive_variables("token")
def feed_of(token: str) -> CalendarFeed | None:
    """The feed that a key opens, with its person as they are now; None for any key that opens nothing."""
    wanted = _hash(token)
    feed = CalendarFeed.objects.in_force().select_related("person").filter(token_hash=wanted).first()
    # Looked up by a hash, so that no answer tells how much of a guess was right; compared in constant time besides.
    if feed is None or not hmac.compare_digest(feed.token_hash, wanted):
        return None
    return feed


def may_fetch(feed: CalendarFeed) -> bool:
    """Whether the feed may be handed out once more within the present span of time."""
    key = f"calendar_feed:{feed.pk}"
    cache.add(key, 0, FETCH_SECONDS)
    try:
        return cache.incr(key) <= FETCHES
    except ValueError:
        # The span ended between the two steps.
        return True


def note_read(feed: CalendarFeed, day: date) -> None:
    """Keep on which day the feed was read last, so that its person sees whether anything still uses it."""
    if feed.last_read_on != day:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=day)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
