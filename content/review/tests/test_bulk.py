"""One decision for many drafts is checked draft by draft: what is refused is listed, what passed stays."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.comments.services import open_thread
from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.review.bulk import chosen_for, decide_many
from content.review.models import ReviewSlot
from content.review.submission import submit_draft
from content.review.tests.test_review_pages import PASSWORD, login, today


def hashes(*slots: ReviewSlot) -> dict[int, str]:
    return {slot.pk: slot.version.sha256 for slot in slots}


def test_what_is_refused_is_listed_and_what_passed_stays(house: House) -> None:
    fine, commented, changed, foreign = (house.submitted(title=f"第{number}篇") for number in range(4))
    slots = [house.slot(draft, "first") for draft in (fine, commented, changed)]
    shown = hashes(*slots, house.slot(foreign, "final"))
    open_thread(commented, actor=house.legal, text="等一下", at=NOW)
    edit_draft(changed, actor=house.author, body="签署前改了。", at=NOW)
    submit_draft(changed, actor=house.author, at=NOW)
    marks = {code: "pass" for slot in slots for code in slot.criteria}
    outcome = decide_many(
        shown,
        actor=house.first_reviewer,
        decision="approve",
        marks=marks,
        reauthenticated_at=NOW + HOUR,
        at=NOW + HOUR,
    )
    assert [draft.pk for draft in outcome.done] == [fine.pk]
    assert {draft.pk for draft, _sentence in outcome.refused} == {commented.pk, changed.pk, foreign.pk}
    assert all(str(sentence) for _draft, sentence in outcome.refused)
    assert ReviewSlot.objects.exclude(decided_at=None).count() == 1


def test_each_draft_needs_its_own_criteria_marked_and_the_password_is_fresh(house: House) -> None:
    drafts = [house.submitted(), house.submitted()]
    shown = hashes(*(house.slot(draft, "first") for draft in drafts))
    for marks, password in (({}, NOW), ({"truth": "pass"}, NOW), (dict.fromkeys(house.slot(drafts[0], "first").criteria, "pass"), None)):  # fmt: skip # noqa: E501
        outcome = decide_many(
            shown, actor=house.first_reviewer, decision="approve", marks=marks, reauthenticated_at=password, at=NOW
        )
        assert (outcome.done, len(outcome.refused)) == ([], 2)
    assert not ReviewSlot.objects.exclude(decided_at=None).exists()


def test_the_author_finds_none_of_their_own_to_decide(house: House) -> None:
    draft = house.submitted()
    assert chosen_for([draft.pk], house.author) == []
    assert [row.draft for row in chosen_for([draft.pk, draft.pk, 999], house.first_reviewer)] == [draft]


def test_the_pages_show_each_text_and_ask_for_the_password_once(house: House, client: Client) -> None:
    drafts = [today(house, title="第一篇"), today(house, title="第二篇")]
    login(client, house.first_reviewer)
    numbers = [draft.pk for draft in drafts]
    queue = client.get(reverse("content:review_queue")).content.decode()
    assert f'name="draft" value="{numbers[0]}"' in queue
    page = client.get(reverse("content:review_bulk"), {"draft": numbers})
    slots = [row.slot for row in page.context["rows"]]
    data: dict[str, object] = {f"mark_{code}": "pass" for slot in slots for code in slot.criteria}
    data |= {"decision": "approve", "draft": numbers, "slot": [f"{slot.pk}:{slot.version.sha256}" for slot in slots]}
    address = reverse("content:review_bulk_decide")
    assert client.post(address, {**data, "decision": "perhaps"}).status_code == 422
    asked = client.post(address, data)
    assert "/auth/reauthenticate/" in asked["Location"]
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done.status_code == 200
    assert set(Draft.objects.filter(pk__in=numbers).values_list("status", flat=True)) == {"final_review"}
    assert client.get(reverse("content:review_bulk"), {"draft": ["x", "1" * 30]}).status_code == 302
