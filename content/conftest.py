"""A small company for the tests of this floor: one person per role, accounts with and without rule books."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.public import Department, PlatformAccount, User
from content.drafts.models import Draft
from content.drafts.services import create_draft
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.period_plans.hanging import ITEMS_INSIDE, plan_around
from content.period_plans.models import PeriodPlan
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.rules import POST_HOSTS
from content.publishing.services import tick_preflight
from content.review.models import ReviewSlot
from content.review.services import decide
from content.review.submission import submit_draft
from governance.deadlines.sweep import sweep  # noqa: F401 - tests take these from here, past the public door
from governance.ledger.services import seal  # noqa: F401 - tests take it from here, past the public door
from governance.ledger.triggers import lifted  # noqa: F401
from governance.policies.books import forget as forget_books  # noqa: F401
from governance.public import bind_pack, grant_role, param
from governance.seeds import seed
from tests.qualifying import accredit, qualify
from tests.seeding import sow

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROLES_ON_ACCOUNT = ("author", "first_reviewer", "final_reviewer", "legal", "executive", "adviser", "publisher")
PREFLIGHT = ("title", "copy", "tags", "layout", "format", "links", "ai_label", "ad_label")


@dataclass
class House:
    """The people by role, the accounts, and the steps that most tests need first."""

    people: dict[str, User]
    account: PlatformAccount
    weibo: PlatformAccount
    unit: Department

    def __getattr__(self, role: str) -> User:
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None

    def plan(self, account: PlatformAccount | None = None, **content: Any) -> PlanItem:
        """An approved plan item."""
        whole: dict[str, Any] = {
            "title": "春季新品", "direction": "介绍新品", "audience": "老客户", "topic": "新品", "medium": "text",
            "content_type": "product_intro", "frequency": "once", "planned_at": NOW + 5 * HOUR,
            "script_owner": self.author, **content,
        }  # fmt: skip
        item = create_plan(actor=self.author, account=account or self.account, at=NOW, **whole)
        if param(ITEMS_INSIDE, account=item.account).value and plan_around(item) is None:
            self.month(item.account)
        submit_plan(item, actor=self.author, at=NOW)
        return approve_plan(item, actor=self.manager, at=NOW)

    def month(self, account: PlatformAccount) -> PeriodPlan:
        """The approved plan of this month, for rule books that want every plan item inside one."""
        whole = {
            "title": "六月计划", "aims": "新增粉丝", "direction": "产品科普", "audience": "老客户", "topics": "新品",
            "mediums": ["text"], "types": ["culture"], "posts": 3, "per": "week", "times": "周一 19:00",
        }  # fmt: skip
        return PeriodPlan.objects.create(
            account=account, level="month", starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30), author=self.author,
            writers=[self.author.pk], responsible=self.author, script_owner=self.author, created_at=NOW, due_at=NOW,
            submitted_by=self.author, submitted_at=NOW, approved_by=self.manager, approved_at=NOW, status="approved",
            **whole,
        )  # fmt: skip

    def draft(self, account: PlatformAccount | None = None, **content: Any) -> Draft:
        """A draft that may be submitted."""
        account = account or self.account
        whole: dict[str, Any] = {
            "title": "新品上市", "body": "我们的新品今天与大家见面，欢迎到店体验。", "content_type": "product_intro",
            "medium": "text", "hashtags": ["新品"], "window_start": NOW, "window_end": NOW + timedelta(days=3),
            **content,
        }  # fmt: skip
        if any(asset.origin == "licensed" for asset in whole.get("assets", ())):
            whole = {"originality": "outside", "outside_material": "图库照片一张", **whole}
        whole.setdefault("originality", "own")
        if "plan_item" not in whole and "urgent_reason" not in whole:
            whole["plan_item"] = self.plan(account)
        return create_draft(actor=self.author, account=account, at=NOW, **whole)

    def submitted(self, account: PlatformAccount | None = None, **content: Any) -> Draft:
        """A draft under first review."""
        return submit_draft(self.draft(account, **content), actor=self.author, at=NOW)

    def slot(self, draft: Draft, code: str) -> ReviewSlot:
        """The slot of that code in the draft's current version."""
        draft.refresh_from_db()
        return ReviewSlot.objects.get(version_id=draft.current_version_id, code=code)

    def sign(self, draft: Draft, code: str, actor: User, decision: str = "approve", **extra: Any) -> Draft:
        """Sign a slot with every criterion passed."""
        slot = self.slot(draft, code)
        at = extra.pop("at", NOW + HOUR)
        values: dict[str, Any] = {"marks": dict.fromkeys(slot.criteria, "pass"), "reauthenticated_at": at, **extra}
        return decide(slot, actor=actor, decision=decision, at=at, **values)

    def approved(self, account: PlatformAccount | None = None, **content: Any) -> Draft:
        """A draft with the two signatures of the floor."""
        draft = self.submitted(account, **content)
        self.sign(draft, "first", self.first_reviewer)
        return self.sign(draft, "final", self.final_reviewer)

    def published(self, account: PlatformAccount | None = None, **content: Any) -> Publication:
        """A publication, recorded two hours after approval."""
        account = account or self.account
        return self.released(self.approved(account, **content), account)

    def released(
        self, draft: Draft, account: PlatformAccount | None = None, at: datetime = NOW + 3 * HOUR, **post: Any
    ) -> Publication:
        """An approved draft, checked and recorded at that moment with the text that was sealed."""
        account = account or self.account
        tick_preflight(draft, account, actor=self.publisher, items=PREFLIGHT, at=at)
        whole = {"url": address_on(account, f"p/{draft.pk}"), "published_text": draft.body, **post}
        return record_publication(draft, account, actor=self.publisher, at=at, **whole)

    def picture(self, account: PlatformAccount | None = None, **extra: Any) -> MediaAsset:
        """A small picture, uploaded by the author."""
        data = io.BytesIO()
        Image.new("RGB", (8, 6), extra.pop("colour", (200, 30, 30))).save(data, "PNG")
        file = ContentFile(data.getvalue(), name="bild.png")
        return upload_media(actor=self.author, account=account or self.account, file=file, at=NOW, **extra)


