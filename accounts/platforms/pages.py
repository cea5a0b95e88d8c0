"""What the pages of platform accounts show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.custody.checkouts import works_on
from accounts.custody.models import Credential
from accounts.custody.shares import clause_against_sharing
from accounts.grants.reading import sees_access_on
from accounts.incidents.pages import incidents_on
from accounts.opening.models import AccountRegistration
from accounts.opening.rules import KIND
from accounts.papers.models import AccountPaper
from accounts.people.rights import rights_on_account
from accounts.platforms.forms import AccountFilter, BindForm
from accounts.platforms.health import Health, HealthRow, health_of, listed_rows, worst_of
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import CLOSE_ACCOUNT, MANAGE, MARKETS
from accounts.platforms.services import may_manage
from accounts.recertification.schedule import review_of
from governance.public import (
    ApprovalRequest,
    Deadline,
    PackBinding,
    Record,
    available_moves,
    calendar_name,
    can,
    history_of,
    pack_names,
    resolve,
    standing_of,
    today,
)

if TYPE_CHECKING:
    from accounts.people.models import User

# What somebody does on the account's page; opening is done on its request.
OWN_MOVES = ("drop", "suspend", "resume", "close")
HEADERS = (
    _("Handle"), _("Chinese name"), _("English name"), _("Platform"), _("Status"), _("Department"), _("Market"),
    _("Working calendar"), _("Open since"), _("Health"),
)  # fmt: skip
EXPORTED = 10_000
AT_ONCE = 500
DUE_SHOWN = 8
REQUEST = "approval_request"
Line = tuple[PlatformAccount, list[tuple[HealthRow, Health]], Health]


def rows_of(user: User, form: AccountFilter, now: datetime) -> QuerySet[PlatformAccount]:
    """The accounts that this person sees and the filter lets through."""
    return PlatformAccount.objects.visible_to(user).filter(form.narrowed(now)).select_related("department")


def lines_of(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> list[Line]:
    """Each account with the rows of its health that stand in the list, and the worst of them."""
    found = health_of(accounts, user, now, listed_rows())
    return [(account, found[account.pk], worst_of(found[account.pk])) for account in accounts]


def exported(rows: QuerySet[PlatformAccount], user: User, now: datetime) -> Iterator[tuple[Any, ...]]:
    """The rows of the file."""
    kept = list(rows.order_by("handle")[:EXPORTED])
    for place in range(0, len(kept), AT_ONCE):
        for account, _rows, worst in lines_of(kept[place : place + AT_ONCE], user, now):
            yield (
                account.handle, account.name_zh, account.name_en, account.get_platform_display(),
                account.get_status_display(), account.department, account.market, account.calendar,
                account.opened_on, worst.word,
            )  # fmt: skip


def page_of(account: PlatformAccount, user: User, now: datetime) -> dict[str, Any]:
    """Everything that the page of one account shows this reader."""
    manages = may_manage(user, account)
    rules = bool(can(user, "governance.manage_policies"))
    papers = AccountPaper.objects.visible_to(user).filter(account=account).select_related("uploaded_by")
    sees_registration = manages or bool(can(user, "governance.read_everything")) or _asked(user, account)
    visible_logins = Credential.objects.visible_to(user).filter(account=account)
    request_row = ApprovalRequest.objects.of_target(KIND, "platform_account", account.pk).first()
    seen_requests = ApprovalRequest.objects.visible_to(user)
    return {
        "account": account,
        "market": dict(MARKETS).get(account.market, account.market),
        "calendar": calendar_name(account.calendar),
        "manages": manages and account.status != "closed",
        "moves": [move for move in available_moves(account, user) if move.name in OWN_MOVES],
        "health": health_of([account], user, now)[account.pk],
        "registration": _registration(account) if sees_registration else None,
        "request_row": request_row,
        "sees_request": request_row is not None and seen_requests.filter(pk=request_row.pk).exists(),
        "sees_access": sees_access_on(user, account),
        "asks_share": works_on(user, account.pk),
        "verifications": account.verifications.select_related("proof"),
        "papers": papers,
        "may_verify": account.status in ("active", "suspended") and bool(can(user, MANAGE, account)),
        "due": _due(account, user),
        "rights": rights_on_account(account),
        "logins": account.credentials.kept().select_related("custodian"),
        "never_shared": clause_against_sharing(account, now),
        "logins_seen": set(visible_logins.values_list("pk", flat=True)),
        "bindings": bindings_of(account),
        "bind_form": BindForm(account=account) if rules and account.status != "closed" else None,
        "closing": _closing(account, user),
        "review": review_of(account, user, now),
        "incidents": incidents_on(account, user),
        "entries": history_of("platform_account", account.pk, 50),
        "versions": account.history.select_related("history_user")[:20],
    }


def _closing(account: PlatformAccount, user: User) -> Any:
    """How the yes of a second person to closing it stands, for whoever could close it (R-014)."""
    sources = account.machine.transition("close").sources
    return (
        standing_of(CLOSE_ACCOUNT, account, user) if account.status in sources and can(user, MANAGE, account) else None
    )


def bindings_of(account: PlatformAccount) -> list[tuple[PackBinding, str]]:
    """The rule books bound to this very account today, with their names."""
    names = pack_names()
    rows = PackBinding.objects.on(today(None)).filter(account=account).select_related("policy", "bound_by")
    return [(row, names[row.policy.code]) for row in rows.order_by("policy__rank", "pk")]


def _due(account: PlatformAccount, user: User) -> list[tuple[Deadline, Record | None]]:
    """What is due on the account, soonest first, with the kind of its record, never its title; for who manages it."""
    if not may_manage(user, account) and not can(user, "governance.read_everything"):
        return []
    rows = list(Deadline.objects.open().filter(account=account).order_by("due_at", "pk")[:DUE_SHOWN])
    records = resolve((row.kind, row.object_id) for row in rows)
    asked = {pk for kind, pk in records if kind == REQUEST}
    seen = set(ApprovalRequest.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    for pk in asked - seen:  # A request is read by those whom it concerns, not by all who manage the account.
        records[REQUEST, pk] = replace(records[REQUEST, pk], url=None)
    return [(row, records.get((row.kind, row.object_id))) for row in rows]


def _registration(account: PlatformAccount) -> AccountRegistration | None:
    return AccountRegistration.objects.filter(account=account).select_related("responsible").first()


def _asked(user: User, account: PlatformAccount) -> bool:
    """Whoever is asked to decide the opening reads what it is about."""
    rows = ApprovalRequest.objects.waiting_for(user).of_target(KIND, "platform_account", account.pk)
    return rows.exists()
