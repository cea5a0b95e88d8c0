"""Importing: new, changed and same by the whole row; all or nothing; geography apart; the raw file kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from accounts.public import PlatformAccount, User
from analytics.imports.services import Outcome, import_file, shown_name
from analytics.imports.staging import PostStage
from analytics.imports.tests.files import HEADER, row, text
from analytics.models import (
    AccountDay,
    AccountMonth,
    Breakdown,
    MetricImport,
    PlatformPost,
    PublicationDay,
    RawFile,
    TopPost,
)
from governance.public import Denial, Refused, history_of

Import = Callable[..., Outcome]
JUNE = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.same, outcome.bad


def days(first: date, views: list[int], place: str = "") -> str:
    """A YouTube table by day, or by day and place."""
    rows = [f"{first + timedelta(days=n)},{place + ',' if place else ''}{value}" for n, value in enumerate(views)]
    return "\n".join(["Date,Geography,Views" if place else "Date,Views", *rows, ""])


def test_the_same_file_again_changes_nothing(bring: Import) -> None:
    data = text(row(1), row(2))
    assert counts(bring(data)) == (2, 0, 0, 0)
    before = list(PublicationDay.objects.values())
    assert counts(bring(data)) == (0, 0, 2, 0)
    assert list(PublicationDay.objects.values()) == before


@pytest.mark.parametrize("column", ["views", "likes", "comments", "shares"])
def test_a_change_in_any_one_column_is_seen(bring: Import, column: str) -> None:
    bring(text(row(1), row(2)))
    assert counts(bring(text(row(1), row(2, **{column: "99"})))) == (0, 1, 1, 0)
    assert getattr(PublicationDay.objects.get(post__external_id="N2"), column) == 99


def test_a_figure_that_goes_missing_is_a_change_and_no_zero(bring: Import) -> None:
    bring(text(row(1)))
    assert counts(bring(text(row(1, shares="-")))) == (0, 1, 0, 0)
    assert PublicationDay.objects.get().shares is None


def test_a_file_without_a_column_takes_nothing_of_it_away(bring: Import) -> None:
    bring(text([*row(1), "标题"], header=[*HEADER, "title"]))
    assert counts(bring(text(row(1)[:5], header=HEADER[:5]))) == (0, 0, 1, 0)
    assert (PlatformPost.objects.get().title, PublicationDay.objects.get().likes) == ("标题", 7)


def test_a_later_export_adds_a_day_and_moves_the_mark_of_the_newest(bring: Import) -> None:
    bring(text(row(1)), now=JUNE)
    bring(text(row(1, views="150")), now=JUNE + timedelta(days=7))
    bring(text(row(1, views="150")), now=JUNE + timedelta(days=8))
    assert list(PublicationDay.objects.order_by("day").values_list("views", "latest")) == [(120, False), (150, True)]


def test_an_older_export_that_comes_late_does_not_become_the_newest(bring: Import) -> None:
    header = [*HEADER, "as_of"]
    bring(text([*row(1, views="150"), "2026-06-10"], header=header), now=JUNE + timedelta(days=20))
    late = bring(text([*row(1, views="120"), "2026-06-03"], header=header), now=JUNE + timedelta(days=20))
    assert counts(late) == (1, 0, 0, 0)
    assert PublicationDay.objects.get(latest=True).views == 150


def test_figures_of_single_days_stand_apart_from_lifetime_figures(bring: Import) -> None:
    header = [*HEADER, "day"]
    daily = text([*row(1, views="5"), "2026-03-03"], [*row(1, views="6"), "2026-03-04"], header=header)
    assert counts(bring(daily)) == (2, 0, 0, 0)
    bring(text(row(1)))
    assert counts(bring(daily)) == (0, 0, 2, 0)
    assert sorted(PublicationDay.objects.values_list("basis", "views")) == [("day", 5), ("day", 6), ("lifetime", 120)]


def test_geography_leaves_the_totals_alone(bring: Import) -> None:
    bring(days(date(2026, 1, 1), [100, 200]), "youtube")
    assert counts(bring(days(date(2026, 1, 1), [3, 4], "DE"), "youtube")) == (2, 0, 0, 0)
    bring("Geography,Views,Watch time (hours)\nTotal,7,1\nDE,7,0.5\n", "youtube")
    assert sum(AccountDay.objects.values_list("value", flat=True)) == 300
    assert sorted(Breakdown.objects.values_list("basis", "key", "value")) == [
        ("day", "DE", Decimal(3)), ("day", "DE", Decimal(4)),
        ("lifetime", "DE", Decimal(7)), ("lifetime", "DE", Decimal(1800)),
    ]  # fmt: skip


def test_months_are_summed_and_refreshed_only_where_touched(bring: Import) -> None:
    bring(days(date(2026, 1, 30), [10, 20, 30]), "youtube")
    months = dict(AccountMonth.objects.values_list("month", "value"))
    assert months == {date(2026, 1, 1): 30, date(2026, 2, 1): 30}
    AccountMonth.objects.filter(month=date(2026, 2, 1)).update(value=-1)
    bring(days(date(2026, 1, 30), [11, 20, 30]), "youtube")
    assert dict(AccountMonth.objects.values_list("month", "value")) == {date(2026, 1, 1): 31, date(2026, 2, 1): -1}


def test_posts_count_for_the_month_in_which_they_were_published(bring: Import) -> None:
    bring(text(row(1), row(2, published_at="2026-04-01 08:00"), row(3, published_at="2026-04-02 08:00")), now=JUNE)
    rows = AccountMonth.objects.filter(metric__code="views").values_list("month", "basis", "value", "items")
    assert sorted(rows) == [(date(2026, 3, 1), "posts", 120, 1), (date(2026, 4, 1), "posts", 240, 2)]


def test_a_file_of_another_platform_is_refused_by_name(bring: Import) -> None:
    outcome = bring(days(date(2026, 1, 1), [1]), "weibo")
    assert "YouTube" in str(outcome.errors[0].message)
    assert not AccountDay.objects.exists()


def test_the_raw_file_is_kept_once_with_hash_source_and_operator(bring: Import) -> None:
    data = text(row(1))
    bring(data, name="\u202ecsv.export.csv")
    bring(data)
    raw = RawFile.objects.get()
    assert (raw.sha256, raw.name) == (hashlib.sha256(data).hexdigest(), "csv.export.csv")
    assert default_storage.open(raw.path).read() == data
    assert set(MetricImport.objects.values_list("source", "operator_name")) == {("command", "console")}


def test_a_shown_name_has_no_folders_and_keeps_its_ending() -> None:
    assert shown_name("..\\..\\etc/pass\x00wd.csv") == "passwd.csv"
    assert shown_name("名" * 300 + ".xlsx").endswith("名.xlsx")
    assert len(shown_name("名" * 300 + ".xlsx")) <= 200


def test_each_import_stands_in_the_ledger(bring: Import) -> None:
    run = bring(text(row(1))).run
    assert run is not None
    entry = history_of("metric_import", run.pk)[0]
    assert (entry.event, entry.payload["new"]) == ("import.saved", 1)


def test_sums_that_do_not_agree_save_nothing(bring: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostStage, "sums", lambda self: ([1.0], [2.0]))
    with pytest.raises(Refused, match="do not add up"):
        bring(text(row(1)))
    assert not PlatformPost.objects.exists()
    assert not MetricImport.objects.exists()


@pytest.mark.parametrize("step", ["save", "sums", "compare"])
def test_an_import_that_dies_halfway_leaves_the_tables_as_they_were(
    bring: Import, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    bring(text(row(1)))
    before = list(PublicationDay.objects.values())

    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PostStage, step, die)
        with pytest.raises(KeyboardInterrupt):
            bring(text(row(1, views="9"), row(2)))
    assert list(PublicationDay.objects.values()) == before
    assert counts(bring(text(row(1, views="9"), row(2)))) == (1, 1, 0, 0)


def test_who_may_not_import_is_refused(weibo: PlatformAccount, roles: None, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(row(1)))
    with pytest.raises(Denial):
        import_file(path, account=weibo, actor=User.objects.create_user("stranger"), source="page")
    assert not PlatformPost.objects.exists()


def test_the_largest_numbers_do_not_overflow(bring: Import) -> None:
    largest = str(2**63 - 1)
    assert counts(bring(text(row(1, views=largest), row(2, views=largest)))) == (2, 0, 0, 0)
    assert PublicationDay.objects.filter(views=2**63 - 1).count() == 2


def test_days_that_add_up_to_more_than_a_month_holds_are_refused_in_words(bring: Import) -> None:
    data = days(date(2026, 5, 1), [2**63 - 1] * 13)
    with pytest.raises(Refused, match="2026-05 add up to more"):
        bring(data, "youtube", now=JUNE)
    assert not AccountDay.objects.exists()
    assert counts(bring(days(date(2026, 5, 1), [2**63 - 1] * 10), "youtube", now=JUNE)) == (10, 0, 0, 0)


def test_a_post_of_the_largest_numbers_is_ranked(bring: Import) -> None:
    largest = str(2**63 - 1)
    assert counts(bring(text(row(1, likes=largest, comments=largest)))) == (1, 0, 0, 0)
    assert TopPost.objects.get(metric="engagements").value == 2**63 - 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_imports_at_once_leave_one_clean_import(weibo: PlatformAccount, bring: Import) -> None:
    data = text(*(row(n) for n in range(300)))
    outcomes: list[Outcome] = []

    def work(number: int) -> None:
        try:
            outcomes.append(bring(data, name=f"copy{number}.csv"))
        finally:
            connection.close()

    threads = [Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.new for outcome in outcomes) == [0, 0, 0, 300]
    assert PublicationDay.objects.filter(account=weibo).count() == 300
