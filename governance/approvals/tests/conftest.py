"""An office with a chain of superiors, and kinds of requests to try."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.public import Department, User
from governance.approvals import rules
from governance.approvals.models import ApprovalRequest
from governance.approvals.rules import ApprovalKind, Responsible, register_approval_kind
from governance.approvals.services import ask_approval
from governance.particulars.rules import Particular
from governance.worktime.rules import Limit

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)


@dataclass
class Office:
    """boss > chief > (asker, colleague, other); what the room that asks was told."""

    people: dict[str, User]
    unit: Department
    heard: list[tuple[str, int, Any]] = field(default_factory=list)

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, kind: str = "try_one", **extra: Any) -> ApprovalRequest:
        """A request of the asker."""
        values: dict[str, Any] = {"actor": self.asker, "reason": "为了测试", "at": NOW, **extra}
        return ask_approval(kind, **values)


@pytest.fixture
def office(db: None, roles: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The people, and kinds that live for one test."""
    monkeypatch.setattr(rules, "_kinds", dict(rules._kinds))
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    people: dict[str, User] = {"boss": User.objects.create_user("boss")}
    people["chief"] = User.objects.create_user("chief", superior=people["boss"])
    for name in ("asker", "colleague", "other"):
        people[name] = User.objects.create_user(name, superior=people["chief"], department=unit)
    made = Office(people, unit)
    hear: dict[str, Any] = {
        f"on_{what}": lambda request, actor, at, what=what: made.heard.append((what, request.pk, actor))
        for what in ("agreed", "refused", "ended")
    }
    above = (Responsible("superior"),)
    register_approval_kind(ApprovalKind("try_one", "One", above, valid_for=Limit(24, "hours"), **hear))
    register_approval_kind(ApprovalKind("try_two", "Two", above, people=2, **hear))
    register_approval_kind(
        ApprovalKind(
            "try_fields", "Fields", above, gains="whom",
            fields=(
                Particular("whom", "Whom", "person"), Particular("amount", "Amount", "amount"),
                Particular("day", "Day", "date", required=False),
                Particular("size", "Size", "choice", required=False, choices=(("s", "Small"),)),
            ),
        )
    )  # fmt: skip
    return made
