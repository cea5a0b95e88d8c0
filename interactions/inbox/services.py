"""Every change of a message but its answers: owner, class, naps, setting aside, opening again, notes (R-060)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import User
from governance.public import (
    NoteRequired,
    Refused,
    WrongState,
    can,
    cancel_deadline,
    clean_text,
    has_visible_text,
    meet_deadline,
    move,
    open_deadlines,
    param,
    reassign_deadlines,
    record,
    require,
    require_version,
    tell,
)
from interactions.clocks import AccountClocks
from interactions.inbox.models import InternalNote, Message
from interactions.inbox.receiving import clock_spec
from interactions.inbox.rules import NAPS_BY_CODE, NOTE_LIMIT
from interactions.inbox.workflow import MESSAGE_KINDS, OPEN, SIDE_CLOCKS_BY_KIND, URGENCIES_BY_VALUE, WAITING

REPLY = "accounts.reply"
KINDS = dict(MESSAGE_KINDS)


def _locked(message: Message, actor: User, states: Sequence[str], version: int | None) -> Message:
    """The message, locked and checked: right, version, state. Call inside a transaction."""
    row = Message.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.pk)
    require(actor, REPLY, row)
    require_version(row, version)
    if row.status not in states:
        raise WrongState(
            _("This is not possible while the message is “%(state)s”. Please load the page again.")
            % {"state": row.get_status_display()}
        )
    return row


def _write(
    message: Message,
    changes: dict[str, Any],
    event: str,
    *,
    actor: User,
    at: datetime,
    payload: dict[str, Any] | None = None,
) -> Message:
    for name, value in changes.items():
        setattr(message, name, value)
    message.lock_version += 1
    message.save(update_fields=[*changes, "lock_version"])
    record(
        event,
        actor=actor,
        kind="message",
        object_id=message.pk,
        account_id=message.account_id,
        payload={"fields": sorted(changes), **(payload or {})},
        at=at,
    )
    return message


def _reason(note: str) -> str:
    if not has_visible_text(note):
        raise NoteRequired(_("Please say why; the reason is kept with the record."), field="note")
    return clean_text(note.strip(), field="note", limit=NOTE_LIMIT)


@transaction.atomic
def take_message(
    message: Message,
    *,
    actor: User,
    version: int | None = None,
    take_over: bool = False,
    at: datetime | None = None,
) -> Message:
    """Make it one's own; what a colleague works on is taken over openly, and the colleague is told."""
    at = at or timezone.now()
    row = _locked(message, actor, WAITING, version)
    before = row.owner_id
    if before == actor.pk and row.status != "new":
        raise WrongState(_("This message is yours already. You can answer it."))
    if before not in (None, actor.pk) and row.status != "new" and not take_over:
        raise Refused(
            _("%(name)s is working on this message. Please tick “Take over” to take their place.")
            % {"name": row.owner}
        )
    if row.status == "new":
        row = move(row, "take", actor=actor, changes={"owner": actor}, at=at)
    else:
        row = _write(row, {"owner": actor}, "message.taken_over", actor=actor, at=at, payload={"from": before})
        _tell_new_place(row, [before], "message.taken_over", actor, at)
    reassign_deadlines("message", row.pk, actor, by=actor, at=at)
    return row


