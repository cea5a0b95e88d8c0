"""Nothing is scheduled, checked or recorded on an account under an incident, and the sentence names it (R-011)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps

from accounts.public import PlatformAccount, User, report_incident
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.drafts.models import Draft
from content.publishing.models import Preflight, Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.publishing.withdrawing import withdraw_publication
from governance.notices.models import Notice
from governance.public import Deadline, Denied, LedgerEntry, NotAllowed, can
from tests.agreeing import agreed

DAY = timedelta(days=1)


def test_every_step_of_release_is_refused_while_it_is_open(house: House, fresh: Callable[[User], User]) -> None:
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
            draft, house.account, actor=publisher, url="https://www.douyin.com/p/1", published_text=draft.body, at=at
        ),
    )
    for act in acts:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert incident.number in str(refused.value.sentence)
    assert Draft.objects.get(pk=draft.pk).status == "approved"
    assert (Preflight.objects.count(), Publication.objects.count()) == (1, 0)


def test_what_was_scheduled_is_to_be_planned_again_and_its_author_is_told(house: House) -> None:
    draft = house.approved()
    schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + 2 * HOUR)
    incident = report_incident(
        actor=house.author, account=house.account, kind="ban", happened="封号", at=NOW + 3 * HOUR
    )
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_at) == ("approved", None)
    assert not Deadline.objects.open().filter(kind="draft", object_id=draft.pk, purpose="publish").exists()
    entry = LedgerEntry.objects.get(event="draft.stopped", object_id=draft.pk)
    assert entry.payload["incident"] == incident.pk
    told = Notice.objects.get(template="draft.held")
    assert (told.recipient, told.params["incident"]) == (draft.author, incident.number)


def test_an_imitation_elsewhere_leaves_the_schedule_alone(house: House) -> None:
    draft = house.approved()
    schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + 2 * HOUR)
    report_incident(
        actor=house.author, account=house.account, kind="impersonation", happened="仿冒", at=NOW + 3 * HOUR
    )
    assert Draft.objects.get(pk=draft.pk).status == "scheduled"


@pytest.mark.parametrize("cause", ["incident", "rotation_overdue", "account_unverified"])
def test_what_does_harm_is_taken_down_while_nothing_may_be_published(
    house: House, fresh: Callable[[User], User], cause: str
) -> None:
    publication = house.published()
    if cause == "incident":
        report_incident(actor=house.author, account=house.account, kind="stolen", happened="被盗", at=NOW + 4 * HOUR)
    elif cause == "rotation_overdue":
        apps.get_model("accounts", "Credential").objects.create(
            account=house.account, login="x", kind="password", custodian=house.publisher,
            created_at=NOW - 400 * DAY, rotated_at=NOW - 400 * DAY, rotation_due_at=NOW - 300 * DAY,
        )  # fmt: skip
    else:
        PlatformAccount.objects.filter(pk=house.account.pk).update(opened_on=NOW.date() - 300 * DAY)
    publisher, at = fresh(house.publisher), NOW + 5 * HOUR
    answer = can(publisher, "accounts.publish", house.account)
    assert isinstance(answer, Denied)
    assert answer.gate == cause
    first = fresh(house.first_reviewer)
    agreed("publication_withdraw", actor=publisher, target=publication, by=first, at_once=True, at=at)
    withdrawn = withdraw_publication(publication, actor=publisher, reason="虚假内容", at=at)
    assert withdrawn.withdrawn_at == at


def test_who_cannot_publish_cannot_take_down_either(house: House) -> None:
    assert not can(house.author, "accounts.withdraw", house.account)
    assert can(house.publisher, "accounts.withdraw", house.account)


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
