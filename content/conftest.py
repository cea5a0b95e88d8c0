"""A small company for the tests of this floor: one person per role, accounts with and without rule books."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.public import Department, PlatformAccount, User
from content.drafts.models import Draft
from content.drafts.services import create_draft
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import tick_preflight
from content.review.models import ReviewSlot
from content.review.services import decide
from content.review.submission import submit_draft
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from tests.qualifying import qualify
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
        submit_plan(item, actor=self.author, at=NOW)
        return approve_plan(item, actor=self.manager, at=NOW)

    def draft(self, account: PlatformAccount | None = None, **content: Any) -> Draft:
        """A draft that may be submitted."""
        account = account or self.account
        whole: dict[str, Any] = {
            "title": "新品上市", "body": "我们的新品今天与大家见面，欢迎到店体验。", "content_type": "product_intro",
            "medium": "text", "hashtags": ["新品"], "window_start": NOW, "window_end": NOW + timedelta(days=3),
            **content,
        }  # fmt: skip
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
        draft, moment = self.approved(account, **content), NOW + 3 * HOUR
        tick_preflight(draft, account, actor=self.publisher, items=PREFLIGHT, at=moment)
        return record_publication(
            draft,
            account,
            actor=self.publisher,
            url=f"https://example.com/p/{draft.pk}",
            at=moment,
            published_text=draft.body,
        )

    def picture(self, account: PlatformAccount | None = None, **extra: Any) -> MediaAsset:
        """A small picture, uploaded by the author."""
        data = io.BytesIO()
        Image.new("RGB", (8, 6), extra.pop("colour", (200, 30, 30))).save(data, "PNG")
        file = ContentFile(data.getvalue(), name="bild.png")
        return upload_media(actor=self.author, account=account or self.account, file=file, at=NOW, **extra)


def titles(fill: Any, user: User, at: datetime) -> list[str]:
    """What a card of the Today page lists for somebody."""
    return [item.title for item in fill(user, at).items]


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Any) -> House:
    """The company with its roles, rule books and calendars; files go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    sow(seed)
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
    people["author"].superior = people["manager"]
    people["author"].save()
    return House({name: User.objects.get(pk=user.pk) for name, user in people.items()}, account, weibo, unit)


@pytest.fixture
def fresh() -> Callable[[User], User]:
    """The same person at the next request: rights are read anew."""
    return lambda user: User.objects.get(pk=user.pk)
