"""A calendar program reads what its person may see now, under an address that is shown once and can be revoked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from accounts.public import User
from content.calendar_feed.events import calendar_of
from content.calendar_feed.models import CalendarFeed
from content.calendar_feed.rules import FETCHES
from content.calendar_feed.services import feed_of, make_feed, may_fetch, revoke_feed
from content.conftest import HOUR, NOW, House
from content.drafts.services import discard_draft, edit_draft
from content.plans.services import drop_plan
from content.publishing.services import schedule_draft, unschedule_draft
from governance.public import LedgerEntry, WrongState, revoke_role


def events_of(person: User, at: datetime = NOW) -> dict[str, object]:
    """The events of a person's feed by title, as a calendar program reads them."""
    calendar = Calendar.from_ical(calendar_of(User.objects.get(pk=person.pk), at))
    return {str(event["summary"]).split(" · ")[-1]: event for event in calendar.walk("VEVENT")}


def address_of(token: str) -> str:
    return reverse("content:calendar_feed_file", args=[token])


def test_posts_and_plan_items_stand_at_their_time_in_utc(house: House) -> None:
    draft = schedule_draft(house.approved(title="定时发布"), actor=house.publisher, scheduled_at=NOW + 26 * HOUR,
                           at=NOW + 2 * HOUR)  # fmt: skip
    found = events_of(house.author)
    event, plan = found["定时发布"], found["春季新品"]
    assert event.decoded("dtstart") == NOW + 26 * HOUR  # type: ignore[attr-defined]
    assert event.decoded("dtstart").tzinfo is not None  # type: ignore[attr-defined]
    assert event["status"] == plan["status"] == "CONFIRMED"  # type: ignore[index]
    assert plan.decoded("dtstart") == NOW + 5 * HOUR  # type: ignore[attr-defined]
    assert str(event["url"]).endswith(draft.get_absolute_url())  # type: ignore[index]


def test_the_text_is_whole_rfc_5545_and_holds_no_word_of_a_post(house: House) -> None:
    house.approved(title="逗号, 分号; 反斜线\\ 与很长很长很长很长很长很长很长很长很长很长很长很长很长的标题")
    data = calendar_of(house.author, NOW)
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    text = data.replace(b"\r\n ", b"").decode()
    assert "逗号\\, 分号\\; 反斜线\\\\" in text
    assert "与大家见面" not in text
    for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS"):
        assert text.count(f"\r\n{name}:") == text.count("BEGIN:VEVENT") > 0


def test_an_event_keeps_its_number_while_time_and_sequence_move_on(house: House) -> None:
    draft = house.approved(title="改期")
    first = schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + HOUR)
    before = events_of(house.author)["改期"]
    schedule_draft(first, actor=house.publisher, scheduled_at=NOW + 9 * HOUR, at=NOW + 3 * HOUR)
    after = events_of(house.author)["改期"]
    assert before["uid"] == after["uid"]  # type: ignore[index]
    assert int(before["sequence"]) < int(after["sequence"])  # type: ignore[index]
    assert before.decoded("dtstamp") < after.decoded("dtstamp")  # type: ignore[attr-defined]


def test_what_is_given_up_is_cancelled_and_what_is_not_signed_is_tentative(house: House) -> None:
    planned = schedule_draft(house.approved(title="撤回"), actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW)
    unschedule_draft(planned, actor=house.publisher, note="改天", at=NOW + HOUR)
    item = house.plan(title="不做了")
    drop_plan(item, actor=house.author, note="取消", at=NOW)
    given_up = house.submitted(title="作废")
    discard_draft(edit_draft(given_up, actor=house.author, title="作废", body="新文", at=NOW), actor=house.author,
                  note="不用", at=NOW)  # fmt: skip
    found = events_of(house.author)
    assert found["撤回"]["status"] == "TENTATIVE"  # type: ignore[index]
    assert found["不做了"]["status"] == "CANCELLED"  # type: ignore[index]
    assert found["作废"]["status"] == "CANCELLED"  # type: ignore[index]


