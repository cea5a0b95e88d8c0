"""Times are proposed out of how past posts did; whoever takes another one says why (R-024)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.publishing import slots
from content.publishing.models import Publication, SlotChoice
from content.publishing.services import schedule_draft
from content.publishing.slots import propose_slots
from governance.public import Refused, Scope, Window, probes_of

# Three hours of the week after NOW, a Wednesday at ten in Shanghai, with what posts brought there.
HOURS = {6: 900.0, 9: 500.0, 12: 300.0, 15: 10.0}


@pytest.fixture
def past(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Six posts in each of four hours, one week apart each."""
    one = house.published()
    figures: dict[int, float] = {}
    for hours, engagement in HOURS.items():
        for week in range(1, 7):
            draft = house.draft(plan_item=one.draft.plan_item)
            row = Publication.objects.get(pk=one.pk)
            row.pk, row.draft, row.published_at = None, draft, NOW + hours * HOUR - timedelta(weeks=week)
            row.save(force_insert=True)
            figures[row.pk] = engagement
    monkeypatch.setattr(slots, "_readers", [lambda ids: {pk: figures[pk] for pk in ids if pk in figures}])
    return house


def begins(house: House, draft: Draft, at: datetime = NOW + HOUR) -> list[datetime]:
    return [slot.begins for slot in propose_slots(draft, house.account, at)]


def test_the_three_best_hours_inside_the_window_are_proposed(past: House) -> None:
    draft = past.approved()
    assert begins(past, draft) == [NOW + hours * HOUR for hours in (6, 9, 12)]
    Draft.objects.filter(pk=draft.pk).update(window_end=NOW + 10 * HOUR)
    draft.refresh_from_db()
    assert begins(past, draft) == [NOW + hours * HOUR for hours in (6, 9)]


def test_another_type_falls_back_on_the_account_and_no_history_proposes_nothing(past: House) -> None:
    other = past.approved(content_type="culture")
    assert {slot.basis for slot in propose_slots(other, past.account, NOW + HOUR)} == {slots.BASES[-1][0]}
    assert propose_slots(other, past.weibo, NOW + HOUR) == []


def test_another_time_takes_a_reason_and_a_proposed_one_does_not(past: House) -> None:
    draft = past.approved()
    with pytest.raises(Refused) as refusal:
        schedule_draft(draft, actor=past.publisher, scheduled_at=NOW + 20 * HOUR, at=NOW + 2 * HOUR)
    assert refusal.value.field == "slot_reason"
    schedule_draft(
        draft, actor=past.publisher, scheduled_at=NOW + 20 * HOUR, slot_reason="与活动同时", at=NOW + 2 * HOUR
    )
    assert SlotChoice.objects.get().reason == "与活动同时"
    schedule_draft(draft, actor=past.publisher, scheduled_at=NOW + 9 * HOUR + timedelta(minutes=20), at=NOW + 2 * HOUR)
    choice = SlotChoice.objects.get()
    assert (choice.was_proposed, choice.reason, len(choice.proposed)) == (True, "", 3)


def test_a_post_that_nobody_scheduled_is_held_against_the_proposed_times_too(past: House) -> None:
    (probe,) = probes_of("R-024")
    window = Window(NOW, NOW + timedelta(days=1), NOW + timedelta(days=1))

    def numbers() -> tuple[int, int]:
        evidence = probe.measure(Scope(), window)
        assert evidence.bad is not None
        assert evidence.total is not None
        return evidence.bad.count(), evidence.total.count()

    past.released(past.approved(), at=NOW + 6 * HOUR)
    assert numbers() == (0, 1)
    past.released(past.approved(), at=NOW + 20 * HOUR)
    assert numbers() == (1, 2)
    past.released(past.approved(), at=NOW + 20 * HOUR, slot_reason="与活动同时")
    assert numbers() == (1, 3)


def test_the_board_counts_posts_placed_elsewhere_without_a_reason(house: House) -> None:
    publication = house.published()
    window = Window(NOW - timedelta(days=1), NOW + timedelta(days=1), NOW + timedelta(days=1))
    (probe,) = probes_of("R-024")

    def numbers() -> tuple[int, int]:
        evidence = probe.measure(Scope(), window)
        assert evidence.bad is not None
        assert evidence.total is not None
        return evidence.bad.count(), evidence.total.count()

    assert numbers() == (0, 0)
    choice = SlotChoice.objects.create(
        draft=publication.draft, account=house.account, proposed=[NOW.isoformat()], chosen=NOW, was_proposed=True,
        chosen_by=house.publisher, chosen_at=NOW,
    )  # fmt: skip
    assert numbers() == (0, 1)
    SlotChoice.objects.filter(pk=choice.pk).update(was_proposed=False)
    assert numbers() == (1, 1)
    SlotChoice.objects.filter(pk=choice.pk).update(reason="与活动同时")
    assert numbers() == (0, 1)
