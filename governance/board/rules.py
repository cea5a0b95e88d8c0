"""The modes and statuses of chapter 8 as rows, and the judgement from numbers to a status. Pure, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence

# Beat rings every hour and the first ring of a day measures: a beat that was started anew loses no night.
BEAT = (("board-measure", "governance.board.tasks.measure_every_night", 3600),)

MET, ATTESTED, ACCEPTED, AT_RISK, BREACHED = "met", "attested", "accepted", "at_risk", "breached"
NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Status:
    """How a status looks everywhere: word, colour, icon; `rank` orders from best to worst."""

    code: str
    label: Sentence
    tone: str
    icon: str
    rank: int


STATUSES = (
    Status(BREACHED, _("breached"), "bad", "x", 5),
    Status(AT_RISK, _("at risk"), "warn", "alert", 4),
    Status(ACCEPTED, _("risk accepted"), "info", "sign", 3),
    Status(ATTESTED, _("met (attested)"), "info", "person", 2),
    Status(MET, _("met"), "good", "check", 1),
    Status(NOT_MEASURED, _("not measured"), "neutral", "minus", 0),
)
STATUS = {status.code: status for status in STATUSES}
# What somebody writes by hand on the board, in characters.
TEXT_LIMIT = 4000
STATUS_CHOICES = [(status.code, status.label) for status in STATUSES]

REASONS: dict[str, Sentence] = {
    "no_probe": _("Nothing in the software measures this yet. Somebody responsible may attest it by hand."),
    "no_data": _("There is no record in the period that could be measured."),
    "stale_feed": _("The figures it rests on are too old: bring in newer figures first."),
    "not_in_scope": _("This cannot be told apart for the chosen department, account or person."),
    "failed": _("The measurement failed. The operations page and the log say why."),
    "children": _("It takes the worst status among the requirements beneath it."),
    "children_unmeasured": _("None of the requirements beneath it is measured."),
    "zero_bad": _("Records break the rule, and none may."),
    "zero_risk": _("No record breaks the rule yet, but an open case soon will."),
    "zero_good": _("Not one record breaks the rule."),
    "rate_bad": _("The share of good records is below the warning line."),
    "rate_risk": _("The share of good records is below the target."),
    "rate_good": _("The share of good records reaches the target."),
    "fresh_bad": _("The newest record is older than the interval allows, or there is none."),
    "fresh_risk": _("The next record is due soon."),
    "fresh_good": _("The newest record is fresh enough."),
    "exists_bad": _("Something that must exist is missing."),
    "exists_risk": _("Everything exists, but something expires soon or has a vacant part."),
    "exists_good": _("Everything that must exist does, approved and current."),
    "attested_good": _("Nobody measures it, but somebody responsible attested it."),
    "attested_risk": _("The attestation must soon be renewed."),
    "attested_bad": _("The attestation is too old."),
    "accepted": _("The risk was accepted for a time, with reason and approver."),
}

# Requirements that rest on imported figures: not measured while R-087 is breached for their scope (chapter 8).
FEED = "R-087"
ON_FEED = frozenset({"R-071", "R-086", "R-091", "R-092", "R-093", "R-096", "R-098"})


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines are drawn for one requirement, and which rule book drew the first of them.

    `interval` in days belongs to freshness, `target` and `warn` in percent to rates.
    """

    target: float = 95.0
    warn: float = 90.0
    interval: float | None = None
    fresh_share: float = 10.0
    fresh_days: float = 3.0
    pack: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a probe counted."""

    bad: int = 0
    total: int = 0
    at_risk: int = 0
    last: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Status, the number shown, the line it was held against, and the reason's code."""

    status: str
    value: float | None
    threshold: float | None
    reason: str


def judge(mode: str, counted: Counted, lines: Lines, now: datetime) -> Judgement:
    """The status that chapter 8 gives to these numbers; never met without data."""
    if mode == "T":
        return _rate(counted, lines)
    if mode == "F":
        return _freshness(counted, lines, now)
    word = "exists" if mode == "X" else "zero"
    if counted.bad:
        return Judgement(BREACHED, counted.bad, 0, f"{word}_bad")
    if not counted.total:
        return Judgement(NOT_MEASURED, None, 0, "no_data")
    if counted.at_risk:
        return Judgement(AT_RISK, 0, 0, f"{word}_risk")
    return Judgement(MET, 0, 0, f"{word}_good")


def _rate(counted: Counted, lines: Lines) -> Judgement:
    if not counted.total:
        return Judgement(NOT_MEASURED, None, lines.target, "no_data")
    share = (counted.total - min(counted.bad, counted.total)) * 100 / counted.total
    status, reason = (
        (MET, "rate_good") if share >= lines.target
        else (AT_RISK, "rate_risk") if share >= min(lines.warn, lines.target)
        else (BREACHED, "rate_bad")
    )  # fmt: skip
    return Judgement(status, round(share, 1), lines.target, reason)


def _freshness(counted: Counted, lines: Lines, now: datetime) -> Judgement:
    """By the newest record's age; or, where the probe looks scope by scope, by its late and its soon late ones."""
    interval = lines.interval
    age = None if counted.last is None else round((now - counted.last) / timedelta(days=1), 1)
    if counted.bad:
        return Judgement(BREACHED, counted.bad if age is None else age, interval, "fresh_bad")
    if age is not None and interval is not None:
        if age > interval:
            return Judgement(BREACHED, age, interval, "fresh_bad")
        soon = max(interval * lines.fresh_share / 100, lines.fresh_days)
        if age > interval - soon or counted.at_risk:
            return Judgement(AT_RISK, age, interval, "fresh_risk")
        return Judgement(MET, age, interval, "fresh_good")
    if counted.total:
        risky = bool(counted.at_risk)
        return Judgement(AT_RISK if risky else MET, age, interval, "fresh_risk" if risky else "fresh_good")
    if counted.since is not None and interval is not None and (now - counted.since) > timedelta(days=interval):
        return Judgement(BREACHED, None, interval, "fresh_bad")
    return Judgement(NOT_MEASURED, None, interval, "no_data")


def worst(statuses: Iterable[str]) -> str:
    """The worst of several; not measured only if all are, or there are none."""
    return max(statuses, key=lambda code: STATUS[code].rank, default=NOT_MEASURED)
