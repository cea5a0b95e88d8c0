"""A draft for two accounts with a publisher each: everyone acts on their own account, and the last one finishes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import User
from content.cards import drafts_to_publish
from content.conftest import HOUR, NOW, PREFLIGHT, House, address_on, titles
from content.drafts.models import Draft
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight, unschedule_draft
from content.publishing.withdrawing import withdraw_publication
from governance.notices.models import Notice
from governance.public import NotAllowed, grant_role
from tests.agreeing import agreed

LATER = NOW + 4 * HOUR


@pytest.fixture
def second(house: House) -> User:
    """Publishes on the second account alone."""
    person = User.objects.create_user("second")
    grant_role(person, "publisher", accounts=[house.weibo], actor=None)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def draft(house: House, second: User) -> Draft:
    draft = house.submitted(accounts=[house.weibo])
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "final", house.final_reviewer)
    return house.sign(draft, "legal", house.legal)


def test_the_publisher_of_the_second_account_sees_it_and_is_told(draft: Draft, second: User, client: Client) -> None:
    client.force_login(second)
    page = client.get(reverse("content:publish_list")).content.decode()
    assert reverse("content:publish_kit", args=[draft.pk]) in page
    assert titles(drafts_to_publish, second, LATER) == [draft.title]
    assert Notice.objects.filter(recipient=second, kind="draft", object_id=draft.pk).exists()
    kit = client.get(reverse("content:publish_kit", args=[draft.pk]))
    assert kit.context["account"].handle == "weibo-main"


def test_either_publisher_schedules_and_takes_out_of_the_schedule(draft: Draft, second: User, house: House) -> None:
    schedule_draft(draft, actor=second, scheduled_at=LATER, at=NOW + 2 * HOUR)
    assert unschedule_draft(draft, actor=second, note="改期", at=NOW + 3 * HOUR).status == "approved"
    with pytest.raises(NotAllowed):
        schedule_draft(draft, actor=house.author, scheduled_at=LATER, at=NOW + 2 * HOUR)


def test_the_second_publisher_records_the_last_post_and_withdraws_it(draft: Draft, second: User, house: House) -> None:
    for person, account in ((house.publisher, house.account), (second, house.weibo)):
        tick_preflight(draft, account, actor=person, items=PREFLIGHT, at=LATER)
        record_publication(draft, account, actor=person, url=address_on(account, "1"), at=LATER)
    draft.refresh_from_db()
    assert draft.status == "published"
    for account, person in ((house.account, house.publisher), (house.weibo, second)):
        post = Publication.objects.get(draft=draft, account=account)
        agreed("publication_withdraw", actor=person, target=post, by=house.manager, at=LATER + HOUR)
        withdraw_publication(post, actor=person, reason="有误", at=LATER + HOUR)
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def test_what_is_recorded_on_ones_account_waits_no_more(draft: Draft, second: User, house: House) -> None:
    tick_preflight(draft, house.weibo, actor=second, items=PREFLIGHT, at=LATER)
    record_publication(draft, house.weibo, actor=second, url="https://weibo.com/1/1", at=LATER)
    assert titles(drafts_to_publish, second, LATER) == []
    assert len(titles(drafts_to_publish, house.publisher, LATER)) == 1
