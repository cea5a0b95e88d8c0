"""Taking orders out of the outbox, one at a time under a lease, so that every post appears once (R-040).

Whatever dies, the row comes up again when its lease ends; a post that may stand is looked up before it is sent again.
Nothing is sent inside a transaction.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import Token, use_token
from content.connectors.connecting import open_connector
from content.connectors.models import Connection, Dispatch
from content.connectors.outcomes import Limited, Posted, Rejected, Unclear
from content.connectors.protocol import Connector, SealedFile, SealedPost, sealed_post
from content.connectors.rules import GIVE_UP, KINDS_BY_CODE, LEASE, PUBLISH_IT, WAITS, WITHDRAW_IT, WORDS_LIMIT
from content.connectors.workflow import WAITING
from content.drafts.models import Draft
from content.drafts.queries import files_of
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import fresh_preflight, in_window, lock_released, require_publisher
from governance.public import Denial, Refused, holder_ids, move, steady, tell

Opener = Callable[[Connection, Token, datetime], Connector]
JOINED = ("draft", "version", "account", "connection", "publication", "asked_by")
# What is told of an order to publish; one to take down that ends otherwise than it should leaves the post standing.
NOTICES = {"reject": "dispatch.rejected", "stop": "dispatch.stopped", "lose": "dispatch.unclear"}
STANDS = "dispatch.stands"

logger = logging.getLogger(__name__)


class Lost(Exception):
    """Somebody else has the row by now; whatever was about to be written is theirs to write."""


def send_waiting(at: datetime | None = None, *, opener: Opener = open_connector) -> int:
    """Try every order whose turn has come, each once; how many. `at` stands in for the clock in tests."""
    count = 0
    while (order := claim(at or timezone.now())) is not None:
        with contextlib.suppress(Lost):
            _try(order, at, opener)
        count += 1
    return count


def claim(now: datetime) -> Dispatch | None:
    """Lease the order whose turn came first."""
    with transaction.atomic():
        rows = Dispatch.objects.select_for_update(of=("self",), skip_locked=True).select_related(*JOINED)
        order = rows.filter(status=WAITING, next_try_at__lte=now).order_by("next_try_at", "pk").first()
        if order is not None:
            order.tries += 1
            order.next_try_at = now + LEASE
            order.save(update_fields=["tries", "next_try_at"])
        return order


def _held(order: Dispatch) -> Dispatch:
    """The row under its lock, still ours; raises Lost."""
    locked = Dispatch.objects.select_for_update(of=("self",)).select_related(*JOINED).get(pk=order.pk)
    if locked.status != WAITING or locked.tries != order.tries:
        raise Lost(order.pk)
    return locked


def _try(order: Dispatch, at: datetime | None, opener: Opener) -> None:
    """One attempt, and what came of it. A fault that nobody foresaw counts as a try whose outcome is unclear."""
    now = at or timezone.now()
    # What an earlier try left open stays open, whatever this one is told: the post may have been slow.
    earlier = order.maybe_out
    try:
        _attempt(order, now, opener)
    except Lost:
        raise
    except Rejected as outcome:
        _end(order, "lose" if earlier else "reject", outcome.words, now)
    except (Limited, Unclear) as outcome:
        _again(order, outcome, now, earlier)
    except (Refused, Denial) as refusal:
        _end(order, "lose" if earlier else "stop", str(refusal.sentence), now)
    except Exception as fault:
        logger.exception("order %d to an interface failed", order.pk)
        words = _("Something went wrong here (%(what)s). The operators find it in their log.")
        _again(order, Unclear(words % {"what": type(fault).__name__}), now, earlier)


def _attempt(order: Dispatch, now: datetime, opener: Opener) -> None:
    if not order.maybe_out and order.action == PUBLISH_IT:
        _check(order, now)
    if not order.reaches_its_interface:
        raise Refused(_("The account is connected with another interface by now."))
    token = use_token(
        order.connection.credential_id, account_id=order.account_id, actor=order.asked_by, purpose="dispatch",
        object_id=order.pk, at=now,
    )  # fmt: skip
    connector = opener(order.connection, token, now)
    if order.action == WITHDRAW_IT:
        connector.withdraw(order.external_id)
        _withdrawn(order, now)
        return
    post = sealed_post(order.version, order.account.handle, _files(order))
    _record(order, _earlier(order, connector, post) or _sent(order, connector, post, now), now)


def _check(order: Dispatch, now: datetime) -> None:
    """It must still be what was signed, asked for by somebody who publishes, inside its window, freshly checked."""
    with transaction.atomic(), steady():
        draft, version, accounts = lock_released(order.draft, now)
        if version.pk != order.version_id or order.account_id not in {row.pk for row in accounts}:
            raise Refused(_("The draft was changed since it was sent on its way."))
        if order.not_before != order.goes_at(draft.scheduled_at):
            raise Refused(_("It was taken out of its time, given another one, or edited."))
        require_publisher(order.asked_by, [order.account])
        if not in_window(draft, now):
            raise Refused(_("The window that was signed is over."))
        if fresh_preflight(version, order.account, now) is None:
            raise Refused(_("The check before release is too old by now."))
        if Publication.objects.filter(draft=draft, account=order.account).exists():
            raise Refused(_("This post is recorded already."))
        if not order.connection.is_on:
            raise Refused(_("The interface of this account was switched off."))


def _files(order: Dispatch) -> list[SealedFile]:
    hashes = {row["id"]: row["sha256"] for row in order.version.sealed["media"]}
    rows = [row for row in files_of(order.draft) if row.asset_id in hashes]
    return [SealedFile(row.asset, hashes[row.asset_id], row.alt) for row in rows]


def _earlier(order: Dispatch, connector: Connector, post: SealedPost) -> Posted | None:
    """The post of a try whose outcome nobody knew."""
    if not order.maybe_out or order.first_sent_at is None:
        return None
    others = Publication.objects.filter(account_id=order.account_id, published_at__gte=order.first_sent_at)
    known = set(others.exclude(external_id="").values_list("external_id", flat=True))
    return connector.find(post, str(order.key), since=order.first_sent_at, known=known)


def _sent(order: Dispatch, connector: Connector, post: SealedPost, now: datetime) -> Posted:
    """Say that it may stand from now on, commit that, then send it.

    Once the other side forgets the key, what was not found is not sent again: it may only have been overlooked.
    """
    life = KINDS_BY_CODE[order.kind].key_life
    if order.maybe_out and order.first_sent_at is not None:
        _check(order, now)
        if life is not None and now + LEASE >= order.first_sent_at + life:
            raise Refused(_("It was not found there, and is not sent again after so long. Look there yourself."))
    for file in post.files:
        file.read()
    with transaction.atomic():
        locked = _held(order)
        locked.maybe_out, locked.last_sent_at = True, now
        locked.first_sent_at = locked.first_sent_at or now
        locked.save(update_fields=["maybe_out", "last_sent_at", "first_sent_at"])
    order.last_sent_at, order.maybe_out = now, True
    return connector.publish(post, str(order.key))


def _again(order: Dispatch, outcome: Limited | Unclear, now: datetime, earlier: bool) -> None:
    """Another try after a wait; after the last one it is given up."""
    with transaction.atomic():
        locked = _held(order)
        if isinstance(outcome, Limited):
            wait, last = outcome.wait, now >= locked.not_before + GIVE_UP
            locked.maybe_out = earlier
            if not earlier:  # this try brought nothing, and none did before: it may be called back again
                locked.first_sent_at = locked.last_sent_at = None
        else:
            last = locked.failures >= len(WAITS)
            wait = WAITS[min(locked.failures, len(WAITS) - 1)]
            locked.failures += not last
        if last:
            _finish(locked, "lose" if locked.maybe_out else "reject", outcome.words, now)
            return
        locked.next_try_at, locked.words = now + wait, outcome.words[:WORDS_LIMIT]
        locked.save(update_fields=["maybe_out", "failures", "next_try_at", "words", "first_sent_at", "last_sent_at"])


def _end(order: Dispatch, name: str, words: str, now: datetime) -> None:
    """No try follows."""
    with transaction.atomic():
        _finish(_held(order), name, words, now)


def _finish(locked: Dispatch, name: str, words: str, now: datetime) -> None:
    changes = {"words": words[:WORDS_LIMIT], "done_at": now, "maybe_out": name == "lose"}
    moved = move(locked, name, actor=None, at=now, held=True, changes=changes, payload={"action": locked.action})
    stands = locked.action == WITHDRAW_IT
    to_all = stands or name == "lose"
    people = [locked.asked_by_id, *(holder_ids("accounts.manage", locked.account_id) if to_all else ())]
    tell(
        list(dict.fromkeys(people)), STANDS if stands else NOTICES[name], kind="dispatch", object_id=moved.pk,
        params={"words": words[:WORDS_LIMIT]}, key=f"dispatch.{name}:{moved.pk}", at=now, urgent=True,
    )  # fmt: skip


def _record(order: Dispatch, found: Posted, now: datetime) -> None:
    """The post stands: record it as its publisher would. Where that is refused, somebody must look."""
    try:
        with transaction.atomic():
            # The draft before the order, as whoever moves the draft locks them.
            Draft.objects.select_for_update(of=("self",)).only("pk").get(pk=order.draft_id)
            locked = _held(order)
            publication = record_publication(
                order.draft, order.account, actor=order.asked_by, url=found.url, external_id=found.external_id,
                published_text=found.text, published_at=order.last_sent_at or now, differing_confirmed=True,
                host_confirmed=True, at=now, order_id=order.pk,
            )  # fmt: skip
            move(
                locked, "send", actor=None, at=now, held=True, payload={"publication": publication.pk},
                changes={
                    "publication_id": publication.pk, "external_id": found.external_id, "url": found.url, "words": "",
                    "done_at": now, "maybe_out": False,
                },
            )  # fmt: skip
    except (Refused, Denial) as refusal:
        with transaction.atomic():
            locked = _held(order)
            locked.external_id, locked.url = found.external_id, found.url
            locked.save(update_fields=["external_id", "url"])
            words = _("It stands at %(url)s, but could not be recorded: %(why)s")
            _finish(locked, "lose", words % {"url": found.url, "why": refusal.sentence}, now)


def _withdrawn(order: Dispatch, now: datetime) -> None:
    with transaction.atomic():
        locked = _held(order)
        move(locked, "send", actor=None, at=now, held=True, changes={"done_at": now, "words": "", "maybe_out": False})
