"""What the pages of the review of rights show: rounds, lines, what is due next, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.platforms.models import PlatformAccount
from accounts.recertification.conflicts import Held, conflicting_grants, conflicts_on_page
from accounts.recertification.models import RecertificationLine, RecertificationRound
from accounts.recertification.rules import MANAGE, MANAGE_PEOPLE, REVIEWED
from accounts.recertification.schedule import Standing, standing_of_company, standings
from accounts.recertification.unused import last_uses, leaves_traces, unused_grants
from accounts.recertification.workflow import ROUND, WAITING
from governance.public import Denial, Grant, accounts_for, can, require, standing_in_for, today

if TYPE_CHECKING:
    from accounts.people.models import User

ROUND_TABS = (*ROUND.choices, ("next", gettext_lazy("Next reviews")))
LINE_TABS = (("mine", gettext_lazy("For me to decide")), ("all", gettext_lazy("All")))
FINDING_TABS = (
    ("unused", gettext_lazy("Long unused")),
    ("conflicts", gettext_lazy("In conflict")),
    ("leavers", gettext_lazy("Of people who have left")),
)
GRANT_HEADERS = (
    gettext_lazy("Person"), gettext_lazy("Role"), gettext_lazy("Account"), gettext_lazy("Since"),
    gettext_lazy("Granted by"), gettext_lazy("Used last"), gettext_lazy("In conflict with"),
)  # fmt: skip
LINE_HEADERS = (
    *GRANT_HEADERS, gettext_lazy("Reviewer"), gettext_lazy("Decision"), gettext_lazy("Reason"),
    gettext_lazy("Decided by"), gettext_lazy("Decided at"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A grant as a page shows it: when it was used last, whether that can be told, and what it meets."""

    grant: Grant
    used: datetime | None
    traced: bool
    conflicts: list[Held]
    line: RecertificationLine | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """An account, or the company, and when its rights are reviewed next."""

    account: PlatformAccount | None
    standing: Standing
    may_open: bool


def tab_of(value: str, tabs: Iterable[tuple[str, Any]]) -> str:
    """The chosen tab, or the first."""
    codes = [code for code, _label in tabs]
    return value if value in codes else codes[0]


