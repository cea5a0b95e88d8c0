"""The probes of figures and imports turn breached and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from accounts.public import PlatformAccount
from analytics.conftest import Office
from analytics.imports.lateness import warn_of_late_accounts
from analytics.metrics.models import AccountDay, MetricDefinition, PlatformPost, PublicationDay
from analytics.metrics.services import explain_post
from analytics.models import MetricImport, RawFile
from governance.public import measure_now, unread_count


def imported(account: PlatformAccount, days_ago: float) -> MetricImport:
    """A good import so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    raw, _made = RawFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 1, "name": "a.csv", "path": "x", "received_at": at}
    )
    return MetricImport.objects.create(
        account=account, raw_file=raw, status="saved", source="page", operator_name="a", created_at=at, finished_at=at
    )


def test_a_metric_without_definition_breaches_r_085(office: Office) -> None:
    assert measure_now("R-085").status == "met"
    MetricDefinition.objects.filter(code="likes").update(unit_zh="")
    assert measure_now("R-085").status == "breached"
    MetricDefinition.objects.filter(code="likes").update(unit_zh="次", platforms={})
    assert measure_now("R-085").status == "breached"


def test_an_account_without_an_import_in_its_interval_breaches_r_087(office: Office) -> None:
    imported(office.douyin, 1)
    late = imported(office.weibo, 9)
    assert measure_now("R-087").status == "breached"
    MetricImport.objects.filter(pk=late.pk).update(finished_at=timezone.now() - timedelta(hours=1))
    assert measure_now("R-087").status == "met"
    MetricImport.objects.filter(pk=late.pk).update(status="refused")
    assert measure_now("R-087").status == "breached"


def test_a_late_account_is_told_once_a_day_to_those_who_import(office: Office) -> None:
    imported(office.douyin, 1)
    for _again in range(2):
        assert warn_of_late_accounts() == 1
    assert unread_count(office.analyst) == 1
    assert unread_count(office.agent) == 0


def test_a_post_without_record_breaches_r_040_until_explained(office: Office) -> None:
    post = office.post(office.weibo, date(2026, 5, 20), "seen")
    PlatformPost.objects.update(first_seen_at=timezone.now())
    assert measure_now("R-040").status == "breached"
    explain_post(post, "before this system", actor=office.analyst)
    assert measure_now("R-040").status == "met"


def test_figures_without_a_file_breach_r_089(office: Office) -> None:
    run = imported(office.weibo, 1)
    today = timezone.localdate()
    row = AccountDay.objects.create(account=office.weibo, day=today, metric=office.metric("views"), value=1)
    assert measure_now("R-089").status == "breached"
    AccountDay.objects.filter(pk=row.pk).update(run=run)
    assert measure_now("R-089").status == "met"
    post = office.post(office.weibo, today, "seen")
    PublicationDay.objects.filter(post=post).update(day=today)
    assert measure_now("R-089").status == "breached"
    PublicationDay.objects.filter(post=post).update(run=run)
    assert measure_now("R-089").status == "met"


def test_figures_of_this_morning_count_though_it_is_yesterday_in_utc(office: Office) -> None:
    early = datetime(2026, 6, 2, 20, 0, tzinfo=UTC)  # four in the morning of 3 June in China
    AccountDay.objects.create(account=office.weibo, day=date(2026, 6, 3), metric=office.metric("views"), value=1)
    assert measure_now("R-089", at=early).total == 1
