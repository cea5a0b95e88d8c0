"""The pages on which people sign and release: password first, sentences instead of errors, 403 before a question."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.public import User
from content.conftest import PREFLIGHT, House
from content.drafts.models import Draft
from content.drafts.services import create_draft
from content.plans.models import PlanItem
from content.publishing.models import Publication
from content.review.models import ReviewSlot
from content.review.submission import submit_draft

PASSWORD = "a long one for tests"


def today(house: House, **content: Any) -> Draft:
    """A draft of today, under review."""
    now = timezone.now()
    whole: dict[str, Any] = {
        "title": "今天的一篇", "body": "欢迎到店体验。", "content_type": "culture", "medium": "text",
        "hashtags": ["体验"], "window_start": now, "window_end": now + timedelta(days=2), "plan_item": house.plan(),
        "originality": "own",
        **content,
    }  # fmt: skip
    return submit_draft(create_draft(actor=house.author, account=house.account, **whole), actor=house.author)


def signing(slot: ReviewSlot, decision: str = "approve", **extra: str) -> dict[str, str]:
    data = {f"mark_{code}": "pass" for code in slot.criteria}
    return {**data, "decision": decision, "sha256": slot.version.sha256, **extra}


def login(client: Client, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    assert client.login(username=user.username, password=PASSWORD)


def test_signing_asks_for_the_password_and_goes_on_from_there(house: House, client: Client) -> None:
    draft = today(house)
    slot = ReviewSlot.objects.get(draft=draft, code="first")
    login(client, house.first_reviewer)
    address = reverse("content:review_decide", args=[slot.pk])
    page = client.get(reverse("content:review_page", args=[draft.pk])).content.decode()
    assert address in page
    asked = client.post(address, signing(slot))
    assert asked.status_code == 302
    assert "/auth/reauthenticate/" in asked["Location"]
    done = client.post(asked["Location"], {"password": PASSWORD})
    slot.refresh_from_db()
    assert (done.status_code, slot.signer, slot.decision) == (302, house.first_reviewer, "approve")
    assert slot.reauthenticated_at is not None


def test_who_may_not_sign_is_told_before_a_password_is_asked(house: House, client: Client) -> None:
    draft = today(house)
    slot = ReviewSlot.objects.get(draft=draft, code="first")
    address = reverse("content:review_decide", args=[slot.pk])
    for user, status in ((house.author, 403), (house.final_reviewer, 403), (house.stranger, 404)):
        client.force_login(user)
        assert client.post(address, signing(slot)).status_code == status
        assert client.get(address).status_code == 405
    slot.refresh_from_db()
    assert slot.signer is None


def test_a_refused_decision_keeps_what_was_typed(house: House, client: Client) -> None:
    draft = today(house)
    slot = ReviewSlot.objects.get(draft=draft, code="first")
    login(client, house.first_reviewer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("content:review_decide", args=[slot.pk]), signing(slot, "changes", note="这里要改"))
    assert answer.status_code == 422
    assert "这里要改" in answer.content.decode()
    data = signing(slot, "changes", problem_0="第二句没有出处", about_0="truth")
    client.post(reverse("content:review_decide", args=[slot.pk]), data)
    draft.refresh_from_db()
    assert draft.status == "draft"
    client.force_login(house.author)
    assert "第二句没有出处" in client.get(draft.get_absolute_url()).content.decode()


def in_two_days() -> str:
    return timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")


def test_an_author_writes_plans_submits_and_takes_back_on_the_pages(house: House, client: Client) -> None:
    client.force_login(house.author)
    plan = {
        "account": house.account.pk, "title": "页面上的计划", "direction": "介绍", "audience": "客户", "topic": "新品",
        "medium": "text", "frequency": "once", "planned_at": in_two_days(), "script_owner": house.author.pk,
    }  # fmt: skip
    assert client.post(reverse("content:plan_new"), plan).status_code == 302
    item = PlanItem.objects.get(title="页面上的计划")
    move = reverse("content:planitem_move", args=[item.pk])
    client.post(move, {"move": "submit", "version": item.lock_version})
    client.force_login(house.manager)
    client.post(move, {"move": "approve", "version": item.lock_version + 1})
    item.refresh_from_db()
    assert item.status == "approved"
    client.force_login(house.author)
    draft: dict[str, Any] = {
        "account": house.account.pk, "plan_item": item.pk, "title": "页面上的稿件", "body": "正文。",
        "content_type": "culture", "medium": "text", "hashtags": "#体验，新品", "claims_text": ["销量第三", ""],
        "claims_source": ["年报", ""], "window_start": "2026-06-05T10:00", "window_end": "2036-06-06T10:00",
        "originality": "own",
    }  # fmt: skip
    long = client.post(reverse("content:draft_new"), {**draft, "body": "字" * 10_001})
    assert long.status_code == 422
    assert "10,000" in long.content.decode()
    assert client.post(reverse("content:draft_new"), draft).status_code == 302
    stored = Draft.objects.get(title="页面上的稿件")
    assert (stored.hashtags, stored.claims) == (["体验", "新品"], [{"text": "销量第三", "source": "年报"}])
    edit = reverse("content:draft_edit", args=[stored.pk])
    assert client.post(edit, {**draft, "body": "改过的正文。", "version": 0}).status_code == 302
    submit = reverse("content:draft_submit", args=[stored.pk])
    stored.refresh_from_db()
    assert client.post(submit, {"version": stored.lock_version}).status_code == 302
    stored.refresh_from_db()
    assert stored.status == "first_review"
    client.post(reverse("content:draft_move", args=[stored.pk]), {"move": "take_back", "version": stored.lock_version})
    stored.refresh_from_db()
    assert stored.status == "draft"
    client.post(reverse("content:draft_move", args=[stored.pk]), {"move": "pass_final"})
    stored.refresh_from_db()
    assert stored.status == "draft"
    client.force_login(house.first_reviewer)
    discard = client.post(reverse("content:draft_move", args=[stored.pk]), {"move": "discard", "note": "x"})
    assert discard.status_code == 403


def test_a_publisher_releases_on_the_kit_with_proof(house: House, client: Client) -> None:
    now = timezone.now()
    draft = today(house)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer)):
        draft = house.sign(draft, code, person, at=now)
    client.force_login(house.publisher)
    kit = reverse("content:publish_kit", args=[draft.pk])
    page = client.get(kit).content.decode()
    assert 'data-copy="kit-title"' in page
    moment = timezone.localtime(now + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(kit + "schedule/", {"scheduled_at": moment, "version": draft.lock_version}).status_code == 302
    assert client.post(kit + "preflight/", {"items": ["title"]}).status_code == 422
    assert client.post(kit + "preflight/", {"items": PREFLIGHT[:6]}).status_code == 302
    assert client.post(kit + "record/", {"url": "javascript:alert(1)"}).status_code == 422
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    proof = SimpleUploadedFile("proof.png", picture.getvalue())
    data = {"url": "https://www.douyin.com/video/1", "published_text": "欢迎到店体验。", "proof": proof}
    assert client.post(kit + "record/", data).status_code == 302
    publication = Publication.objects.get()
    assert publication.proof is not None
    assert publication.text_matches is True
    note = reverse("content:checkpoint_note", args=[publication.checkpoints.get(code="24h").pk])
    assert client.post(note, {"note": "阅读 20"}).status_code == 302
    withdraw = reverse("content:publication_withdraw", args=[publication.pk])
    client.post(withdraw, {"reason": "改期"})
    client.force_login(house.author)
    assert client.post(withdraw, {"reason": "改期"}).status_code == 403
    assert client.post(kit + "record/", data).status_code == 403
