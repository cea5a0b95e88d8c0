"""A review with a comment and a difference, by keyboard alone (R-033)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.public import PlatformAccount, User
from content.comments.models import CommentThread
from content.drafts.models import Draft
from content.drafts.services import create_draft, edit_draft
from content.plans.services import approve_plan, create_plan, submit_plan
from content.review.models import ReviewFinding, ReviewSlot
from content.review.submission import submit_draft
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from tests.browser.walker import PASSWORD, Walker
from tests.qualifying import qualify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

BODY = "我们的新品今天与大家见面。销量去年排第三。欢迎到店体验。"


@pytest.fixture
def draft(settings: Any, tmp_path: Any) -> Draft:
    """A draft under first review."""
    settings.MEDIA_ROOT = tmp_path
    call_command("build_static", verbosity=0)
    seed()
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=timezone.now() - timedelta(days=90))
    for role in ("author", "first_reviewer", "final_reviewer", "manager"):
        person = User.objects.create_user(role, password=PASSWORD, display_name=role)
        grant_role(person, role, accounts=[account], actor=None)
    people = {user.username: user for user in User.objects.all()}
    qualify(people["first_reviewer"], people["final_reviewer"], by=people["manager"])
    author, now = people["author"], timezone.now()
    User.objects.filter(pk=author.pk).update(superior=people["manager"])
    author = User.objects.get(pk=author.pk)
    item = create_plan(
        actor=author, account=account, title="春季新品", direction="介绍新品", audience="老客户", topic="新品",
        medium="text", content_type="product_intro", frequency="once", script_owner=author,
        planned_at=now + timedelta(hours=5),
    )  # fmt: skip
    submit_plan(item, actor=author)
    approve_plan(item, actor=people["manager"])
    draft = create_draft(
        actor=author, account=account, title="新品上市", body=BODY, content_type="product_intro", medium="text",
        hashtags=["新品"], originality="own", plan_item=item, window_start=now, window_end=now + timedelta(days=3),
    )  # fmt: skip
    return submit_draft(draft, actor=author)


def tab_to(page: Page, selector: str) -> None:
    """Tab until the focus is there."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def enter(reviewer: Walker) -> None:
    """Send what has the focus, and look at what comes."""
    with reviewer.page.expect_navigation(wait_until="networkidle"):
        reviewer.page.keyboard.press("Enter")
    reviewer.look()


def open_from_queue(reviewer: Walker) -> None:
    """The first draft of the queue, by j and Enter."""
    reviewer.open(reverse("content:review_queue"))
    reviewer.page.keyboard.press("j")
    enter(reviewer)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_review_with_comment_and_difference(
    language: str, live_server: Any, browser: Browser, draft: Draft, settings: Any
) -> None:
    settings.REDIS_URL = ""
    faults: list[str] = []
    with Walker(browser, live_server.url, "first_reviewer", language, faults) as reviewer:
        reviewer.log_in()
        open_from_queue(reviewer)
        page = reviewer.page
        for _place in range(3):  # the title, the first sentence, the second
            page.keyboard.press("j")
        assert "销量" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("c")
        page.keyboard.type("去年的数据出自哪里？")
        tab_to(page, "form[data-comment] button")
        enter(reviewer)
        thread = CommentThread.objects.get()
        assert thread.quote == "销量去年排第三。"
        tab_to(page, "[data-marks=pass]")
        page.keyboard.press("Enter")
        page.keyboard.press("x")
        page.keyboard.type("没有出处")
        reviewer.let_time_pass()
        with page.expect_navigation(wait_until="networkidle"):
            page.keyboard.press("Enter")
        reviewer.confirm_password()
        draft.refresh_from_db()
        assert (draft.status, ReviewFinding.objects.get().text) == ("draft", "没有出处")

        author = User.objects.get(username="author")
        edit_draft(draft, actor=author, body=BODY.replace("第三。", "第三（年报第 12 页）。"))
        submit_draft(Draft.objects.get(pk=draft.pk), actor=author)

        open_from_queue(reviewer)
        assert "年报第 12 页" in "".join(page.locator(".diff ins").all_inner_texts())
        tab_to(page, "button[formaction$='/resolve/']")
        enter(reviewer)
        thread.refresh_from_db()
        assert thread.status == "resolved"
        tab_to(page, "[data-marks=pass]")
        page.keyboard.press("Enter")
        page.keyboard.press("a")
        enter(reviewer)
    slot = ReviewSlot.objects.get(version__draft=draft, version__number=2, stage="first")
    assert (slot.decision, slot.signer and slot.signer.username) == ("approve", "first_reviewer")
    assert faults == []
