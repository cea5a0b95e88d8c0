"""What the demo company does with its figures: explains what looks wrong, compares samples, carries out advice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.public import PlatformAccount
from analytics.checks.models import FigureCheck
from analytics.checks.services import explain_check, take_sample
from analytics.metrics.models import AccountDay, MetricDefinition
from analytics.reports.actions import create_action, finish_action
from analytics.reports.models import MonthlyReport
from governance.public import DemoCompany

REASON = "当日有活动推广，播放高于平日；已与投放记录核对。"
TEXT = "健康知识系列：本月周末各发布一条，发布后一周内汇总数据"
RESULT = "四条均已按期发布，收藏高于单条内容的平均水平。"
DONE_AFTER = timedelta(days=19)
# The last file's odd days still wait for their explanation.
WAITS = timedelta(days=3)


def carry_out_advice(company: DemoCompany, report: MonthlyReport, at: datetime) -> None:
    """The manager gives an action out of the report; its owner finishes it within the month."""
    account = company.accounts["douyin-main"]
    owner = company.in_role("author", account)[0]
    metric = MetricDefinition.objects.get(code="views")
    if at > company.now:
        return
    action = create_action(
        report, actor=company.people["manager"], account=account, text=TEXT, owner=owner, metric=metric, at=at
    )
    if at + DONE_AFTER <= company.now:
        finish_action(action, actor=owner, note=RESULT, at=at + DONE_AFTER)


def compare_samples(company: DemoCompany, until: date, at: datetime) -> None:
    """One day of each account with daily figures, read off the platform's own page."""
    analyst = company.people["analyst"]
    for account in company.accounts.values():
        newest = AccountDay.objects.filter(account=account, day__lte=until).order_by("-day", "metric__order")
        row = newest.select_related("metric").first()
        if row is not None:
            theirs = Decimal(int(row.value))
            take_sample(actor=analyst, account=account, metric=row.metric, day=row.day, theirs=theirs, at=at)


def explain_odd_days(company: DemoCompany, account: PlatformAccount, at: datetime) -> None:
    """The analyst says why days stand out, soon after their import."""
    if at > company.now - WAITS:
        return
    for check in FigureCheck.objects.failing().filter(account=account):
        explain_check(check, actor=company.people["analyst"], note=REASON, at=at)
