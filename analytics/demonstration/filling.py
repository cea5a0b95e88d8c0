"""The demo company's figures, targets and reports, month by month, by the services of every day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from accounts.public import PlatformAccount
from analytics.demonstration.exports import days_file, posts_file, reach_of, season
from analytics.demonstration.following_up import carry_out_advice, compare_samples, explain_odd_days
from analytics.imports.services import import_file
from analytics.metrics.models import MetricDefinition
from analytics.reports.rules import METHOD_LABELS
from analytics.reports.services import acknowledge_report, create_report, edit_report, send_report
from analytics.targets.services import approve_target, begin_periods, propose_target
from content.public import Publication
from governance.public import DemoCompany, Refused

FINDINGS = (
    "本月播放与互动随发布节奏变化，健康知识类内容的收藏高于其他类型；周末发布的作品表现好于周一。",
    "员工故事带来的评论多为提问，回复及时时，后续分享也更多；产品介绍的播放平稳。",
    "本月发布数量与计划一致，短文配图的点击高于纯文字；海外账号的互动主要来自老客户。",
)
ADVICE = "下月把健康知识做成系列，周末各发一条；产品介绍开头先说结论；继续在工作时间内答复留言。"
READERS = ("executive", "manager", "department_head")
# Targets are agreed for the last months and the running one.
TARGET_MONTHS = 3
# Reports begin when there are months to compare with.
FIRST_REPORT = 2


def fill(company: DemoCompany) -> None:
    """Every month: the files that were downloaded after it, then its report; weekly files for the last weeks."""
    with tempfile.TemporaryDirectory(prefix="demo-exports-") as folder:
        months = list(_months(company))
        for month, following in months:
            if len(months) - months.index((month, following)) <= TARGET_MONTHS + 1:
                _targets(company, month)
            closed = _closed(company, following)
            if closed <= company.now:
                if company.figures_until is None or closed > company.figures_until:
                    _import_all(company, Path(folder), month, following - timedelta(days=1), closed)
                if months.index((month, following)) >= FIRST_REPORT:
                    _report(company, month, following)
        running = months[-1][0]
        last_files = company.at(company.until, 8, 30)
        if last_files <= company.now:
            last = company.until - timedelta(days=1)
            _import_all(company, Path(folder), running, last, last_files)
            compare_samples(company, last, last_files + timedelta(minutes=40))


def bring_figures(company: DemoCompany, moment: datetime) -> None:
    """Bring in the files of every month that was closed by then; `fill` goes on with those after it."""
    with tempfile.TemporaryDirectory(prefix="demo-exports-") as folder:
        for month, following in _months(company):
            closed = _closed(company, following)
            if closed <= moment:
                _import_all(company, Path(folder), month, following - timedelta(days=1), closed)
    company.figures_until = moment


def _closed(company: DemoCompany, following: date) -> datetime:
    """When the files of the month before that first day are downloaded."""
    return company.at(following + timedelta(days=1), 10)


def _months(company: DemoCompany) -> Iterator[tuple[date, date]]:
    """Each month as its first day and the first day after it."""
    month = company.since.replace(day=1)
    while month <= company.until:
        following = (month + timedelta(days=31)).replace(day=1)
        yield month, following
        month = following


def _import_all(company: DemoCompany, folder: Path, since: date, until: date, moment: datetime) -> None:
    for number, account in enumerate(company.accounts.values()):
        at = moment + timedelta(minutes=number)
        actor = company.in_role("analyst", account)[0]
        for path in _files(company, folder, account, since, until, at):
            outcome = import_file(path, account=account, actor=actor, source="demo", name=path.name, now=at)
            if outcome.errors:
                raise Refused(f"{path.name}: {outcome.errors[0]}")
        explain_odd_days(company, account, at + timedelta(minutes=30))


def _files(
    company: DemoCompany, folder: Path, account: PlatformAccount, since: date, until: date, moment: datetime
) -> Iterator[Path]:
    """The files that the platforms give for these days."""
    posts = Publication.objects.filter(
        account=account, published_at__gte=company.at(since, 0), published_at__lt=moment
    ).order_by("published_at")
    if posts.exists():
        path = folder / f"{account.handle}-posts-{until}.csv"
        posts_file(path, company, account, posts, moment)
        yield path
    days, dice = list(company.days(since, until)), company.dice(f"days:{account.handle}:{since}")
    base = reach_of(account) * company.scale
    if not days:
        return

    def few(day: date, share: float) -> int:
        return int(base * season(day) * share * dice.uniform(0.8, 1.2))

    if account.platform == "youtube":
        path = folder / f"{account.handle}-totals-{until}.csv"
        days_file(path, ("Date", "Views"), days, lambda day, _dice: (day.isoformat(), few(day, 1)), dice)
        yield path
    elif account.platform == "x":
        path = folder / f"{account.handle}-overview-{until}.csv"
        head = ("Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows")
        days_file(path, head, days, lambda day, dice: _x_day(day, few(day, 1), dice), dice)
        yield path
    elif account.platform == "douyin":
        for word, share in (("播放量", 1.0), ("点赞量", 0.04), ("评论量", 0.004), ("分享量", 0.008)):
            path = folder / f"{account.handle}-{word}-{until}.csv"
            row = partial(_one_figure, few, share)
            days_file(path, ("日期", word), days, row, dice)
            yield path


def _one_figure(few: Callable[[date, float], int], share: float, day: date, dice: Random) -> tuple[str, int]:
    return day.isoformat(), few(day, share)


def _x_day(day: date, seen: int, dice: Random) -> tuple[object, ...]:
    likes = int(seen * dice.uniform(0.01, 0.03))
    others = (likes * 2, likes // 4, likes // 5, dice.randrange(12), dice.randrange(5))
    return (day.strftime("%a, %b %d, %Y"), seen, likes, *others)


def _targets(company: DemoCompany, month: date) -> None:
    """Views that each account is to reach in the month: proposed by the analyst, approved by the manager."""
    views = MetricDefinition.objects.get(code="views")
    at = company.at(month - timedelta(days=5), 15)
    for account in company.accounts.values():
        posts = Publication.objects.filter(account=account, published_at__gte=company.at(month, 0)).count()
        value = Decimal(round(reach_of(account) * max(posts, 2) * company.scale, -2))
        target = propose_target(
            actor=company.people["analyst"],
            metric=views,
            cycle="month",
            day=month,
            value=value,
            account=account,
            reason="按近三个月的平均水平提出",
            at=at,
        )
        approve_target(target, actor=company.people["manager"], at=at + timedelta(hours=2))
    begin_periods(company.at(month, 9))


def _report(company: DemoCompany, month: date, following: date) -> None:
    """The report on all accounts, sent on the third day and acknowledged by its readers soon after."""
    analyst, at = company.people["analyst"], company.at(following + timedelta(days=2), 15)
    if at > company.now:
        return
    dice = company.dice(f"report:{month}")
    report = create_report(actor=analyst, month=month, at=at)
    report = edit_report(
        report,
        actor=analyst,
        findings=dice.choice(FINDINGS),
        advice=ADVICE,
        methods=list(METHOD_LABELS),
        at=at + timedelta(minutes=40),
    )
    report = send_report(report, actor=analyst, at=at + timedelta(hours=1))
    for number, name in enumerate(READERS):
        moment = at + timedelta(hours=18 + 3 * number)
        if moment < company.now:
            report = acknowledge_report(report, actor=company.people[name], at=moment)
    carry_out_advice(company, report, at + timedelta(hours=42))