def test_rights_are_those_of_the_moment_of_each_fetch(house: House) -> None:
    house.approved(title="只在抖音")
    assert "只在抖音" in events_of(house.publisher)
    revoke_role(house.publisher, "publisher", accounts=[house.account], actor=None)
    assert "只在抖音" not in events_of(house.publisher)
    assert events_of(house.stranger) == {}


def test_only_the_hash_of_the_key_is_stored_and_the_ledger_says_that_it_was_made(house: House) -> None:
    feed, token = make_feed(actor=house.author, at=NOW)
    assert token not in str(CalendarFeed.objects.filter(pk=feed.pk).values())
    again, other = make_feed(actor=house.author, at=NOW + HOUR)
    assert feed_of(token) is None
    assert feed_of(other) == again
    revoke_feed(actor=house.author, at=NOW + 2 * HOUR)
    assert feed_of(other) is None
    with pytest.raises(WrongState):
        revoke_feed(actor=house.author, at=NOW + 2 * HOUR)
    events = LedgerEntry.objects.filter(kind="calendar_feed").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["calendar_feed.made", "calendar_feed.made", "calendar_feed.revoked"]
    assert not any(token in str(entry.payload) for entry in LedgerEntry.objects.filter(kind="calendar_feed"))


def test_the_address_is_shown_once_and_opens_without_a_login(house: House, client: Client) -> None:
    client.force_login(house.author)
    made = client.post(reverse("content:calendar_feed"))
    assert "no-store" in made["Cache-Control"]
    found = re.search(r"/calendar/feed/([\w-]{43})\.ics", made.content.decode())
    assert found is not None
    page = client.get(reverse("content:calendar_feed")).content.decode()
    assert found[1] not in page
    program = Client()
    answer = program.get(address_of(found[1]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    again = program.get(address_of(found[1]), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert CalendarFeed.objects.get().last_read_on == timezone.localdate()
    client.post(reverse("content:calendar_feed_revoke"))
    assert program.get(address_of(found[1])).status_code == 404


def test_an_unknown_revoked_or_disabled_key_reads_not_found(house: House) -> None:
    _feed, token = make_feed(actor=house.author)
    program = Client()
    for wrong in ("x", token[:-1], token + "A", token.swapcase(), "é" * 20):
        assert program.get(address_of(wrong)).status_code == 404, wrong
    User.objects.filter(pk=house.author.pk).update(is_active=False)
    assert program.get(address_of(token)).status_code == 404
    User.objects.filter(pk=house.author.pk).update(is_active=True)
    assert program.get(address_of(token)).status_code == 200


def test_somebody_elses_address_shows_theirs_and_nobody_revokes_it_for_them(house: House, client: Client) -> None:
    now = timezone.now()
    house.plan(title="下周选题", planned_at=now + timedelta(days=7))
    _feed, token = make_feed(actor=house.author)
    make_feed(actor=house.stranger)
    client.force_login(house.stranger)
    assert "下周选题" in client.get(address_of(token)).content.replace(b"\r\n ", b"").decode()
    client.post(reverse("content:calendar_feed_revoke"))
    assert client.get(address_of(token)).status_code == 200


def test_a_program_that_asks_too_often_waits(house: House) -> None:
    cache.clear()
    feed, token = make_feed(actor=house.author)
    assert all(may_fetch(feed) for _turn in range(FETCHES))
    answer = Client().get(address_of(token))
    assert (answer.status_code, "Retry-After" in answer) == (429, True)


def test_the_states_are_in_the_language_of_the_person(house: House) -> None:
    house.approved(title="语言")
    with translation.override("en"):
        assert "Approved" in str(events_of(house.author)["语言"]["description"])  # type: ignore[index]


def test_nothing_of_long_ago_or_far_ahead_is_handed_out(house: House) -> None:
    house.plan(title="远", planned_at=datetime(2029, 1, 1, tzinfo=UTC))
    assert "远" not in events_of(house.author)
    assert "远" in events_of(house.author, datetime(2028, 12, 1, tzinfo=UTC))


def test_an_address_made_while_another_waits_is_never_older_than_it(house: House) -> None:
    """Whoever waits for the lock reads the clock behind it, so that no end lies before its beginning."""
    first, _token = make_feed(actor=house.author)
    second, _token = make_feed(actor=house.author)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert first.made_at <= first.revoked_at <= second.made_at
