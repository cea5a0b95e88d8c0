"""The pages of figures, and the dictionary that they rest on."""

from __future__ import annotations

import re
from datetime import date

from django.test import Client
from django.urls import reverse

from analytics.conftest import MAY, NOW, Office
from analytics.metrics.catalogue import known_metrics, listed_codes, seed_metrics
from analytics.metrics.models import AccountDay, MetricDefinition
from analytics.metrics.pages import line_of, missing_days
from governance.public import param


def test_every_metric_has_all_its_words_and_every_listed_one_a_source(office: Office) -> None:
    assert seed_metrics() == len(known_metrics()) == MetricDefinition.objects.count()
    for row in MetricDefinition.objects.all():
        fields = [row.name_zh, row.name_en, row.definition_zh, row.definition_en, row.unit_zh, row.unit_en]
        assert all([*fields, row.source_zh, row.source_en, row.platforms])
    assert len(listed_codes()) >= 20


def test_metrics_that_the_rule_books_name_are_known(office: Office) -> None:
    from analytics.metrics.rules import PACK_NAMES

    for account in (office.douyin, office.weibo):
        for code in param("metrics.required", account=account, at=NOW).value:
            assert PACK_NAMES.get(code, code) in known_metrics()


def test_accounts_at_a_glance_show_only_ones_own(office: Office, client: Client) -> None:
    office.month(office.weibo, MAY, views=31000)
    client.force_login(office.analyst)
    page = client.get(reverse("analytics:metrics")).content.decode()
    assert "31,000" in page
    client.force_login(office.stranger)
    assert client.get(reverse("analytics:metrics")).status_code == 403


def test_one_account_shows_a_series_a_line_and_its_posts(office: Office, client: Client) -> None:
    office.month(office.weibo, MAY, views=31000, likes=62)
    office.post(office.weibo, date(2026, 5, 3), "a <b>post</b>", views=99)
    client.force_login(office.analyst)
    address = reverse("analytics:metric_account", args=["weibo-main"])
    page = client.get(address, {"metric": "views"}).content.decode()
    assert "<polyline" in page
    assert "31,000" in page
    assert "a &lt;b&gt;post" in page
    assert client.get(address, {"metric": "nothing"}).status_code == 200
    client.force_login(office.stranger)
    assert client.get(address).status_code == 404


def test_the_dictionary_is_open_to_those_who_see_figures(office: Office, client: Client) -> None:
    client.force_login(office.auditor)
    assert "completion_rate" in client.get(reverse("analytics:metric_definitions")).content.decode()
    client.force_login(office.stranger)
    assert client.get(reverse("analytics:metric_definitions")).status_code == 403


def test_days_without_a_figure_are_named() -> None:
    days = [AccountDay(day=date(2026, 5, n), value=n) for n in (5, 4, 1)]
    assert missing_days(days) == [date(2026, 5, 2), date(2026, 5, 3)]
    assert line_of(days).split()[0].startswith("0.0,")


def test_the_page_of_accounts_costs_the_same_for_many_accounts(
    office: Office, client: Client, django_assert_max_num_queries: object
) -> None:
    office.month(office.weibo, MAY, views=31000)
    office.month(office.douyin, MAY, views=31000)
    client.force_login(office.analyst)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(reverse("analytics:metrics"))


def test_a_month_long_ago_is_listed_and_shown_by_day(office: Office, client: Client) -> None:
    office.month(office.weibo, MAY, views=31000)
    office.month(office.weibo, date(2021, 5, 1), views=3100)
    client.force_login(office.analyst)
    address = reverse("analytics:metric_account", args=["weibo-main"])
    assert "month=2021-05" in client.get(address, {"metric": "views"}).content.decode()
    page = client.get(address, {"metric": "views", "month": "2021-05"}).content.decode()
    assert "2021-05-31" in page
    assert "2026-05-31" not in page
    for odd in ("2021-06", "0001-01", "9999-12", "nonsense"):
        assert client.get(address, {"metric": "views", "month": odd}).status_code == 200


def test_posts_and_views_of_figures_are_no_jobs_and_no_drawings(office: Office, client: Client) -> None:
    post = office.post(office.weibo, date(2026, 5, 3), "one", views=99)
    client.force_login(office.analyst)
    account = client.get(reverse("analytics:metric_account", args=["weibo-main"])).content.decode()
    page = client.get(reverse("analytics:post_detail", args=[post.pk])).content.decode()
    for text in (account, page, client.get(reverse("analytics:unregistered")).content.decode()):
        assert not {">岗位<", ">视图<"} & set(re.findall(r">[^<>]+<", text))
