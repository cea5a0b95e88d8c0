"""Advice turned into work, and what came of it (R-097, D-6.3.3, K-4.4.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.reports.figures import collect_figures, previous_month
from analytics.reports.models import ActionItem, MonthlyReport
from analytics.reports.workflow import ACKNOWLEDGE, SEND
from governance.public import (
    VIEW_ACCOUNT,
    NotAllowed,
    Refused,
    can,
    cancel_deadline,
    clean_text,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from analytics.metrics.models import MetricDefinition

KIND, PURPOSE = "report_action", "action"


def create_action(
    report: MonthlyReport,
    *,
    actor: User,
    account: PlatformAccount,
    text: str,
    owner: User,
    due_at: datetime | None = None,
    metric: MetricDefinition | None = None,
    at: datetime | None = None,
) -> ActionItem:
    """Give an action of the report's advice to somebody who may see the account."""
    now = at or timezone.now()
    if not (can(actor, SEND) or can(actor, ACKNOWLEDGE)):
        raise NotAllowed(_("Only who writes or acknowledges reports can give actions. Ask the report's author."))
    words = clean_text(text, field="text", limit=500, one_line=True).strip()
    if not words:
        raise Refused(_("Say what is to be done."), field="text")
    if not report.accounts.filter(pk=account.pk).exists():
        raise Refused(_("This report does not cover that account. Choose one that it covers."), field="account")
    if not can(owner, VIEW_ACCOUNT, account):
        raise Refused(
            _("%(person)s may not see %(account)s. Choose somebody who works on it.")
            % {"person": owner, "account": account},
            field="owner",
        )
    days = int(param("advice.due", account=account, at=now).value)
    due = due_at or now + timedelta(days=days)
    if due <= now:
        raise Refused(_("The day lies in the past. Choose a later one."), field="due_on")
    with transaction.atomic():
        action = ActionItem.objects.create(
            report=report, account=account, text=words, owner=owner, due_at=due, metric=metric, created_by=actor,
            created_at=now, value_before=_value(report, account, metric),
        )  # fmt: skip
        open_deadline(
            kind=KIND, object_id=action.pk, purpose=PURPOSE, owner=owner, due=due, start=now,
            calendar=account.calendar, account_id=account.pk, department_id=account.department_id, at=now,
        )  # fmt: skip
        record(
            "action.created", actor=actor, kind=KIND, object_id=action.pk, account_id=account.pk,
            payload={"report": report.pk, "owner": owner.pk, "due": due.isoformat()}, at=now,
        )  # fmt: skip
        tell([owner], "action.given", kind=KIND, object_id=action.pk, key=f"action.given:{action.pk}", at=now)
    return action


def finish_action(
    action: ActionItem, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> ActionItem:
    """Done: the result in words, and where the metric stands in the last closed month."""
    now = at or timezone.now()
    month = previous_month(timezone.localdate(now))
    after = None
    if action.metric is not None and month > action.report.month:
        figures = collect_figures(month, [action.account_id])
        figure = figures.totals.get(action.metric.code)
        after = None if figure is None or figure.value is None else Decimal(str(figure.value))
    changes = {
        "result": clean_text(note, field="note", limit=1000, one_line=True).strip(), "done_at": now,
        "value_after": after, "after_month": month if after is not None else None,
    }  # fmt: skip
    with transaction.atomic():
        moved = move(action, "finish", actor=actor, note=note, version=version, at=now, changes=changes)
        meet_deadline(KIND, moved.pk, PURPOSE, at=now)
        tell(
            [moved.created_by_id], "action.done", kind=KIND, object_id=moved.pk, key=f"action.done:{moved.pk}", at=now
        )
    return moved


def drop_action(
    action: ActionItem, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> ActionItem:
    """Give an action up, with the reason."""
    now = at or timezone.now()
    changes = {"result": clean_text(note, field="note", limit=1000, one_line=True).strip(), "done_at": now}
    with transaction.atomic():
        moved = move(action, "drop", actor=actor, note=note, version=version, at=now, changes=changes)
        cancel_deadline(KIND, moved.pk, PURPOSE, at=now)
    return moved


def _value(report: MonthlyReport, account: PlatformAccount, metric: MetricDefinition | None) -> Decimal | None:
    """The figure as the report has it."""
    if metric is None or report.paper is None:
        return None
    for row in report.paper["accounts"]:
        if row["handle"] == account.handle:
            value = row["totals"].get(metric.code, {}).get("value")
            return None if value is None else Decimal(str(value))
    return None
