"""Taking messages in: classed, due by the rule book, each once (R-060, D-6.2.1a)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import Refused, clean_name, clean_text, index_texts, open_deadlines, record
from interactions.clocks import AccountClocks, Timed
from interactions.inbox.classing import class_message
from interactions.inbox.models import Contact, Message
from interactions.inbox.rules import BATCH, NAME_LIMIT, TEXT_LIMIT
from interactions.inbox.workflow import CHANNELS, SIDE_CLOCKS_BY_KIND, URGENCIES_BY_VALUE
from interactions.rota.services import DutyRoster

KNOWN_CHANNELS = dict(CHANNELS)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as it arrives, from a file, a form or a connector; times are aware."""

    channel: str
    external_id: str
    author_id: str
    author: str
    text: str
    posted_at: datetime
    answers_to: str = ""
    publication_id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.channel, self.external_id

    @property
    def contact_key(self) -> str:
        return self.author_id or self.author


@dataclass(frozen=True, slots=True)
class Received:
    """What came of taking messages in: the new ones, how many were known, and those changed on the platform."""

    new: list[Message]
    same: int
    changed: int


def clean_incoming(row: Incoming, at: datetime) -> Incoming:
    """The message as it may be stored, or a refusal that names the field and what is wrong with it."""
    if row.channel not in KNOWN_CHANNELS:
        raise Refused(_("The channel must be “comment” or “direct”. Please correct it."), field="channel")
    text = clean_text(row.text, field="text", limit=TEXT_LIMIT, foreign=True).strip()
    if not text:
        raise Refused(_("This message has no words. Please leave such rows out."), field="text")
    if row.posted_at > at:
        raise Refused(_("A message cannot be written in the future. Please check its time."), field="posted_at")
    external_id = clean_text(row.external_id, field="external_id", limit=NAME_LIMIT, one_line=True)
    if not external_id:
        raise Refused(_("This message has no number, so it could come in twice. Please add it."), field="external_id")
    author_id = clean_text(row.author_id, field="author_id", limit=NAME_LIMIT, one_line=True)
    author = clean_name(row.author, limit=NAME_LIMIT)
    if not (author or author_id):
        raise Refused(_("Nobody is named as its author. Please add the author."), field="author")
    answers_to = clean_text(row.answers_to, field="answers_to", limit=NAME_LIMIT, one_line=True)
    return replace(
        row,
        text=text,
        external_id=external_id,
        author_id=author_id,
        author=author or author_id,
        answers_to=answers_to,
    )


def receive_message(
    account: PlatformAccount, row: Incoming, *, actor: User | None, at: datetime | None = None
) -> Message:
    """Take one message in, and return it; the same one again returns what is there."""
    received = receive_messages(account, [row], actor=actor, at=at)
    if received.new:
        return received.new[0]
    return Message.objects.get(account=account, channel=row.channel, external_id=row.external_id)


def receive_messages(
    account: PlatformAccount, incoming: Iterable[Incoming], *, actor: User | None, at: datetime | None = None
) -> Received:
    """Take messages in, each once; a known one whose text changed on the platform gets the new text.

    Every new message is classed, gets a due time on the account's calendar under the rule books in force,
    running from the moment that it was written, and belongs to whoever is on duty then. All or nothing.
    """
    at = at or timezone.now()
    rows = [clean_incoming(row, at) for row in incoming]
    taker = _Taker(account, at)
    new: list[Message] = []
    same = changed = 0
    with transaction.atomic():
        # One receiver at a time for an account: two files with the same messages must not meet half-way.
        PlatformAccount.objects.select_for_update(no_key=True).values_list("pk").get(pk=account.pk)
        for start in range(0, len(rows), BATCH):
            fresh, known, altered = taker.take(rows[start : start + BATCH])
            new += fresh
            same += known
            changed += altered
        _tell_ledger(account, new, changed, actor, at)
    return Received(new, same, changed)


