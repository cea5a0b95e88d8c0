"""What the pages of requests show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.access.services import can
from governance.approvals.models import ApprovalRequest, ApprovalRequestQuerySet
from governance.approvals.people import responsible_people
from governance.approvals.rules import RECORD, ApprovalKind, approval_kinds
from governance.approvals.workflow import WAITING
from governance.deadlines.services import deadlines_of
from governance.kinds.registry import resolve
from governance.ledger.services import history_of
from governance.particulars.reading import shown

if TYPE_CHECKING:
    from accounts.models import User

TABS = (("mine", _("Asked by me")), ("all", _("All I may see")))
FOR_ME = "waiting"
HEADERS = (
    _("Kind"), _("Subject"), _("Asked by"), _("Asked at"), _("To be decided by"), _("Status"), _("Decided at"),
    _("Valid until"),
)  # fmt: skip
EXPORTED = 10_000


def kinds_for(user: User) -> list[ApprovalKind]:
    """The kinds that this person may ask for from a page."""
    rows = approval_kinds().values()
    return [row for row in rows if row.from_page and (not row.ask_right or can(user, row.ask_right))]


def rows_of(user: User, tab: str) -> ApprovalRequestQuerySet:
    """The requests of a tab."""
    rows = ApprovalRequest.objects.select_related("asked_by", "account")
    if tab == "mine":
        return rows.filter(asked_by=user)
    return rows.visible_to(user) if tab == "all" else rows.waiting_for(user)


def tabs_of(user: User, tab: str) -> list[dict[str, Any]]:
    """Waiting for me, mine, all that I may see."""
    count = ApprovalRequest.objects.waiting_for(user).count()
    first = {"url": "?", "label": _("Waiting for me"), "current": tab == FOR_ME, "count": count or ""}
    rest = [
        {"url": f"?tab={code}", "label": label, "current": tab == code, "count": ""} for code, label in TABS
    ]  # fmt: skip
    return [first, *rest]


def with_clocks(rows: list[ApprovalRequest]) -> list[tuple[ApprovalRequest, Any]]:
    """Each request with its running clock, in one query."""
    clocks = deadlines_of(RECORD, [row.pk for row in rows])
    return [(row, next(iter(clocks.get(row.pk, [])), None)) for row in rows]


def exported(rows: ApprovalRequestQuerySet) -> Iterator[tuple[Any, ...]]:
    """The rows of the file."""
    for row in rows.order_by("-asked_at", "-pk")[:EXPORTED].iterator():
        yield (
            row.label, row.title, row.asked_by, row.asked_at, row.due_at, row.get_status_display(), row.decided_at,
            row.valid_until,
        )  # fmt: skip


def page_of(request: HttpRequest, approval: ApprovalRequest) -> dict[str, Any]:
    """All that the page of one request shows."""
    row = approval.kind_row
    target = (approval.target_kind, approval.target_id or 0)
    return {
        "approval": approval,
        "particulars": [
            *shown(row.fields if row else None, approval.payload),
            *(row.details(approval) if row else ()),
        ],
        "target": resolve([target]).get(target),
        "decisions": approval.decisions.select_related("by", "acting_for"),
        "people": responsible_people(row, approval) if row and approval.status == WAITING else [],
        "wanted": row.people if row else 1,
        "clock": next(iter(deadlines_of(RECORD, [approval.pk]).get(approval.pk, [])), None),
        "entries": history_of(RECORD, approval.pk, 50),
    }