@transaction.atomic
def assign_message(
    message: Message, to: User, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Message:
    """Give it to a colleague, who must be allowed to answer on the account and is told."""
    at = at or timezone.now()
    row = _locked(message, actor, WAITING, version)
    if not can(to, REPLY, row.account):
        raise Refused(
            _("%(name)s may not answer on this account. Please choose somebody who may.") % {"name": to}, field="to"
        )
    if row.owner_id == to.pk and row.status != "new":
        raise WrongState(_("%(name)s has this message already.") % {"name": to})
    before = row.owner_id
    changes = {"owner": to, **({"status": "assigned"} if row.status == "new" else {})}
    row = _write(row, changes, "message.assigned", actor=actor, at=at, payload={"from": before, "to": to.pk})
    reassign_deadlines("message", row.pk, to, by=actor, at=at)
    _tell_new_place(row, [to.pk], "message.assigned", actor, at)
    return row


def _tell_new_place(message: Message, people: Sequence[int | None], template: str, actor: User, at: datetime) -> None:
    tell(
        [person for person in people if person is not None and person != actor.pk],
        template,
        kind="message",
        object_id=message.pk,
        params={"actor": str(actor)},
        key=f"{template}:{message.pk}:{message.lock_version}",
        at=at,
    )


@transaction.atomic
def class_message_anew(
    message: Message,
    *,
    kind: str,
    urgency: str,
    note: str,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Message:
    """Change what it is about or its class, with a reason; the limit changes, its start does not (R-060)."""
    at = at or timezone.now()
    note = _reason(note)
    if kind not in KINDS or urgency not in URGENCIES_BY_VALUE:
        raise Refused(_("This class does not exist. Please choose one from the list."), field="urgency")
    row = _locked(message, actor, OPEN, version)
    if (row.kind, row.urgency) == (kind, urgency):
        raise Refused(_("The message has this class already. Nothing was changed."))
    payload = {"from": [row.kind, row.urgency], "to": [kind, urgency]}
    old_kind = row.kind
    changes: dict[str, Any] = {"kind": kind, "urgency": urgency, "urgency_reason": note[:200]}
    if row.status in ("new", "assigned") and row.urgency != urgency:
        row.urgency = urgency
        changes["due_at"] = _restart_reply_clock(row, _started_at(row), at)
    _exchange_side_clock(row, old_kind, kind, at)
    return _write(row, changes, "message.classed", actor=actor, at=at, payload=payload)


def _started_at(message: Message) -> datetime:
    return message.reopened_at or message.posted_at


def _restart_reply_clock(message: Message, start: datetime, at: datetime) -> datetime:
    """Cancel the running reply clock and open one under the present class from `start`; returns its due time."""
    cancel_deadline("message", message.pk, "reply", at=at)
    timed = AccountClocks(message.account, at).timed(URGENCIES_BY_VALUE[message.urgency].reply_parameter, start)
    open_deadlines([clock_spec(message, "reply", timed, start)], at=at)
    return timed.due_at


def _exchange_side_clock(message: Message, old: str, new: str, at: datetime) -> None:
    """What a kind must get besides an answer: the old kind's clock stops, the new kind's starts where it did."""
    if old == new:
        return
    before, after = SIDE_CLOCKS_BY_KIND.get(old), SIDE_CLOCKS_BY_KIND.get(new)
    if before is not None:
        cancel_deadline("message", message.pk, before.purpose, at=at)
    if after is not None:
        start = _started_at(message)
        timed = AccountClocks(message.account, at).timed(after.parameter, start)
        open_deadlines([clock_spec(message, after.purpose, timed, start)], at=at)


@transaction.atomic
def take_measures(
    message: Message,
    measures: Sequence[str],
    *,
    actor: User,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Message:
    """Record what was done about a negative message: apology, explanation, solution (R-064, D-4.1.3)."""
    at = at or timezone.now()
    row = _locked(message, actor, OPEN, version)
    if row.kind != "negative":
        raise Refused(_("Measures belong to negative messages. Please change the class first."))
    known = param("negative.measures", account=row.account, at=at).value
    chosen = [measure for measure in known if measure in measures]
    if not chosen:
        raise Refused(_("Please choose at least one of the measures that the rule book names."), field="measures")
    changes: dict[str, Any] = {"measures": chosen}
    if row.owner_id is None:
        changes["owner"] = actor
    row = _write(row, changes, "message.measured", actor=actor, at=at, payload={"measures": chosen})
    meet_deadline("message", row.pk, "negative", at=at)
    if has_visible_text(note):
        add_note(row, note, actor=actor, at=at)
    return row


@transaction.atomic
def record_outcome(
    message: Message, outcome: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Message:
    """Record what became of a suggestion, once the user was told and the department gave its word (R-068)."""
    at = at or timezone.now()
    row = _locked(message, actor, (*OPEN, "closed"), version)
    if row.kind != "advice":
        raise Refused(_("Only a suggestion has an outcome. Please change the class first."))
    outcome = clean_text(outcome.strip(), field="outcome", limit=NOTE_LIMIT)
    if not outcome:
        raise Refused(_("Please say what became of the suggestion."), field="outcome")
    if not row.tickets.filter(subject="suggestion", resolved_at__isnull=False).exists():
        raise Refused(_("No department has answered this suggestion yet. Please send it to the one concerned first."))
    if not row.replies.filter(promised_at__isnull=True).exists():
        raise Refused(_("The user has not been told yet. Please answer the message first."))
    row = _write(row, {"outcome": outcome}, "message.outcome_recorded", actor=actor, at=at)
    meet_deadline("message", row.pk, "suggestion", at=at)
    return row


@transaction.atomic
def snooze_message(
    message: Message,
    nap: str,
    *,
    actor: User,
    until: datetime | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Message:
    """Hide it for a while. The clock runs on: nobody may sleep past its due time."""
    at = at or timezone.now()
    row = _locked(message, actor, WAITING, version)
    choice = NAPS_BY_CODE.get(nap)
    wakes = at + choice.length if choice and choice.length else until
    if choice is None or wakes is None or wakes <= at:
        raise Refused(_("Please choose a time that lies ahead."), field="until")
    limit = row.promised_at if row.status == "holding" else row.due_at
    if limit is not None and limit <= at:
        raise Refused(_("This message is overdue, so it cannot sleep. Please answer it, or promise an answer."))
    if limit is not None and limit < wakes:
        wakes = limit
    return _write(row, {"snoozed_until": wakes}, "message.snoozed", actor=actor, at=at, payload={"until": wakes})


@transaction.atomic
def wake_message(message: Message, *, actor: User, version: int | None = None, at: datetime | None = None) -> Message:
    """Show it again before its time."""
    row = _locked(message, actor, WAITING, version)
    return _write(row, {"snoozed_until": None}, "message.woken", actor=actor, at=at or timezone.now())


@transaction.atomic
def set_aside_message(
    message: Message, *, note: str, actor: User, version: int | None = None, at: datetime | None = None
) -> Message:
    """It needs no answer, and why (spam, praise, abuse); what asks for more cannot be set aside."""
    at = at or timezone.now()
    note = _reason(note)
    if message.kind in ("complaint", "negative"):
        raise Refused(_("Complaints and negative messages want an answer. Please answer, or change the class first."))
    row = move(message, "set_aside", actor=actor, note=note, version=version, changes={"closed_at": at}, at=at)
    cancel_deadline("message", row.pk, at=at)
    add_note(row, note, actor=actor, at=at)
    return row


@transaction.atomic
def close_message(message: Message, *, actor: User, version: int | None = None, at: datetime | None = None) -> Message:
    """Done: refused while it is unanswered, or a ticket is open (R-060, R-063)."""
    at = at or timezone.now()
    return move(message, "close", actor=actor, version=version, changes={"closed_at": at}, at=at)


@transaction.atomic
def reopen_message(
    message: Message, *, note: str, actor: User, version: int | None = None, at: datetime | None = None
) -> Message:
    """Open it again with a reason: a new clock starts now, what was late before stays late."""
    at = at or timezone.now()
    note = _reason(note)
    fresh = {"owner": actor, "closed_at": None, "promised_at": None, "snoozed_until": None, "reopened_at": at}
    row = move(message, "reopen", actor=actor, note=note, version=version, changes=fresh, at=at)
    due_at = _restart_reply_clock(row, at, at)
    Message.objects.filter(pk=row.pk).update(due_at=due_at)
    row.due_at = due_at
    add_note(row, note, actor=actor, at=at)
    return row


@transaction.atomic
def add_note(message: Message, text: str, *, actor: User, at: datetime | None = None) -> InternalNote:
    """A word among colleagues; never sent."""
    require(actor, REPLY, message)
    text = clean_text(text.strip(), field="text", limit=NOTE_LIMIT)
    if not text:
        raise Refused(_("Please write the note first."), field="text")
    at = at or timezone.now()
    note = InternalNote.objects.create(message=message, author=actor, text=text, written_at=at)
    record("message.noted", actor=actor, kind="message", object_id=message.pk, account_id=message.account_id, at=at)
    return note