class _Taker:
    """Takes batches for one account; limits and rota are looked up once for all of them."""

    def __init__(self, account: PlatformAccount, at: datetime) -> None:
        self.account = account
        self.at = at
        self.clocks = AccountClocks(account, at)
        self.roster = DutyRoster(account)

    def take(self, batch: Sequence[Incoming]) -> tuple[list[Message], int, int]:
        rows = {row.key: row for row in batch}
        numbers = [number for _channel, number in rows]
        known = {
            (message.channel, message.external_id): message
            for message in Message.objects.filter(account=self.account, external_id__in=numbers)
            if (message.channel, message.external_id) in rows
        }
        changed = [message for key, message in known.items() if message.text != rows[key].text]
        for message in changed:
            message.text = rows[message.channel, message.external_id].text
        Message.objects.bulk_update(changed, ["text"])
        fresh = [row for key, row in rows.items() if key not in known]
        contacts = self._contacts(fresh)
        timed = [self._message(row, contacts[row.contact_key]) for row in fresh]
        new = Message.objects.bulk_create([message for message, _due in timed])
        self._start_clocks(new, [due for _message, due in timed])
        index_texts(
            [("message", row.pk, row.account_id, f"{row.text} {row.contact.handle}") for row in [*new, *changed]]
        )
        return new, len(known) - len(changed), len(changed)

    def _contacts(self, rows: Sequence[Incoming]) -> dict[str, Contact]:
        """The contact of each author, made where unknown; two statements."""
        if not rows:
            return {}
        platform = self.account.platform
        authors = {row.contact_key: row.author for row in rows}
        Contact.objects.bulk_create(
            [Contact(platform=platform, external_id=key, handle=handle) for key, handle in authors.items()],
            ignore_conflicts=True,
        )
        found = Contact.objects.filter(platform=platform, external_id__in=list(authors))
        return {contact.external_id: contact for contact in found}

    def _message(self, row: Incoming, contact: Contact) -> tuple[Message, Timed]:
        classing = class_message(row.text)
        due = self.clocks.timed(URGENCIES_BY_VALUE[classing.urgency].reply_parameter, row.posted_at)
        message = Message(
            account=self.account,
            channel=row.channel,
            external_id=row.external_id,
            contact=contact,
            answers_to=row.answers_to,
            publication_id=row.publication_id,
            text=row.text,
            kind=classing.kind,
            urgency=classing.urgency,
            urgency_reason=classing.reason,
            owner_id=self.roster.on_duty(row.posted_at),
            posted_at=row.posted_at,
            received_at=self.at,
            due_at=due.due_at,
        )
        return message, due

    def _start_clocks(self, messages: Sequence[Message], dues: Sequence[Timed]) -> None:
        specs: list[dict[str, Any]] = []
        for message, due in zip(messages, dues, strict=True):
            specs.append(clock_spec(message, "reply", due, message.posted_at))
            side = SIDE_CLOCKS_BY_KIND.get(message.kind)
            if side is not None:
                timed = self.clocks.timed(side.parameter, message.posted_at)
                specs.append(clock_spec(message, side.purpose, timed, message.posted_at))
        if specs:
            open_deadlines(specs, at=self.at)


def clock_spec(message: Message, purpose: str, timed: Timed, start: datetime) -> dict[str, Any]:
    """A message's clock as `open_deadlines` takes it."""
    return {
        "kind": "message",
        "object_id": message.pk,
        "purpose": purpose,
        "owner_id": message.owner_id,
        "start": start,
        "account_id": message.account_id,
        "department_id": message.account.department_id,
        **timed.spec(),
    }


def _tell_ledger(
    account: PlatformAccount, new: Sequence[Message], changed: int, actor: User | None, at: datetime
) -> None:
    if len(new) == 1 and not changed:
        record("message.received", actor=actor, kind="message", object_id=new[0].pk, account_id=account.pk, at=at)
    elif new or changed:
        payload = {"new": len(new), "changed": changed, "first": new[0].pk if new else None}
        record(
            "message.imported",
            actor=actor,
            kind="platform_account",
            object_id=account.pk,
            account_id=account.pk,
            payload=payload,
            at=at,
        )