def tabs_of(chosen: str, tabs: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Rows for ui/_tabs.html."""
    return [{"url": f"?tab={code}", "label": label, "current": code == chosen, "count": ""} for code, label in tabs]


def rounds_seen(user: User, at: datetime) -> Any:
    """The rounds that this person may see."""
    return RecertificationRound.objects.visible_to(user, at).select_related("account", "opened_by")


def progress_of(rounds: Iterable[RecertificationRound]) -> dict[int, tuple[int, int]]:
    """How many lines of each round are decided, and how many there are; one statement."""
    rows = RecertificationLine.objects.filter(round__in=[row.pk for row in rounds]).order_by().values("round_id")
    counted = rows.annotate(total=Count("pk"), waiting=Count("pk", filter=Q(status=WAITING)))
    return {row["round_id"]: (row["total"] - row["waiting"], row["total"]) for row in counted}


def next_reviews(user: User, at: datetime) -> list[Next]:
    """Accounts that this person manages, or all for whoever keeps or reads people, the soonest due first."""
    manages, keeps = accounts_for(user, MANAGE), bool(can(user, MANAGE_PEOPLE))
    rows = PlatformAccount.objects.filter(status__in=REVIEWED).select_related("department")
    if not keeps and not can(user, "governance.read_everything"):
        rows = rows.filter(pk__in=manages)
    accounts = {row.pk: row for row in rows}
    under_review = set(RecertificationRound.objects.open().values_list("account_id", flat=True))
    found = [
        Next(accounts[pk], row, (keeps or pk in manages) and pk not in under_review)
        for pk, row in standings(accounts.values(), at).items()
    ]
    company = standing_of_company(at) if keeps or can(user, "governance.read_everything") else None
    if company is not None:
        found.append(Next(None, company, keeps and None not in under_review))
    return sorted(found, key=lambda row: row.standing.due_at)


def lines_of(review: RecertificationRound, user: User, tab: str, at: datetime) -> Any:
    """The lines of a tab, by person."""
    rows = review.lines.select_related(
        "grant__person", "grant__account", "grant__begun_by", "grant__request", "person", "reviewer", "decided_by"
    )
    return rows.waiting().of_reviewers(_places(user, at)) if tab == "mine" else rows


def has_lines(review: RecertificationRound, user: User, at: datetime) -> bool:
    """Whether lines of this round wait for this person, or for whoever they stand in for."""
    return bool(review.lines.waiting().of_reviewers(_places(user, at)).exists())


def may_decide(review: RecertificationRound, user: User, at: datetime) -> bool:
    """Whether lines of this round are, or were, this person's to decide."""
    mine = review.lines.of_reviewers(_places(user, at)).exists()
    return bool(mine or (review.lines.filter(reviewer=None).exists() and can(user, MANAGE_PEOPLE)))


def _places(user: User, at: datetime) -> list[int]:
    return [user.pk, *standing_in_for(user.pk, at)]


def shown_lines(lines: Iterable[RecertificationLine], user: User, at: datetime) -> Iterator[Shown]:
    """Each line with what its reviewer must know; three statements for all."""
    rows, places = list(lines), _places(user, at)
    keeps = bool(can(user, MANAGE_PEOPLE))
    for line, shown in zip(rows, shown_grants([row.grant for row in rows], at), strict=True):
        reviews = line.reviewer_id in places or (line.reviewer_id is None and keeps)
        mine = line.status == WAITING and reviews and line.person_id not in places
        yield Shown(shown.grant, shown.used, shown.traced, shown.conflicts, line, mine)


def shown_grants(grants: Iterable[Grant], at: datetime) -> Iterator[Shown]:
    """Each grant with its last use and what it meets; two statements for all."""
    rows = list(grants)
    uses, conflicts = last_uses(rows, at), conflicts_on_page(rows, at)
    for row in rows:
        yield Shown(row, uses.get(row.pk), leaves_traces(row.role), conflicts[row.pk])


def findings(user: User, tab: str, at: datetime) -> Any:
    """The grants of a tab on accounts that this person manages; all for whoever keeps or reads people."""
    found = {
        "unused": lambda: unused_grants(at),
        "conflicts": lambda: conflicting_grants(at),
        "leavers": lambda: Grant.objects.held_at(at).filter(
            Q(person__is_active=False) | Q(person__left_on__lt=today(at))
        ),
    }[tab]()
    return grants_seen(user, found)


def grants_seen(user: User, rows: Any = None) -> Any:
    """Of these grants, or of all, those on accounts one manages; all for whoever keeps or reads people."""
    rows = (Grant.objects.all() if rows is None else rows).select_related("person", "account", "begun_by", "request")
    if can(user, MANAGE_PEOPLE) or can(user, "governance.read_everything"):
        return rows
    return rows.filter(account_id__in=accounts_for(user, MANAGE))


def require_findings(user: User) -> None:
    """Raise Denial for whoever neither manages an account, nor keeps or reads people."""
    if not accounts_for(user, MANAGE) and not can(user, "governance.read_everything"):
        try:
            require(user, MANAGE_PEOPLE)
        except Denial:
            raise Denial(
                _("Findings about rights are for whoever manages accounts or people. Please ask one of them.")
            ) from None


def grant_cells(shown: Shown) -> list[Any]:
    """A grant as a row of a file."""
    grant = shown.grant
    return [
        grant.person, str(grant.role_label), grant.account.handle if grant.account else _("the company"),
        timezone.localtime(grant.begins_at), grant.begun_by or "",
        timezone.localtime(shown.used) if shown.used else "", ", ".join(str(row.label) for row in shown.conflicts),
    ]  # fmt: skip


def line_cells(shown: Shown) -> list[Any]:
    """A line as a row of a file."""
    line: Any = shown.line
    decided = timezone.localtime(line.decided_at) if line.decided_at else ""
    return [
        *grant_cells(shown), line.reviewer or "", str(line.get_status_display()), line.reason,
        line.decided_by or "", decided,
    ]  # fmt: skip
