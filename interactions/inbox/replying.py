"""Answering: the final reply, and the holding reply with its promise (R-060, R-061, R-062, D-4.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.public import Finding, context_for, lint_text
from governance.public import (
    Refused,
    cancel_deadline,
    clean_text,
    move,
    open_deadlines,
    packs_for,
    reassign_deadlines,
    stop_clock,
)
from interactions.clocks import AccountClocks
from interactions.inbox.models import Message, Reply
from interactions.inbox.presence import leave, writer_at
from interactions.inbox.receiving import clock_spec
from interactions.inbox.rules import TEXT_LIMIT

BLOCK, WARN = "block", "warn"
# Rules of this stage are about what is said in messages (L-10, P-01).
STAGE = "message"


def check_reply(text: str, account: PlatformAccount) -> list[Finding]:
    """The risky words of an answer, gravest first; notes on style are left to drafts."""
    context = context_for([account], packs=packs_for(account), stage=STAGE)
    return [finding for finding in lint_text(text, context) if finding.severity in (BLOCK, WARN)]


def _checked(text: str, message: Message, accepted: bool) -> tuple[str, list[str]]:
    """The text as it may be sent and the rules it was warned of, or a refusal naming the words."""
    text = clean_text(text.strip(), field="text", limit=TEXT_LIMIT)
    if not text:
        raise Refused(_("Please write the answer first."), field="text")
    findings = check_reply(text, message.account)
    blocked = [finding for finding in findings if finding.severity == BLOCK]
    if blocked:
        raise Refused(
            _("This answer cannot be sent. “%(words)s”: %(why)s")
            % {"words": blocked[0].shown_text, "why": blocked[0].message},
            field="text",
        )
    if findings and not accepted:
        raise Refused(
            _("Please look at these words again, or tick that they are meant so: %(words)s")
            % {"words": _words(findings)},
            field="accept_warnings",
        )
    return text, sorted({finding.rule for finding in findings})


def _words(findings: Iterable[Finding]) -> str:
    return "; ".join(dict.fromkeys(finding.shown_text or finding.message for finding in findings))


@transaction.atomic
def reply_message(
    message: Message,
    text: str,
    *,
    actor: User,
    version: int | None = None,
    take_over: bool = False,
    accept_warnings: bool = False,
    url: str = "",
    at: datetime | None = None,
) -> Reply:
    """Record the answer that goes out: every clock of answering stops.

    Refused to the second writer unless they take over openly, and to whoever looked at an older version:
    of two who answer at once one is recorded and the other told.
    """
    at = at or timezone.now()
    text, warned = _checked(text, message, accept_warnings)
    row = _answer(message, "reply", {}, actor=actor, version=version, take_over=take_over, at=at)
    reply = Reply.objects.create(message=row, author=actor, text=text, sent_at=at, warnings=warned, url=url)
    stop_clock("message", row.pk, "reply", at=at)
    stop_clock("message", row.pk, "promise", at=at)
    leave(row, actor=actor)
    return reply


@transaction.atomic
def hold_message(
    message: Message,
    text: str,
    promised_at: datetime,
    *,
    actor: User,
    version: int | None = None,
    take_over: bool = False,
    accept_warnings: bool = False,
    at: datetime | None = None,
) -> Reply:
    """Answer that the answer comes later, and when: the promise is a deadline of its own (R-062, D-4.1.2)."""
    at = at or timezone.now()
    text, warned = _checked(text, message, accept_warnings)
    most = AccountClocks(message.account, at).timed("promise.max", at)
    if promised_at <= at:
        raise Refused(_("The promised time must lie ahead. Please choose a later one."), field="promised_at")
    if promised_at > most.due_at:
        raise Refused(
            _("The rule book lets a promise reach until %(latest)s at most. Please promise an earlier time.")
            % {"latest": date_format(timezone.localtime(most.due_at), "Y-m-d H:i")},
            field="promised_at",
        )
    changes = {"promised_at": promised_at, "snoozed_until": None}
    row = _answer(message, "hold", changes, actor=actor, version=version, take_over=take_over, at=at)
    reply = Reply.objects.create(
        message=row, author=actor, text=text, sent_at=at, promised_at=promised_at, warnings=warned
    )
    stop_clock("message", row.pk, "reply", at=at)
    cancel_deadline("message", row.pk, "promise", at=at)
    spec = clock_spec(row, "promise", most, at)
    spec.pop("limit")
    open_deadlines([{**spec, "due": promised_at}], at=at)
    leave(row, actor=actor)
    return reply


def _answer(
    message: Message,
    name: str,
    changes: dict[str, Any],
    *,
    actor: User,
    version: int | None,
    take_over: bool,
    at: datetime,
) -> Message:
    """The move behind both kinds of answer; who answers owns the message from then on."""
    fresh = {} if message.first_reply_at else {"first_reply_at": at}
    context = {"take_over": take_over, "writer": writer_at(message, actor, at)}
    row = move(
        message,
        name,
        actor=actor,
        version=version,
        changes={"owner": actor, **fresh, **changes},
        context=context,
        payload={"taken_over_from": message.owner_id} if message.owner_id not in (None, actor.pk) else None,
        at=at,
    )
    reassign_deadlines("message", row.pk, actor, at=at)
    return row
