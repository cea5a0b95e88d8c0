"""Two people, or one in two windows, on one record: the older page overwrites nothing unless somebody says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.drafts.urgency import ask_urgency
from content.plans.services import create_plan, edit_plan, submit_plan
from governance.public import ApprovalRequest


@pytest.fixture
def author(house: House, client: Client) -> Client:
    client.force_login(house.author)
    return client


def page_of(draft: Draft, **changes: Any) -> dict[str, Any]:
    """What the page of a draft sends, as it was opened now."""
    return {
        "account": draft.account_id, "plan_item": draft.plan_item_id, "title": draft.title, "body": draft.body,
        "content_type": draft.content_type, "medium": draft.medium, "hashtags": "新品",
        "window_start": "2026-06-03T10:00", "window_end": "2026-06-06T10:00", "version": draft.lock_version, **changes,
    }  # fmt: skip


def test_pressing_save_again_on_an_old_page_overwrites_nothing(house: House, author: Client) -> None:
    draft = house.draft()
    address, old = reverse("content:draft_edit", args=[draft.pk]), page_of(draft, body="第二个窗口的正文")
    edit_draft(draft, actor=house.author, body="同事写的正文", at=NOW)
    first = author.post(address, old)
    again = {**old, "version": first.context["form"]["version"].value()}
    assert author.post(address, again).status_code == 422
    draft.refresh_from_db()
    assert draft.body == "同事写的正文"
    page = first.content.decode()
    assert "同事写的正文" in page
    assert "第二个窗口的正文" in page


def test_somebody_who_saw_both_texts_may_replace_the_stored_one(house: House, author: Client) -> None:
    draft = house.draft()
    address, old = reverse("content:draft_edit", args=[draft.pk]), page_of(draft, body="我的正文")
    edit_draft(draft, actor=house.author, body="同事写的正文", at=NOW)
    seen = author.post(address, old).context["conflict"].version
    edit_draft(draft, actor=house.author, body="同事又改了", at=NOW)
    assert author.post(address, {**old, "overwrite": seen}).status_code == 422
    assert author.post(address, {**old, "overwrite": seen + 1}).status_code == 302
    draft.refresh_from_db()
    assert draft.body == "我的正文"


@pytest.mark.parametrize("version", ["", "9" * 5000, "-1", "eins"])
def test_a_page_without_a_version_changes_nothing(house: House, author: Client, version: str) -> None:
    draft = house.draft()
    data = page_of(draft, body="ohne", version=version)
    assert author.post(reverse("content:draft_edit", args=[draft.pk]), data).status_code == 422
    move = {"move": "discard", "note": "weg", "version": version}
    author.post(reverse("content:draft_move", args=[draft.pk]), move)
    author.post(reverse("content:planitem_move", args=[draft.plan_item_id]), {**move, "move": "drop"})
    draft.refresh_from_db()
    assert (draft.status, draft.lock_version) == ("draft", 0)


def test_an_urgent_reason_is_approved_as_it_was_read(house: House, client: Client) -> None:
    draft = house.draft(plan_item=None, urgent_reason="停电公告")
    edit_draft(draft, actor=house.author, urgent_reason="另一件事", at=NOW)
    ask_urgency(draft, actor=house.author)
    client.force_login(house.manager)
    address = reverse("content:draft_urgency", args=[draft.pk])
    for version in ({"version": 0}, {}):
        client.post(address, {"note": "可以", **version})
        assert not ApprovalRequest.objects.get().decisions.exists()
    draft.refresh_from_db()
    client.post(address, {"note": "可以", "version": draft.lock_version})
    client.force_login(house.department_head)
    client.post(address, {"note": "可以", "version": draft.lock_version})
    draft.refresh_from_db()
    assert draft.urgent_approved_by == house.department_head


def test_an_old_page_of_a_plan_item_shows_both_and_replaces_when_told(house: House, author: Client) -> None:
    item = create_plan(actor=house.author, account=house.account, at=NOW, title="计划", topic="甲")
    address = reverse("content:plan_edit", args=[item.pk])
    old = {"account": house.account.pk, "title": "计划", "topic": "乙", "version": 0}
    edit_plan(item, actor=house.author, topic="丙", at=NOW)
    stale = author.post(address, old)
    assert [(row.stored, row.written) for row in stale.context["conflict"].fields] == [("丙", "乙")]
    assert author.post(address, {**old, "version": stale.context["form"]["version"].value()}).status_code == 422
    assert author.post(address, {**old, "overwrite": stale.context["conflict"].version}).status_code == 302
    item.refresh_from_db()
    assert item.topic == "乙"


def test_a_step_of_a_plan_item_needs_the_version_of_its_page(house: House, author: Client) -> None:
    item = house.plan()
    edited = edit_plan(item, actor=house.author, topic="别的", at=NOW)
    author.post(reverse("content:planitem_move", args=[item.pk]), {"move": "submit"})
    edited.refresh_from_db()
    assert edited.status == "draft"
    assert submit_plan(edited, actor=house.author, at=NOW).status == "submitted"


def test_a_published_draft_is_not_opened_for_editing(house: House, author: Client) -> None:
    draft = house.published().draft
    answer = author.get(reverse("content:draft_edit", args=[draft.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (302, draft.get_absolute_url())
