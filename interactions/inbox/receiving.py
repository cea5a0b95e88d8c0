"""Taking messages in: classed, due by the rule book, each once (R-060, D-6.2.1a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import Refused, clean_name, clean_text, index_texts, insert_many, open_deadlines, record
from interactions.clocks import AccountClocks, Timed
from interactions.inbox.classing import class_message
from interactions.inbox.models import Contact, Message, MessageWording
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


@dataclass(slots=True)
class Taken:
    """How many messages were new, known and changed, and the id of the first new one."""

    new: int = 0
    same: int = 0
    changed: int = 0
    first: int = 0

    def count(self, new: Sequence[Message], same: int, changed: int) -> None:
        """One batch more."""
        if new and not self.first:
            self.first = new[0].pk
        self.new += len(new)
        self.same += same
        self.changed += changed


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
    clean = (external_id, author_id, author or author_id, text, answers_to)
    if clean == (row.external_id, row.author_id, row.author, row.text, row.answers_to):
        return row
    return Incoming(
        row.channel, *clean[:4], posted_at=row.posted_at, answers_to=answers_to, publication_id=row.publication_id
    )


def receive_message(
    account: PlatformAccount, row: Incoming, *, actor: User | None, at: datetime | None = None
) -> Message:
    """Take one message in, and return it; the same one again returns what is there.

    Raises Refused where a message of that number is there with other words: those are changed by the platform's
    file alone, never by hand.
    """
    at = at or timezone.now()
    clean = clean_incoming(row, at)
    with transaction.atomic():
        _lock(account)
        there = Message.objects.filter(account=account, channel=clean.channel, external_id=clean.external_id).first()
        if there is not None:
            if there.text != clean.text:
                raise Refused(
                    _("A message of this number is here already, with other words. Please look at it, or correct it."),
                    field="external_id",
                )
            return there
        new: list[Message] = []
        take_in(account, [clean], actor=actor, at=at, keep=new)
    return new[0]


def receive_messages(
    account: PlatformAccount, incoming: Iterable[Incoming], *, actor: User | None, at: datetime | None = None
) -> Received:
    """Take messages in, each once; a known one whose text changed on the platform gets the new text.

    Every new message is classed, gets a due time on the account's calendar under the rule books in force,
    running from the moment that it was written, and belongs to whoever is on duty then. All or nothing.
    """
    at = at or timezone.now()
    new: list[Message] = []
    taken = take_in(account, [clean_incoming(row, at) for row in incoming], actor=actor, at=at, keep=new)
    return Received(new, taken.same, taken.changed)


def take_in(
    account: PlatformAccount,
    rows: Sequence[Incoming],
    *,
    actor: User | None,
    at: datetime,
    keep: list[Message] | None = None,
) -> Taken:
    """`receive_messages` for rows that `clean_incoming` has passed: counts alone, and the new messages in `keep`.

    A file of 100,000 messages goes this way, a batch at a time, so that memory does not grow with it.
    """
    taken = Taken()
    with transaction.atomic():
        _lock(account)
        taker = _Taker(account, at, actor)
        for start in range(0, len(rows), BATCH):
            fresh = taker.take(rows[start : start + BATCH], taken)
            if keep is not None:
                keep += fresh
        _tell_ledger(account, taken, actor, at)
    return taken


def _lock(account: PlatformAccount) -> None:
    """One receiver at a time for an account: two files with the same messages must not meet half-way."""
    PlatformAccount.objects.select_for_update(no_key=True).values_list("pk").get(pk=account.pk)


class _Taker:
    """Takes batches for one account; limits and rota are looked up once for all of them."""

    def __init__(self, account: PlatformAccount, at: datetime, actor: User | None) -> None:
        self.account = account
        self.at = at
        self.actor = actor
        self.clocks = AccountClocks(account, at)
        self.roster = DutyRoster(account)
        self.contacts: dict[str, tuple[int, str]] = {}

    def take(self, batch: Sequence[Incoming], taken: Taken) -> Sequence[Message]:
        """Write the new messages of a batch and the words that changed; counts them in `taken`."""
        rows = {row.key: row for row in batch}
        known = self._known(rows)
        changed = {pk: rows[key] for key, (pk, text) in known.items() if text != rows[key].text}
        words = self._change(changed)
        fresh = [row for key, row in rows.items() if key not in known]
        self._meet(fresh)
        timed = [self._message(row) for row in fresh]
        new = insert_many([message for message, _due in timed])
        self._start_clocks(new, [due for _message, due in timed])
        for row, message in zip(fresh, new, strict=True):
            words.append((message.pk, f"{row.text} {self.contacts[row.contact_key][1]}"))
        index_texts([("message", pk, self.account.pk, text) for pk, text in words])
        taken.count(new, len(known) - len(changed), len(changed))
        return new

    def _known(self, rows: Mapping[tuple[str, str], Incoming]) -> dict[tuple[str, str], tuple[int, str]]:
        """Id and text of those that are there already. By channel, so that the unique index serves."""
        numbers: dict[str, list[str]] = defaultdict(list)
        for channel, number in rows:
            numbers[channel].append(number)
        known = {}
        for channel, wanted in numbers.items():
            there = Message.objects.filter(account=self.account, channel=channel, external_id__in=wanted)
            for pk, number, text in there.values_list("pk", "external_id", "text"):
                known[channel, number] = (pk, text)
        return known

    def _change(self, changed: Mapping[int, Incoming]) -> list[tuple[int, str]]:
        """Give messages the words that they have on the platform now, and keep those that they had.

        Returns what they are to be found by.
        """
        if not changed:
            return []
        messages = list(Message.objects.filter(pk__in=list(changed)).select_related("contact"))
        MessageWording.objects.bulk_create(
            [
                MessageWording(message=row, text=row.text, replaced_at=self.at, replaced_by=self.actor)
                for row in messages
            ],
            batch_size=500,
        )
        for message in messages:
            message.text = changed[message.pk].text
            record(
                "message.reworded", actor=self.actor, kind="message", object_id=message.pk, account_id=self.account.pk,
                at=self.at,
            )  # fmt: skip
        Message.objects.bulk_update(messages, ["text"], batch_size=500)
        return [(message.pk, f"{message.text} {message.contact.handle}") for message in messages]

    def _meet(self, rows: Sequence[Incoming]) -> None:
        """The contact of each author, made where unknown."""
        authors = {row.contact_key: row.author for row in rows if row.contact_key not in self.contacts}
        platform = self.account.platform
        for make in (False, True):
            strangers = [key for key in authors if key not in self.contacts]
            if not strangers:
                return
            if make:
                Contact.objects.bulk_create(
                    [Contact(platform=platform, external_id=key, handle=authors[key]) for key in strangers],
                    ignore_conflicts=True,
                )
            there = Contact.objects.filter(platform=platform, external_id__in=strangers)
            self.contacts |= {
                key: (pk, handle) for pk, key, handle in there.values_list("pk", "external_id", "handle")
            }

    def _message(self, row: Incoming) -> tuple[Message, Timed]:
        classing = class_message(row.text)
        due = self.clocks.timed(URGENCIES_BY_VALUE[classing.urgency].reply_parameter, row.posted_at)
        message = Message(
            account=self.account,
            channel=row.channel,
            external_id=row.external_id,
            contact_id=self.contacts[row.contact_key][0],
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
            specs.append({**clock_spec(message, "reply", due, message.posted_at), "due": due.due_at})
            side = SIDE_CLOCKS_BY_KIND.get(message.kind)
            if side is not None:
                timed = self.clocks.timed(side.parameter, message.posted_at)
                specs.append({**clock_spec(message, side.purpose, timed, message.posted_at), "due": timed.due_at})
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


def _tell_ledger(account: PlatformAccount, taken: Taken, actor: User | None, at: datetime) -> None:
    if taken.new == 1 and not taken.changed:
        record("message.received", actor=actor, kind="message", object_id=taken.first, account_id=account.pk, at=at)
    elif taken.new or taken.changed:
        record(
            "message.imported",
            actor=actor,
            kind="platform_account",
            object_id=account.pk,
            account_id=account.pk,
            payload={"new": taken.new, "changed": taken.changed, "first": taken.first or None},
            at=at,
        )
