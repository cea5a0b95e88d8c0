"""Writing, sending, acknowledging and correcting monthly reports (R-090, R-094)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount, account_lives
from analytics.metrics.models import VIEW_METRICS, AccountMonth
from analytics.metrics.months import next_month
from analytics.reports.figures import previous_month
from analytics.reports.models import MonthlyReport, ReportAcknowledgement, ReportMonth
from analytics.reports.paper import build_paper, fingerprint
from analytics.reports.rules import METHOD_LABELS, WORDS_LIMIT
from analytics.reports.workflow import ACKNOWLEDGE, SEND
from analytics.snapshots.services import freeze_month
from analytics.targets.progress import midnight
from governance.public import (
    Limit,
    NotAllowed,
    Refused,
    WrongState,
    accounts_for,
    add_working_days,
    cancel_deadline,
    clean_text,
    due_at,
    earliest_due,
    holder_ids,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    require,
    require_version,
    tell,
    working_minutes_between,
)

if TYPE_CHECKING:
    from accounts.public import User

KIND, PURPOSE = "monthly_report", "report"
NOON, REST_OF_A_DAY = timedelta(hours=12), timedelta(hours=14)


def reported_accounts(month: date) -> list[PlatformAccount]:
    """Accounts that were open in the month, or have figures of it, whatever they are now: each needs a report."""
    month = month.replace(day=1)
    counted = set(AccountMonth.objects.filter(month=month).order_by().values_list("account_id", flat=True).distinct())
    rows = PlatformAccount.objects.order_by("handle")
    lives = account_lives([row.pk for row in rows])
    return [row for row in rows if row.pk in counted or _was_open(row, lives.get(row.pk, []), month)]


def _was_open(account: PlatformAccount, life: Sequence[tuple[bool, datetime]], month: date) -> bool:
    """Whether the account was open on a day of the month, by its history; without one, by its record."""
    since, until = midnight(month), midnight(next_month(month))
    if not life:
        begun = account.opened_on is None or account.opened_on < next_month(month)
        return account.status == "active" and begun
    if any(opens and since <= at < until for opens, at in life):
        return True
    before = [opens for opens, at in life if at < since]
    if before:
        return before[-1]
    # It was open before the first entry of its history if that entry ends something.
    opened = account.opened_on is None or account.opened_on < next_month(month)
    return not life[0][0] and opened


def create_report(
    *, actor: User, month: date, account: PlatformAccount | None = None, at: datetime | None = None
) -> MonthlyReport:
    """Begin the report of a closed month, for one account or for all; its deadline runs from the month's end."""
    now = at or timezone.now()
    month = month.replace(day=1)
    require(actor, SEND)
    if month > previous_month(timezone.localdate(now)):
        raise Refused(_("This month is not over yet. Choose a month that is closed."), field="month")
    accounts = [account] if account else reported_accounts(month)
    if not accounts:
        raise Refused(_("No account was open in that month, so there is nothing to report."), field="month")
    hidden = {row.pk for row in accounts} - accounts_for(actor, VIEW_METRICS)
    if hidden:
        raise NotAllowed(
            _("You may not see the figures of every account in this report. Report on single accounts instead."),
            field="account",
        )
    same = MonthlyReport.objects.filter(month=month, account=account).exclude(status="replaced")
    with transaction.atomic():
        if same.select_for_update(of=("self",)).exists():
            raise WrongState(_("There is a report on this already. Open it in the list of reports."), field="month")
        return open_report(month, accounts, account=account, owner=actor, actor=actor, at=now)


def open_report(
    month: date,
    accounts: Sequence[PlatformAccount],
    *,
    account: PlatformAccount | None,
    owner: User | None,
    actor: User | None,
    at: datetime,
) -> MonthlyReport:
    """The row, its months and its deadline, in the caller's transaction."""
    report = MonthlyReport.objects.create(month=month, account=account, author=actor, created_at=at)
    report.accounts.set(accounts)
    due = need_report(month, accounts)
    first = min(accounts, key=lambda row: due[row.pk])
    open_deadline(
        kind=KIND, object_id=report.pk, purpose=PURPOSE, owner=owner, due=max(due[first.pk], at),
        start=min(midnight(next_month(month)), at), calendar=first.calendar, account_id=report.account_id,
        department_id=account.department_id if account else None, at=at,
    )  # fmt: skip
    _note("report.created", report, actor, at)
    return report


def need_report(month: date, accounts: Sequence[PlatformAccount]) -> dict[int, datetime]:
    """Note that each account needs a report on the month; when each is due (R-094: 5th working day)."""
    due = {row.pk: report_due(row, month) for row in accounts}
    ReportMonth.objects.bulk_create(
        [ReportMonth(account=row, month=month, due_at=due[row.pk]) for row in accounts], ignore_conflicts=True
    )
    return due


def report_due(account: PlatformAccount, month: date) -> datetime:
    """The close of the n-th working day after the month, on the calendar of the strictest rule book."""
    # Noon in the house's zone: the first day of the month has begun, or no office is open, wherever the calendar is.
    start = midnight(next_month(month)) + NOON
    moments = []
    for row in earliest_due("report.monthly", account=account, start=start).took_part:
        limit = Limit.of(row.part.value)
        if limit.unit == "working_days":
            opening = add_working_days(row.calendar, start, limit.amount - 1)
            left = working_minutes_between(row.calendar, opening, opening + REST_OF_A_DAY)
            moments.append(due_at(row.calendar, opening, left))
        else:
            moments.append(row.due.due_at)
    return min(moments)


