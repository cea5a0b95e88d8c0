"""What the pages of sensitive operations show, and what the page of a record says of a step that is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.services import account_id_of, accounts_for, can
from governance.deadlines.services import deadlines_of
from governance.kinds.registry import kind_of, resolve
from governance.ledger.models import LedgerEntry
from governance.ledger.services import history_of
from governance.sensitive.agreements import is_held
from governance.sensitive.models import SensitiveOperation, SensitiveOperationQuerySet
from governance.sensitive.rules import (
    GRANT_EVENTS,
    GRANTS_COUNTED,
    MANAGE,
    ON_PLATFORM,
    OPERATIONS,
    RECORD,
    OperationKind,
    SensitiveAct,
    acts,
)
from governance.sensitive.services import may_review
from governance.workflow.services import available_moves

if TYPE_CHECKING:
    from accounts.models import User

OPEN_TAB, ALL_TAB, GRANTS_TAB = "open", "all", "grants"
TABS = ((OPEN_TAB, _("Not done yet")), (ALL_TAB, _("All")), (GRANTS_TAB, _("Grants of roles")))
HEADERS = (
    _("Operation"), _("Subject"), _("Account"), _("Asked by"), _("Asked at"), _("Agreed by"), _("Agreed at"),
    _("Valid until"), _("Status"), _("Done by"), _("Done at"),
)  # fmt: skip
EXPORTED = 10_000
JOINED = ("account", "asked_by", "agreed_by", "done_by")
# Moves that are offered as buttons; the rest follows from the request, a form of its own, or time.
OFFERED = ("withdraw",)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a step on a record is held for this person now, and by which question or yes it goes on."""

    act: SensitiveAct
    ask_url: str
    held: bool
    operation: SensitiveOperation | None

    @property
    def free(self) -> bool:
        """Whether it may be done now."""
        return not self.held or self.agreed

    @property
    def agreed(self) -> bool:
        """Whether a yes waits to be used."""
        return self.operation is not None and self.operation.status == "agreed"


def standing_of(code: str, target: Model, user: User, at: datetime | None = None) -> Standing:
    """Where the step of that act on that record stands for this person: a yes first, else what waits."""
    act, now = acts()[code], at or timezone.now()
    held = is_held(act.operation, account_id_of(target), now)
    mine = SensitiveOperation.objects.open().of_act(code, kind_of(target), target.pk).filter(asked_by=user)
    rows = [row for row in mine.select_related(*JOINED) if row.status == "held" or row.is_good(now)] if held else []
    best = min(rows, key=lambda row: row.status != "agreed", default=None)
    return Standing(act, reverse("governance:sensitive_ask_act", args=[code, target.pk]), held, best)


def rows_of(user: User, tab: str) -> SensitiveOperationQuerySet:
    """The operations of a tab."""
    rows = SensitiveOperation.objects.visible_to(user).select_related(*JOINED)
    return rows.open() if tab == OPEN_TAB else rows


def grants_of(user: User) -> Any:
    """Grants of roles as the ledger tells them, on the accounts that one sees."""
    rows = LedgerEntry.objects.filter(GRANTS_COUNTED, event__in=GRANT_EVENTS).select_related("actor", "account")
    if can(user, "governance.read_everything") or can(user, "governance.view_ledger"):
        return rows
    return rows.filter(account_id__in=accounts_for(user, MANAGE))


def grant_lines(entries: list[LedgerEntry]) -> list[tuple[LedgerEntry, Any, int | None]]:
    """Each entry with whom it is about, and the request that was agreed to."""
    found = resolve((row.kind, row.object_id) for row in entries)
    return [(row, found.get((row.kind, row.object_id)), row.payload.get("request")) for row in entries]


def tabs_of(tab: str) -> list[dict[str, Any]]:
    """Open ones, all, grants of roles."""
    return [
        {"url": f"?tab={code}", "label": label, "current": code == tab, "count": ""} for code, label in TABS
    ]  # fmt: skip


def exported(rows: SensitiveOperationQuerySet) -> Iterator[tuple[Any, ...]]:
    """The rows of the file."""
    for row in rows.order_by("-asked_at", "-pk")[:EXPORTED].iterator():
        yield (
            row.kind_row.label, row.title, row.account, row.asked_by, row.asked_at, row.agreed_by, row.agreed_at,
            row.valid_until, row.get_status_display(), row.done_by, row.done_at,
        )  # fmt: skip


def kinds_for(user: User) -> list[OperationKind]:
    """What this person may ask for on the platform of some account."""
    return [
        row for row in OPERATIONS
        if row.place == ON_PLATFORM and any(accounts_for(user, right) for right in row.rights)
    ]  # fmt: skip


def page_of(request: HttpRequest, operation: SensitiveOperation) -> dict[str, Any]:
    """All that the page of one operation shows."""
    user: Any = request.user
    now = timezone.now()
    target = (operation.target_kind, operation.target_id or 0)
    offered = [move for move in available_moves(operation, user, {"at": now}) if move.name in OFFERED and move.allowed]
    clocks = deadlines_of(RECORD, [operation.pk])
    agreed, mine = operation.is_good(now), operation.asked_by_id == user.pk
    on_platform = operation.kind_row.place == ON_PLATFORM
    return {
        "operation": operation,
        "target": resolve([target]).get(target),
        "decisions": operation.request.decisions.select_related("by", "acting_for") if operation.request else [],
        "clock": next((row for row in clocks.get(operation.pk, []) if row.is_open), None),
        "moves": offered,
        "to_do_here": agreed and mine and on_platform,
        "to_do_there": agreed and mine and not on_platform,
        "may_review": may_review(operation, user),
        "may_find": operation.status in ("refused", "withdrawn", "lapsed") and on_platform
        and bool(can(user, MANAGE, operation)),
        "entries": history_of(RECORD, operation.pk, 50),
    }  # fmt: skip