def address_on(account: PlatformAccount, path: str) -> str:
    """An address on the platform of the account."""
    return f"https://www.{POST_HOSTS.get(account.platform, ('example.com',))[0]}/{path}"


def titles(fill: Any, user: User, at: datetime) -> list[str]:
    """What a card of the Today page lists for somebody."""
    return [item.title for item in fill(user, at).items]


def found_house() -> None:
    """The department, the two accounts under their rule books, and one person per role."""
    unit = Department.objects.create(code="rnd", name_zh="研发部", name_en="Research")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    weibo = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博号", name_en="Weibo", status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - timedelta(days=90))
    bind_pack("self_media", account=weibo, actor=None, at=NOW - timedelta(days=90))
    people = {"stranger": User.objects.create_user("stranger")}
    for role in ROLES_ON_ACCOUNT:
        people[role] = User.objects.create_user(role)
        grant_role(people[role], role, accounts=[account, weibo], actor=None)
    for role in ("manager", "department_head", "auditor", "analyst"):
        people[role] = User.objects.create_user(role, department=unit)
        grant_role(people[role], role, accounts=[account, weibo], actor=None)
    qualify(people["first_reviewer"], people["final_reviewer"], by=people["manager"])
    accredit(people["adviser"], by=people["manager"])
    people["author"].superior = people["manager"]
    people["author"].save()


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Any) -> House:
    """The company with its roles, rule books and calendars; files go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    sow(seed, found_house)
    accounts = {account.handle: account for account in PlatformAccount.objects.all()}
    people = {user.username: user for user in User.objects.all()}
    return House(people, accounts["douyin-main"], accounts["weibo-main"], Department.objects.get(code="rnd"))


@pytest.fixture
def fresh() -> Callable[[User], User]:
    """The same person at the next request: rights are read anew."""
    return lambda user: User.objects.get(pk=user.pk)
