"""The whole way of one post, as its people walk it: from the login page to the answered message."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.public import Department, PlatformAccount, User
from analytics.imports.models import MetricImport
from analytics.reports.models import MonthlyReport
from analytics.seeds import seed as seed_figures
from content.drafts.models import Draft
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.models import Publication
from content.review.models import ReviewSlot
from governance.public import Deadline, bind_pack, grant_role
from governance.seeds import seed
from interactions.inbox.models import Message, Reply
from interactions.inbox.receiving import Incoming, receive_message
from tests.browser.walker import PASSWORD, Walker
from tests.qualifying import accredit, qualify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

SHANGHAI = ZoneInfo("Asia/Shanghai")
BODY = "我们的新品今天与大家见面，欢迎到店体验。"
STAFF = (
    "author", "first_reviewer", "final_reviewer", "legal", "executive", "adviser", "department_head", "publisher",
    "agent", "analyst", "manager",
)  # fmt: skip
SIGNERS = {
    "accounts.review_first": "first_reviewer",
    "accounts.review_final": "final_reviewer",
    "governance.sign_legal": "legal",
    "governance.sign_executive": "executive",
    "governance.sign_adviser": "adviser",
    "governance.confirm_facts": "department_head",
}


@pytest.fixture
def account(settings: Any, tmp_path: Any) -> PlatformAccount:
    """An account under a rule book, its people with passwords, and an approved plan item."""
    settings.MEDIA_ROOT = tmp_path
    call_command("build_static", verbosity=0)
    seed()
    seed_figures()
    unit = Department.objects.create(code="brand", name_zh="品牌部", name_en="Brand")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active", department=unit
    )
    bind_pack("douyin", account=account, actor=None, at=timezone.now() - timedelta(days=90))
    for role in STAFF:
        person = User.objects.create_user(role, password=PASSWORD, department=unit, display_name=role)
        grant_role(person, role, accounts=[account], actor=None)
    author, manager = User.objects.get(username="author"), User.objects.get(username="manager")
    qualify(*User.objects.filter(username__in=["first_reviewer", "final_reviewer"]), by=manager)
    accredit(User.objects.get(username="adviser"), by=manager)
    item = create_plan(
        actor=author, account=account, title="春季新品", direction="介绍新品", audience="老客户", topic="新品",
        medium="text", content_type="product_intro", frequency="once", script_owner=author,
        planned_at=timezone.now() + timedelta(hours=5),
    )  # fmt: skip
    submit_plan(item, actor=author)
    approve_plan(item, actor=manager)
    return account


def local(moment: datetime) -> str:
    """As a field for date and time takes it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def write(author: Walker, account: PlatformAccount) -> Draft:
    """The author writes and submits."""
    item = PlanItem.objects.get()
    author.log_in()
    author.open(reverse("content:plan_detail", args=[item.pk]))
    author.open(f"{reverse('content:draft_new')}?plan={item.pk}&account={account.pk}")
    page, now = author.page, timezone.now()
    page.select_option("select[name=account]", str(account.pk))
    page.select_option("select[name=plan_item]", str(item.pk))
    page.fill("input[name=title]", "新品上市")
    page.fill("textarea[name=body]", BODY)
    page.select_option("select[name=content_type]", "product_intro")
    page.select_option("select[name=originality]", "own")
    page.select_option("select[name=medium]", "text")
    page.fill("input[name=hashtags]", "新品")
    page.fill("input[name=window_start]", local(now - timedelta(minutes=5)))
    page.fill("input[name=window_end]", local(now + timedelta(days=3)))
    page.wait_for_timeout(900)  # the linter reads along
    author.press("main form .form-actions button.main")
    draft = Draft.objects.get()
    author.open(reverse("content:draft_submit", args=[draft.pk]))
    author.press("main form .form-actions button.main")
    draft.refresh_from_db()
    assert draft.status == "first_review"
    return draft


def sign(reviewer: Walker, draft: Draft) -> None:
    """A reviewer reads, marks every criterion, and signs after giving the password again."""
    reviewer.log_in()
    reviewer.open(reverse("content:review_queue"))
    reviewer.open(reverse("content:review_page", args=[draft.pk]))
    page = reviewer.page
    for criterion in page.locator("input[type=radio][value=pass]").all():
        criterion.check()
    page.check("input[name=decision][value=approve]")
    reviewer.let_time_pass()
    reviewer.press("form[action*='/review/signatures/'] button.main")
    reviewer.confirm_password()


