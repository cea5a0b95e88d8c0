"""The parts that every page is made of."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from governance.face.rules import ICON_NAMES, ICONS, ROOMS, TONES
from governance.workflow.machine import Machine, State

NOW = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
MACHINE = Machine("letter", "x.Letter", "letter", (State("sent", "Sent", "good", "send"),), ())


def show(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def deadline(minutes_gone: int, **more: object) -> SimpleNamespace:
    start = NOW - timedelta(minutes=minutes_gone)
    values = {
        "started_at": start, "due_at": start + timedelta(minutes=60), "state": "running", "calendar": "CN",
        "clock": "wall", "budget": 3600, "met_at": None,
        "limit": {"amount": 1, "unit": "hours"}, "explain_en": "1 h from 10:00", "explain_zh": "自 10:00 起 1 小时",
    }  # fmt: skip
    return SimpleNamespace(**(values | more))


def test_the_sprite_holds_exactly_the_icons_of_the_table() -> None:
    sprite = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()
    assert set(re.findall(r'symbol id="([^"]+)"', sprite)) == ICONS
    assert set(ICON_NAMES.values()) <= ICONS
    assert {room.icon for room in ROOMS} <= ICONS


def test_a_status_is_colour_icon_and_word() -> None:
    text = show("{% status letter %}", letter=SimpleNamespace(machine=MACHINE, status="sent"))
    assert "tone-good" in text
    assert "#send" in text
    assert "Sent" in text


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_has_a_style(tone: str) -> None:
    styles = (Path(settings.BASE_DIR) / "static/css/components.css").read_text()
    assert tone == "neutral" or f".tone-{tone} " in styles


@pytest.mark.parametrize(
    ("gone", "look", "words"),
    [
        (18, "due plain", "due 10:42, 42 min left of 1 h"),
        (48, "due soon", "due 10:12, 12 min left of 1 h"),
        (60, "due soon", "due now"),
        (61, "due late", "late by 1 min"),
        (165, "due late", "late by 1 h 45 min"),
    ],
)
def test_a_due_time_tells_its_clock_and_turns_orange_then_red(db, gone: int, look: str, words: str) -> None:
    with translation.override("en"):
        text = show("{% due deadline now %}", deadline=deadline(gone), now=NOW)
    assert look in text
    assert words in text
    assert 'title="1 h from 10:00"' in text


def test_where_the_reader_lives_elsewhere_the_place_of_the_due_time_is_named(db) -> None:
    with translation.override("en"), timezone.override("America/New_York"):
        assert "due 21:42 (03-03 10:42 in China), 42 min left" in show(
            "{% due deadline now %}", deadline=deadline(18), now=NOW
        )


def test_a_closed_office_leaves_no_working_time_before_the_due_moment(db) -> None:
    start = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
    clock = deadline(
        0, started_at=start, due_at=datetime(2025, 3, 4, 1, 0, tzinfo=UTC), clock="work",
        limit={"amount": 1, "unit": "working_hours"},
    )  # fmt: skip
    with translation.override("en"):
        text = show("{% due deadline now %}", deadline=clock, now=datetime(2025, 3, 3, 20, 0, tzinfo=UTC))
    assert "no working time left of 1 h" in text


def test_a_working_clock_counts_no_night(db) -> None:
    start = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)  # Monday 17:30 in Shanghai, open until 18:00
    clock = deadline(
        0, started_at=start, due_at=datetime(2025, 3, 4, 1, 30, tzinfo=UTC), clock="work",
        limit={"amount": 1, "unit": "working_hours"},
    )  # fmt: skip
    with translation.override("zh-hans"):
        text = show("{% due deadline now %}", deadline=clock, now=datetime(2025, 3, 3, 20, 0, tzinfo=UTC))
    assert "09:30 到期，还剩 30 分钟工作时间" in text


def test_a_deadline_met_too_late_says_so() -> None:
    late = deadline(90, state="met", met_at=NOW)
    with translation.override("en"):
        assert "done, late by 30 min" in show("{% due deadline now %}", deadline=late, now=NOW)


def test_a_deadline_that_was_met_no_longer_counts() -> None:
    with translation.override("en"):
        assert "done" in show("{% due deadline now %}", deadline=deadline(90, state="met"), now=NOW)


def test_a_moment_is_told_on_the_readers_clock() -> None:
    with timezone.override("America/New_York"):
        text = show("{% when moment now %}", moment=NOW, now=NOW)
    assert ">21:00<" in text
    assert "2025-03-02 21:00:00" in text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% number 1234567 %}", "1,234,567"),
        ("{% number 12.5 unit='h' %}", "12.50 h"),
        ("{% number None %}", "–"),
        ("{% change 0.05 %}", "+5.0 %"),
        ("{% change -0.5 %}", "-50.0 %"),
        ("{% change 0 %}", "±0.0 %"),
    ],
)
def test_figures_are_grouped_signed_and_never_invented(source: str, words: str) -> None:
    assert words in show(source)


def test_less_may_be_better() -> None:
    assert "change up" in show("{% change -0.1 good='down' %}")
    assert "change down" in show("{% change -0.1 %}")


def test_text_of_users_is_escaped_everywhere() -> None:
    assert "<script>" not in show("{% person name %}{% status_of None name %}", name="<script>")


def test_the_query_string_keeps_the_other_filters() -> None:
    request = RequestFactory().get("/inbox/", {"q": "退款", "after": "9"})
    text = show("{% query after=None state='open' %}", request=request)
    assert "after" not in text
    assert "state=open" in text
    assert "q=" in text
