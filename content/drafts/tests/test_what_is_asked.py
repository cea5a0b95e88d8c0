"""What a draft must hold to go on, each thing said at once; and what no form can be made to swallow."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.cards import drafts_unfinished
from content.conftest import HOUR, NOW, House, titles
from content.drafts.services import discard_draft, edit_draft
from content.drafts.urgency import approve_urgency
from content.plans.models import PlanItem
from content.plans.services import create_plan, edit_plan, submit_plan
from content.publishing.withdrawing import withdraw_publication
from content.review.submission import outlook_for, submit_draft
from content.review.tests.test_probes import numbers
from governance.public import NotAllowed, NoteRequired, Refused

INVISIBLE = "\u200b\u2060 \ufeff"


@pytest.fixture
def author(house: House, client: Client) -> Client:
    client.force_login(house.author)
    return client


def test_everything_that_is_missing_is_said_at_once_with_its_field(house: House, author: Client) -> None:
    draft = house.draft(plan_item=None, body="", window_start=None, hashtags=[], ai_declared=False)
    found = {obstacle.field for obstacle in outlook_for(draft, at=NOW).obstacles}
    assert found == {"body", "plan_item", "window_start", "hashtags"}
    page = author.get(reverse("content:draft_submit", args=[draft.pk])).content.decode()
    for field in found:
        assert f"{reverse('content:draft_edit', args=[draft.pk])}#id_{field}" in page


def test_words_that_nobody_sees_are_no_words(house: House) -> None:
    draft = house.draft(body=INVISIBLE)
    with pytest.raises(Refused):
        submit_draft(draft, actor=house.author, at=NOW)
    with pytest.raises(NoteRequired):
        discard_draft(draft, actor=house.author, note=INVISIBLE, at=NOW)
    with pytest.raises(Refused):
        house.draft(title="\u3164")
    urgent = house.draft(plan_item=None, urgent_reason="停电")
    with pytest.raises(Refused):
        approve_urgency(urgent, actor=house.manager, note=INVISIBLE, at=NOW)
    item = create_plan(
        actor=house.author, account=house.account, at=NOW, title="计划", direction=INVISIBLE, audience="客户",
        topic="新品", medium="text", frequency="once", planned_at=NOW + HOUR, script_owner=house.author,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        submit_plan(item, actor=house.author, at=NOW)
    reviewed = house.submitted()
    with pytest.raises(NoteRequired):
        house.sign(reviewed, "first", house.first_reviewer, "changes", problems=[{"text": INVISIBLE}])
    with pytest.raises(NoteRequired):
        house.sign(reviewed, "first", house.first_reviewer, "approve_note", note=INVISIBLE)
    with pytest.raises(NoteRequired):
        withdraw_publication(house.published(), actor=house.publisher, reason=INVISIBLE, at=NOW)


def test_a_plan_item_of_another_account_carries_no_draft(house: House) -> None:
    other = house.plan(house.weibo)
    with pytest.raises(Refused) as refusal:
        house.draft(plan_item=other)
    assert refusal.value.field == "plan_item"
    draft = house.draft(accounts=[house.weibo], plan_item=other)
    with pytest.raises(Refused):
        edit_draft(draft, actor=house.author, accounts=[], at=NOW)


def test_a_plan_item_changed_afterwards_leaves_what_was_submitted_in_order(house: House) -> None:
    draft = house.published().draft
    item = PlanItem.objects.get(drafts=draft)
    edit_plan(item, actor=house.author, topic="别的", at=NOW)
    assert numbers("R-019") == (0, 1)
    version = draft.current_version
    assert version is not None
    assert (version.plan_item, version.reason_approved_by) == (item, house.manager)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_edge_of_time_is_refused_in_words(house: House, author: Client, moment: str) -> None:
    plan = {"account": house.account.pk, "title": "远", "planned_at": moment}
    assert author.post(reverse("content:plan_new"), plan).status_code == 422
    draft: dict[str, Any] = {
        "account": house.account.pk, "title": "远", "body": "文", "content_type": "culture", "medium": "text",
        "urgent_reason": "急", "window_start": moment, "window_end": moment,
    }  # fmt: skip
    assert author.post(reverse("content:draft_new"), draft).status_code == 422
    assert not PlanItem.objects.exists()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000])
def test_a_number_beyond_every_record_is_unknown_like_any_other(house: House, author: Client, number: str) -> None:
    draft = {"account": house.account.pk, "title": "x", "accounts": [number], "assets": [number], "plan_item": number}
    assert author.post(reverse("content:draft_new"), draft).status_code == 422
    if len(number) < 1000:
        for name in ("media_detail", "media_file"):
            address = reverse("content:media_detail", args=[1]).replace("/1/", f"/{number}/")
            assert author.get(address if name == "media_detail" else f"{address}file/").status_code == 404


def test_the_errors_of_a_form_stand_at_its_top_with_the_way_to_each_field(house: House, author: Client) -> None:
    page = author.post(reverse("content:draft_new"), {"account": house.account.pk}).content.decode()
    assert 'href="#id_title"' in page.split('name="title"')[0]


def test_unfinished_drafts_stand_on_today_until_they_are_submitted(house: House) -> None:
    draft = house.draft()
    assert titles(drafts_unfinished, house.author, NOW) == [draft.title]
    assert titles(drafts_unfinished, house.manager, NOW) == []
    submit_draft(draft, actor=house.author, at=NOW)
    assert titles(drafts_unfinished, house.author, NOW) == []


def test_a_stored_draft_shows_what_the_linter_finds_in_its_title_too(house: House, author: Client) -> None:
    draft = house.draft(title="史上最快", body="正文")
    assert "史上最快" in str(
        [finding.text for finding, _picture in author.get(draft.get_absolute_url()).context["findings"]]
    )
    live = author.post(reverse("content:lint"), {"title": "史上最快", "body": "正文", "account": house.account.pk})
    assert "<mark" in live.content.decode()
