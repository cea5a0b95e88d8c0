"""Two who appoint reviewers, one who reviews, one who does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import PlatformAccount, Qualification, User
from accounts.qualifications.services import appoint_reviewer
from governance.public import grant_role

DAY = timedelta(days=1)


@dataclass
class Review:
    """manager and second appoint; nina reviews on the account."""

    account: PlatformAccount
    manager: User
    second: User
    nina: User
    stranger: User

    def qualified(self, person: User | None = None, **extra: Any) -> Qualification:
        """Trained and tested on the day of `at`, and appointed by the manager."""
        at: datetime = extra.pop("at", None) or timezone.now()
        day = timezone.localtime(at).date()
        values: dict[str, Any] = {
            "actor": self.manager, "training": "Review", "trained_on": day, "tested_on": day, "score": 90,
            "proof": "Certificate 7", "at": at, **extra,
        }  # fmt: skip
        return appoint_reviewer(person or self.nina, **values)


@pytest.fixture
def review(first_rows: None) -> Review:
    """The people; nina holds the role of a first reviewer."""
    account = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博号", name_en="Weibo", status="active"
    )
    people = [User.objects.create_user(name) for name in ("manager", "second", "nina", "stranger")]
    for person, role in zip(people[:3], ("manager", "manager", "first_reviewer"), strict=True):
        grant_role(person, role, accounts=[account], actor=None)
    return Review(account, *(User.objects.get(pk=user.pk) for user in people))