def edit_report(
    report: MonthlyReport,
    *,
    actor: User,
    findings: str,
    advice: str,
    methods: Collection[str],
    version: int | None = None,
    at: datetime | None = None,
) -> MonthlyReport:
    """Write findings, advice and the methods used; only while the report is being written."""
    now = at or timezone.now()
    require(actor, SEND)
    values: dict[str, Any] = {
        "findings": clean_text(findings, field="findings", limit=WORDS_LIMIT).strip(),
        "advice": clean_text(advice, field="advice", limit=WORDS_LIMIT).strip(),
        "methods": [code for code in METHOD_LABELS if code in methods],
    }
    values["method_count"] = len(values["methods"])
    with transaction.atomic():
        locked = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if not locked.is_draft:
            raise WrongState(_("This report was sent. Write a corrected report if something is wrong."))
        require_version(locked, version)
        changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
        if locked.author_id is None:
            changed["author"] = actor
        if not changed:
            return locked
        changed["lock_version"] = locked.lock_version + 1
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changed))
        _note("report.changed", locked, actor, now, {"fields": sorted(changed)})
    return locked


def paper_now(report: MonthlyReport, at: datetime) -> dict[str, Any]:
    """What the report would say if it were sent now."""
    ids = list(report.accounts.values_list("pk", flat=True))
    return build_paper(report.month, ids, scope=report.account.handle if report.account else None, at=at)


def paper_of(report: MonthlyReport, at: datetime | None = None) -> dict[str, Any]:
    """The frozen figures, or the present ones of a report that was not sent yet."""
    return report.paper if report.paper is not None else paper_now(report, at or timezone.now())


def send_report(
    report: MonthlyReport, *, actor: User, version: int | None = None, at: datetime | None = None
) -> MonthlyReport:
    """Freeze the figures and send the report to its readers; refused without findings, advice and methods."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        ids = list(locked.accounts.values_list("pk", flat=True))
        hidden = set(ids) - accounts_for(actor, VIEW_METRICS)
        if hidden:
            raise NotAllowed(_("You may not see the figures of every account in this report, so you cannot send it."))
        paper = paper_now(locked, now)
        paper["methods_used"] = [code for code in locked.methods if paper["methods"].get(code)]
        digest = fingerprint(paper)
        context = {"paper": paper, "least_methods": least_methods(locked, now)}
        changes = {
            "paper": paper, "sha256": digest, "sent_by": actor, "sent_at": now, "methods": paper["methods_used"],
            "method_count": len(paper["methods_used"]), "author": locked.author or actor,
        }  # fmt: skip
        moved = move(
            locked, "send", actor=actor, version=version, at=now, changes=changes, context=context,
            payload={"sha256": digest, "month": f"{locked.month:%Y-%m}"},
        )  # fmt: skip
        for month in (moved.month, previous_month(moved.month)):
            freeze_month(month, ids, at=now)
        meet_deadline(KIND, moved.pk, PURPOSE, at=now)
        tell(
            [pk for pk in reader_ids(ids) if pk != actor.pk], "report.sent", kind=KIND, object_id=moved.pk,
            key=f"report.sent:{moved.pk}", at=now,
        )  # fmt: skip
    return moved


def least_methods(report: MonthlyReport, at: datetime) -> int:
    """How many methods the rule book asks for (R-090)."""
    return int(param("report.methods", account=report.account, at=at).value)


def reader_ids(account_ids: Collection[int]) -> list[int]:
    """Who acknowledges reports and may see the figures of every account in it."""
    readers = set(holder_ids(ACKNOWLEDGE))
    for account_id in account_ids:
        readers &= set(holder_ids(VIEW_METRICS, account_id))
    return sorted(readers)


def acknowledge_report(
    report: MonthlyReport, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> MonthlyReport:
    """A reader takes note; the first acknowledgement makes the report count (R-094)."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=1000, one_line=True).strip()
    with transaction.atomic():
        locked = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        first = locked.acknowledged_at or now
        moved = move(
            locked, "acknowledge", actor=actor, note=words, version=version, at=now,
            changes={"acknowledged_at": first}, payload={"sha256": locked.sha256},
        )  # fmt: skip
        ReportAcknowledgement.objects.create(
            report=moved, reader=actor, acknowledged_at=now, sha256=moved.sha256, note=words
        )
        ReportMonth.objects.filter(month=moved.month, account__in=moved.accounts.all(), acknowledged_at=None).update(
            report=moved, acknowledged_at=now
        )
        tell(
            [pk for pk in {moved.author_id, moved.sent_by_id} if pk], "report.acknowledged",
            kind=KIND, object_id=moved.pk, params={"reader": str(actor)},
            key=f"report.acknowledged:{moved.pk}:{actor.pk}", at=now,
        )  # fmt: skip
    return moved


def replace_report(
    report: MonthlyReport, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> MonthlyReport:
    """Begin a corrected report with the words of the old one; the old one stays as it was sent."""
    now = at or timezone.now()
    with transaction.atomic():
        old = move(report, "replace", actor=actor, note=note, version=version, at=now)
        cancel_deadline(KIND, old.pk, at=now)
        accounts = list(old.accounts.all())
        fresh = open_report(old.month, accounts, account=old.account, owner=actor, actor=actor, at=now)
        fresh.findings, fresh.advice, fresh.methods = old.findings, old.advice, old.methods
        fresh.method_count, fresh.replaces = old.method_count, old
        fresh.save(update_fields=["findings", "advice", "methods", "method_count", "replaces"])
    return fresh


def _note(
    event: str, report: MonthlyReport, actor: User | None, at: datetime, payload: dict[str, Any] | None = None
) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=report.pk, account_id=report.account_id,
        payload={"month": f"{report.month:%Y-%m}", **(payload or {})}, at=at,
    )  # fmt: skip
