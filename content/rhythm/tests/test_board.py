"""Punctuality, tags and checkpoints turn the board to breached and back through the services (R-023, R-041, R-042)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.conftest import HOUR, NOW, PREFLIGHT, House, forget_books
from content.publishing.checkpoints import note_checkpoint
from content.publishing.completing import complete_publication
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.review.tests.test_probes import numbers
from governance.policies.models import Parameter
from governance.public import Refused, measure_now

DAY = timedelta(days=1)
PLANNED = NOW + 4 * HOUR
LATER = NOW + 10 * DAY


def post(house: House, published_at: datetime, **content: Any) -> Publication:
    """A scheduled draft that went out at that moment."""
    draft = house.approved(**content)
    schedule_draft(draft, actor=house.publisher, scheduled_at=PLANNED, at=NOW + 2 * HOUR)
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=published_at)
    return record_publication(
        draft, house.account, actor=house.publisher, url="https://v.douyin.com/1", at=published_at
    )


def test_late_posts_breach_and_punctual_ones_mend(house: House, client: Client) -> None:
    late = post(house, PLANNED + timedelta(minutes=16), title="迟到的新品")
    assert numbers("R-023") == (1, 1)
    assert measure_now("R-023", at=LATER).status == "breached"
    for _number in range(19):
        post(house, PLANNED + timedelta(minutes=15))
    assert numbers("R-023") == (1, 20)
    assert measure_now("R-023", at=LATER).status == "met"
    client.force_login(house.publisher)
    Publication.objects.exclude(pk=late.pk).update(title="准时发出")
    # The list looks 90 days back from today.
    shift = timezone.now() - DAY - PLANNED
    Publication.objects.update(planned_for=F("planned_for") + shift, published_at=F("published_at") + shift)
    page = client.get(reverse("content:lateness_list")).content.decode()
    assert late.title in page
    assert "准时发出" not in page


def test_a_reason_counts_as_kept_and_a_missing_one_breaches(house: House) -> None:
    reasoned = post(house, PLANNED, hashtags=[], no_hashtag_reason="内部通知，不带话题")
    assert reasoned.no_tag_reason == "内部通知，不带话题"
    tagged = post(house, PLANNED)
    assert tagged.no_tag_reason == ""
    assert numbers("R-041") == (0, 2)
    assert measure_now("R-041", at=LATER).status == "met"
    # The rule books ask for two tags from now on: a post with one says why.
    ask_for_two_tags()
    assert numbers("R-041") == (1, 2)
    assert measure_now("R-041", at=LATER).status == "breached"
    complete_publication(tagged, actor=house.publisher, no_tag_reason="只有一个话题贴切", at=LATER)
    assert numbers("R-041") == (0, 2)
    assert measure_now("R-041", at=LATER).status == "met"


def test_too_few_tags_without_a_reason_are_asked_about_when_the_post_is_recorded(house: House) -> None:
    draft = house.approved()
    ask_for_two_tags()
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=PLANNED)
    values = {"actor": house.publisher, "url": "https://v.douyin.com/1", "at": PLANNED}
    with pytest.raises(Refused) as refusal:
        record_publication(draft, house.account, **values)  # type: ignore[arg-type]
    assert refusal.value.field == "no_tag_reason"
    row = record_publication(draft, house.account, no_tag_reason="只有一个贴切", **values)  # type: ignore[arg-type]
    assert row.no_tag_reason == "只有一个贴切"


def test_checkpoints_without_a_note_breach_and_notes_in_time_mend(house: House, client: Client) -> None:
    rows = list(house.published().checkpoints.order_by("due_at"))
    assert measure_now("R-042", at=rows[0].due_at + HOUR).status == "breached"
    client.force_login(house.publisher)
    page = client.get(reverse("content:checkpoint_list") + "?show=late")
    assert page.status_code == 200
    for row in rows:
        note_checkpoint(row, actor=house.publisher, note="阅读 100", at=row.due_at - HOUR)
    assert numbers("R-042") == (0, 3)
    assert measure_now("R-042", at=rows[-1].due_at + HOUR).status == "met"


def ask_for_two_tags() -> None:

    Parameter.objects.filter(name="tags.minimum").update(value=2)
    forget_books()
