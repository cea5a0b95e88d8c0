"""Probes of the inbox: first replies, promises, negative messages, suggestions (R-060, R-062, R-064, R-068)."""

from __future__ import annotations

from governance.public import Evidence, Scope, Window, probe
from interactions.evidence import clock_in, late_in
from interactions.inbox.models import Message, MessageQuerySet


def _due(scope: Scope, window: Window, purpose: str) -> MessageQuerySet:
    """Messages with a clock of that purpose that fell due in the window."""
    rows: MessageQuerySet = Message.objects.filter(clock_in("message", purpose, window))
    return scope.narrow(rows, person="owner_id")


def _kept(scope: Scope, window: Window, purpose: str) -> Evidence:
    total = _due(scope, window, purpose)
    return Evidence(bad=total.filter(late_in("message", purpose, window)), total=total, kind="message")


@probe("R-060")
def first_replies_are_in_time(scope: Scope, window: Window) -> Evidence:
    """Messages whose reply fell due, and those answered late or not at all."""
    return _kept(scope, window, "reply")


@probe("R-060", part="overdue", mode="Z")
def nobody_waits_past_the_limit(scope: Scope, window: Window) -> Evidence:
    """Messages that wait for an answer past their time now, however old; a promise has its own requirement."""
    recent: MessageQuerySet = Message.objects.filter(received_at__gte=window.start, received_at__lte=window.end)
    total = scope.narrow(recent | Message.objects.waiting(), person="owner_id")
    waiting = total.waiting().exclude(status="holding")
    return Evidence(bad=waiting.overdue(window.now), total=total, kind="message")


@probe("R-062")
def promises_are_kept(scope: Scope, window: Window) -> Evidence:
    """Messages whose promised time came, and those answered after it or not at all."""
    return _kept(scope, window, "promise")


@probe("R-064")
def negative_messages_get_a_measure(scope: Scope, window: Window) -> Evidence:
    """Negative messages whose time came, and those without a measure until then."""
    return _kept(scope, window, "negative")


@probe("R-068")
def suggestions_have_an_outcome(scope: Scope, window: Window) -> Evidence:
    """Suggestions whose time came, and those without an outcome until then."""
    return _kept(scope, window, "suggestion")