def release(publisher: Walker, draft: Draft) -> Publication:
    """The publisher sets the time, ticks the check, copies, posts, and records the address."""
    publisher.log_in()
    publisher.open(reverse("content:publish_list"))
    publisher.open(reverse("content:publish_kit", args=[draft.pk]))
    page = publisher.page
    page.fill("input[name=scheduled_at]", local(timezone.now() + timedelta(hours=2)))
    publisher.press("form[action*='/schedule/'] button")
    for item in page.locator("input[name=items]").all():
        item.check()
    publisher.press("form[action*='/preflight/'] button")
    page.fill("input[name=url]", "https://www.douyin.com/video/7300000000000000001")
    page.fill("textarea[name=published_text]", BODY)
    publisher.press("form[action*='/record/'] button.main")
    publisher.open(reverse("content:calendar"))
    return Publication.objects.get()


def answer(agent: Walker, account: PlatformAccount) -> Reply:
    """A message arrives, and the agent answers inside the deadline."""
    now = timezone.now()
    said = Incoming("comment", "m-1", "u-1", "小明", "请问怎么买？", now - timedelta(minutes=1))
    message = receive_message(account, said, actor=None, at=now)
    agent.log_in()
    agent.open(reverse("interactions:inbox"))
    agent.open(reverse("interactions:message_detail", args=[message.pk]))
    agent.page.fill("textarea[name=reply-text]", "您好，门店和官方店铺都可以购买。")
    agent.press("form[action$='/reply/'] button.main")
    return Reply.objects.get()


def import_figures(analyst: Walker, account: PlatformAccount) -> MetricImport:
    """The analyst uploads the platform's export, looks at what it would do, and confirms."""
    day = timezone.localdate() - timedelta(days=1)
    lines = (
        "platform,account,post_id,published_at,views,likes,comments,shares",
        f"douyin,{account.handle},7300000000000000001,{day.isoformat()}T10:00:00+08:00,1200,80,5,3",
    )
    analyst.log_in()
    analyst.open(reverse("analytics:imports"))
    analyst.open(reverse("analytics:import_new"))
    page = analyst.page
    page.select_option("select[name=account]", str(account.pk))
    analyst.press("main form button.main")
    page.set_input_files(
        "input[name=file]", {"name": "export.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    analyst.press("main form button.main")
    analyst.press("form[action$='/confirm/'] button.main")
    analyst.open(reverse("analytics:metrics"))
    analyst.open(reverse("analytics:metric_account", args=[account.handle]))
    analyst.open(reverse("analytics:report_new"))
    page.select_option("select[name=account]", str(account.pk))
    analyst.press("main form button.main")
    assert "/edit/" in page.url, "the report of the month is begun, its figures beside the words"
    analyst.open(reverse("analytics:report_detail", args=[MonthlyReport.objects.get().pk]))
    return MetricImport.objects.get()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_way_of_one_post(
    language: str, live_server: Any, browser: Browser, account: PlatformAccount, settings: Any
) -> None:
    settings.REDIS_URL = ""  # no worker runs beside a test: what it would do is done at once
    faults: list[str] = []
    seen: list[str] = []

    def as_(role: str) -> Walker:
        return Walker(browser, live_server.url, role, language, faults, seen)

    with as_("author") as author:
        draft = write(author, account)
    for slot in ReviewSlot.objects.filter(version_id=draft.current_version_id).order_by("position"):
        with as_(SIGNERS[slot.permission]) as reviewer:
            sign(reviewer, draft)
        slot.refresh_from_db()
        assert slot.decision == "approve", f"{slot.code} is not signed; {faults}"
    draft.refresh_from_db()
    assert draft.status == "approved"
    with as_("publisher") as publisher:
        publication = release(publisher, draft)
    draft.refresh_from_db()
    assert draft.status == "published"
    assert publication.text_matches
    with as_("agent") as agent:
        reply = answer(agent, account)
    clock = Deadline.objects.get(kind="message", object_id=reply.message_id, purpose="reply")
    assert clock.met_at is not None
    assert clock.met_at <= clock.due_at
    assert Message.objects.get().status == "answered"
    with as_("analyst") as analyst:
        run = import_figures(analyst, account)
    with as_("manager") as manager:
        manager.log_in()
        manager.open(reverse("analytics:reports"))
        manager.open(reverse("analytics:targets"))
    assert (run.status, run.new, run.bad) == ("saved", 1, 0), faults
    assert faults == []
    assert len(seen) > 20
