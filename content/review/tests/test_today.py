"""What the floor puts on the Today page, tells in notices and finds in the search."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from accounts.public import User
from content.cards import (
    checkpoints_due,
    drafts_to_correct,
    drafts_to_publish,
    drafts_to_review,
    drafts_unfinished,
    plans_to_approve,
)
from content.conftest import HOUR, NOW, House
from content.drafts.services import edit_draft
from content.finding import find_drafts, find_files, find_plans, find_publications
from content.plans.services import create_plan, submit_plan
from governance.public import Card, CardItem, grant_role, resolve, unread_count

DRAFT_PAGES = ("content:draft_edit", "content:draft_detail")


def items(card: Card | None) -> list[CardItem]:
    return card.items if card else []


def titles(card: Card | None) -> list[str]:
    return [item.title for item in items(card)]


def test_each_step_stands_with_the_person_who_has_to_take_it(house: House) -> None:
    draft = house.submitted(title="走流程的一篇")
    assert titles(drafts_to_review(house.first_reviewer, NOW)) == ["走流程的一篇"]
    assert items(drafts_to_review(house.first_reviewer, NOW))[0].deadline.purpose == "review_first"
    assert unread_count(house.first_reviewer) == 1
    for nobody in (house.author, house.final_reviewer, house.publisher, house.stranger):
        assert titles(drafts_to_review(nobody, NOW)) == []
    house.sign(draft, "first", house.first_reviewer)
    assert titles(drafts_to_review(house.first_reviewer, NOW)) == []
    house.sign(draft, "final", house.final_reviewer, "changes", problems=[{"text": "错字"}])
    assert titles(drafts_to_correct(house.author, NOW)) == ["走流程的一篇"]
    assert items(drafts_to_correct(house.author, NOW))[0].deadline.purpose == "fix"
    house.approved(title="可以发布的一篇")
    assert titles(drafts_to_publish(house.publisher, NOW)) == ["可以发布的一篇"]
    assert titles(drafts_to_publish(house.author, NOW)) == []


def test_an_unfinished_draft_stands_with_its_author_until_it_is_submitted_or_comes_back(house: House) -> None:
    house.draft(title="写了一半的一篇")
    assert titles(drafts_unfinished(house.author, NOW)) == ["写了一半的一篇"]
    assert titles(drafts_unfinished(house.first_reviewer, NOW)) == []
    returned = house.submitted(title="退回的一篇")
    assert titles(drafts_unfinished(house.author, NOW)) == ["写了一半的一篇"]
    house.sign(returned, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    assert titles(drafts_unfinished(house.author, NOW)) == ["写了一半的一篇"]


def test_an_unfinished_draft_stands_on_one_card_alone(house: House, client: Client) -> None:
    draft = house.draft(title="写了一半的一篇")
    client.force_login(house.author)
    page = client.get("/").content.decode()
    assert sum(page.count(f'href="{reverse(name, args=[draft.pk])}"') for name in DRAFT_PAGES) == 1


def test_checkpoints_appear_a_day_before_they_are_due(house: House) -> None:
    publication = house.published()
    assert titles(checkpoints_due(house.publisher, publication.published_at - HOUR)) == []
    due = checkpoints_due(house.publisher, publication.published_at + 2 * HOUR)
    assert (titles(due), items(due)[0].note) == ([publication.title], "24 小时")
    assert len(items(checkpoints_due(house.publisher, NOW + timedelta(days=30)))) == 3


def test_plan_items_wait_for_the_superior_and_for_plan_approvers(house: House) -> None:
    whole = {
        "direction": "a", "audience": "b", "topic": "c", "medium": "text", "frequency": "once",
        "planned_at": NOW + HOUR, "script_owner": house.author,
    }  # fmt: skip
    item = create_plan(actor=house.author, account=house.account, at=NOW, title="待批的计划", **whole)  # type: ignore[arg-type]
    submit_plan(item, actor=house.author, at=NOW)
    for person in (house.manager, house.department_head):
        assert titles(plans_to_approve(person, NOW)) == ["待批的计划"]
    for nobody in (house.author, house.publisher):
        assert titles(plans_to_approve(nobody, NOW)) == []


def test_the_search_finds_a_draft_by_the_words_that_stand_in_it_now(house: House) -> None:
    draft = house.draft(title="周末活动", body="满三百减五十，客服在线。", accounts=[house.weibo])
    assert find_drafts(house.author, "三百减 客服", 5) == find_drafts(house.author, "周末", 5) != []
    assert find_drafts(house.author, "五百", 5) == []
    edit_draft(draft, actor=house.author, body="满五百减五十。", at=NOW)
    assert [hit.title for hit in find_drafts(house.author, "五百减", 5)] == ["周末活动"]
    assert find_drafts(house.author, "客服", 5) == []


def test_the_search_finds_what_one_sees_by_another_account_of_the_draft(house: House) -> None:
    house.draft(title="两处都发", accounts=[house.weibo])
    beside = User.objects.create_user("beside")
    grant_role(beside, "analyst", accounts=[house.weibo], actor=None)
    assert [hit.title for hit in find_drafts(User.objects.get(pk=beside.pk), "两处", 5)] == ["两处都发"]


def test_the_search_finds_chinese_within_what_one_may_see(house: House) -> None:
    publication = house.published(title="退款说明", assets=[house.picture(name="客服.png")])
    assert [hit.title for hit in find_drafts(house.author, "退款", 5)] == ["退款说明"]
    assert [hit.title for hit in find_publications(house.author, "退款", 5)] == ["退款说明"]
    assert [hit.title for hit in find_plans(house.author, "新品", 5)] == ["春季新品"]
    assert [hit.title for hit in find_files(house.author, "客服", 5)] == ["客服.png"]
    for find in (find_drafts, find_publications, find_plans, find_files):
        assert find(house.stranger, "新品", 5) == []
        assert find(house.author, "100%_none", 5) == []
    found = resolve([("draft", publication.draft_id), ("publication", publication.pk), ("plan", 0)])
    assert {record.title for record in found.values()} == {"退款说明"}
