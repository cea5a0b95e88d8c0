"""What a paper holds besides the totals: answers, types, targets; and how its charts are drawn."""

from __future__ import annotations

import os
import re
import signal
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest

from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.reports import pictures
from analytics.reports.answers import answer_figures
from analytics.reports.charts import Chart, charts_of
from analytics.reports.paper import build_paper, fingerprint
from analytics.reports.pdf import Words, make_pdf
from analytics.targets.services import approve_target, begin_periods, propose_target
from interactions.public import Incoming, Message, receive_message


def paper_of(office: Office) -> dict[str, Any]:
    return build_paper(MAY, [office.douyin.pk, office.weibo.pk], scope=None, at=NOW)


def spec(value: int) -> Chart:
    values = [{"a": "一", "b": value}, {"a": "二", "b": 2}]
    encoding = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}
    return Chart("x", "x", {"data": {"values": values}, "mark": "bar", "encoding": encoding, "height": 80}, [], [])


def test_messages_count_in_the_month_in_which_their_answer_was_due(office: Office) -> None:
    received = datetime(2026, 5, 6, 3, 0, tzinfo=UTC)
    for index in range(3):
        row = Incoming("comment", str(index), f"c{index}", "顾客", "请问在哪里买？", received)
        receive_message(office.douyin, row, actor=None, at=received)
    first, second, _third = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(first_reply_at=first.due_at)
    Message.objects.filter(pk=second.pk).update(first_reply_at=second.due_at + timedelta(minutes=1))
    rows = answer_figures(MAY, [office.douyin.pk])
    assert [(row["class"], row["total"], row["on_time"]) for row in rows] == [("ordinary", 3, 1)]
    assert answer_figures(APRIL, [office.douyin.pk]) == []
    assert answer_figures(MAY, [office.weibo.pk]) == []


def test_a_month_without_target_says_so_and_one_with_shows_its_progress(office: Office) -> None:
    office.month(office.douyin, MAY, views=600)
    begin_periods(NOW)
    paper = paper_of(office)
    assert paper["targets"] == []
    assert {row["handle"] for row in paper["without_target"]} == {"douyin-main", "weibo-main"}
    target = propose_target(
        actor=office.analyst, metric=office.metric("views"), cycle="month", day=MAY, value=Decimal(500),
        account=office.douyin, at=NOW,
    )  # fmt: skip
    approve_target(target, actor=office.manager, at=NOW)
    row = paper_of(office)["targets"][0]
    assert (row["actual"], row["share"], row["state"]) == (600, 1.2, "reached")


def test_the_fingerprint_follows_the_figures_alone(office: Office) -> None:
    office.month(office.douyin, MAY, views=600)
    one = paper_of(office)
    assert fingerprint(one) == fingerprint(dict(reversed(one.items())))
    office.month(office.douyin, MAY, views=601)
    assert fingerprint(one) != fingerprint(paper_of(office))


def test_an_empty_month_has_a_paper_without_charts(office: Office) -> None:
    paper = paper_of(office)
    assert charts_of(paper) == []
    assert make_pdf(paper, Words()).startswith(b"%PDF-")


def fonts_of(pdf: bytes) -> set[str]:
    """The fonts that are set in a PDF, as its unpacked objects name them."""
    found: set[str] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found |= {
                name.decode() for name in re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?(\w+)", zlib.decompress(packed))
            }
    return found | {name.decode() for name in re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?(\w+)", pdf)}


@pytest.mark.parametrize(
    ("words", "font"),
    [("视频很受欢迎 😀🎉👩‍👩‍👧", "NotoEmoji"), ("ขอบคุณ", "NotoSansThai"), ("视频很受欢迎", "NotoSansSC")],
)
def test_words_with_emoji_and_in_other_scripts_are_set_in_a_font_that_has_them(
    office: Office, words: str, font: str
) -> None:
    """A glyph that no font has is set as a box of the Chinese font, and its own font is missing here."""
    paper = paper_of(office)
    assert any(name.startswith(font) for name in fonts_of(make_pdf(paper, Words(findings=words))))
    assert not any(name.startswith(("NotoEmoji", "NotoSansThai")) for name in fonts_of(make_pdf(paper, Words())))


def test_charts_are_drawn_without_a_browser_and_in_chinese() -> None:
    (svg,) = pictures.draw([spec(1)])
    assert svg.startswith("<svg")
    assert "一" in svg


def test_a_killed_drawing_process_is_started_once_more() -> None:
    pictures.draw([spec(1)])
    process = pictures._drawer.process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert pictures.draw([spec(2)])[0].startswith("<svg")
    fresh = pictures._drawer.process
    assert fresh is not None
    assert fresh.pid != process.pid


def test_a_chart_that_cannot_be_drawn_is_an_error_and_not_a_wait() -> None:
    with pytest.raises(pictures.DrawingFailed):
        pictures.draw([Chart("x", "x", {"mark": "nonsense"}, [], [])])
    assert pictures.draw([spec(3)])


def test_a_chart_that_takes_too_long_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures.draw([spec(1)])
    monkeypatch.setattr(pictures, "CHART_SECONDS", 0.0)
    with pytest.raises(pictures.DrawingFailed):
        pictures.draw([spec(1)])
    assert pictures._drawer.process is None


def test_six_charts_and_their_pages_take_about_a_second_once_warm(office: Office) -> None:
    for index in range(6):
        month = date(2025, 12, 1) if index == 0 else date(2026, index, 1)
        for account in (office.douyin, office.weibo):
            office.month(account, month, views=1000 + index, likes=40 + index, comments=9, fans=90 + index)
    for index in range(4):
        office.post(office.douyin, MAY.replace(day=2 + index), f"作品{index}", views=10 + index, likes=3)
    paper = paper_of(office)
    assert len(charts_of(paper)) >= 5
    make_pdf(paper, Words())
    begun = perf_counter()
    make_pdf(paper, Words())
    # Quiet machines need well under a second; the bound is for a busy one.
    assert perf_counter() - begun < 10
