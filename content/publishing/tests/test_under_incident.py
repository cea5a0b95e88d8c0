"""Nothing is scheduled, checked or recorded on an account under an incident, and the sentence names it (R-011)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.public import User, report_incident
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.drafts.models import Draft
from content.publishing.models import Preflight, Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from governance.public import NotAllowed


def test_every_step_of_release_is_refused_and_what_was_scheduled_stays_unpublished(
    house: House, fresh: Callable[[User], User]
) -> None:
    draft = house.approved()
    scheduled = schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + 2 * HOUR)
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=NOW + 2 * HOUR)
    at = NOW + 2 * HOUR
    incident = report_incident(actor=house.author, account=house.account, kind="ban", happened="封号", at=at)
    publisher = fresh(house.publisher)
    acts: tuple[Callable[[], object], ...] = (
        lambda: schedule_draft(scheduled, actor=publisher, scheduled_at=NOW + 6 * HOUR, at=at),
        lambda: tick_preflight(draft, house.account, actor=publisher, items=PREFLIGHT, at=at),
        lambda: record_publication(
            draft, house.account, actor=publisher, url="https://example.com/p/1", published_text=draft.body, at=at
        ),
    )
    for act in acts:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert incident.number in str(refused.value.sentence)
    assert Draft.objects.get(pk=draft.pk).status == "scheduled"
    assert (Preflight.objects.count(), Publication.objects.count()) == (1, 0)


def test_another_account_goes_on_publishing(house: House, fresh: Callable[[User], User]) -> None:
    draft = house.approved()
    report_incident(actor=house.author, account=house.weibo, kind="ban", happened="封号", at=NOW)
    publisher = fresh(house.publisher)
    assert tick_preflight(draft, house.account, actor=publisher, items=PREFLIGHT, at=NOW + 2 * HOUR).pk


def test_whoever_never_held_the_right_reads_whom_to_ask(house: House) -> None:
    draft = house.approved()
    report_incident(actor=house.author, account=house.account, kind="ban", happened="封号", at=NOW)
    with pytest.raises(NotAllowed) as refused:
        tick_preflight(draft, house.account, actor=house.stranger, items=PREFLIGHT, at=NOW + 2 * HOUR)
    assert "SI-" not in str(refused.value.sentence)
