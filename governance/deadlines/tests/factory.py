"""People and deadlines for the tests of this room."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.public import Department, User
from governance.deadlines.models import Deadline
from governance.deadlines.services import open_deadline
from governance.worktime.rules import Limit

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 9, 21, 9, 0, tzinfo=CHINA)


def person(name: str, superior: User | None = None, department: Department | None = None, email: str = "") -> User:
    """A member of staff."""
    return User.objects.create(username=name, superior=superior, department=department, email=email)


def team() -> dict[str, User]:
    """An agent, two superiors, and the head of their department."""
    head = person("head")
    department = Department.objects.create(code="service", name_zh="客服", name_en="Service", head=head)
    director = person("director", department=department)
    lead = person("lead", director, department)
    return {"head": head, "director": director, "lead": lead, "agent": person("agent", lead, department)}


def reply(owner: User | None, object_id: int = 1, hours: int = 4, start: datetime = MONDAY) -> Deadline:
    """A reply that is due within working hours."""
    return open_deadline(
        kind="message", object_id=object_id, purpose="reply", owner=owner, limit=Limit(hours, "working_hours"),
        start=start, calendar="CN", at=start,
    )  # fmt: skip


def after(hours: float) -> datetime:
    """That many hours after Monday morning."""
    return MONDAY + timedelta(hours=hours)
