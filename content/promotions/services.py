"""Planning, asking for the budget, spending and summing up a paid promotion (R-049, M-2.2.3, O-2.2.3b)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.models import Campaign
from content.campaigns.rules import LINE_LIMIT
from content.promotions.models import Promotion, PromotionSpend
from content.promotions.rules import APPROVAL, KIND, MOST_AMOUNT, TEXT_LIMIT, WRITE
from content.promotions.workflow import AGREED, OVER, RUNNING, WAITING
from governance.public import (
    ApprovalRequest,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    ask_approval,
    can,
    clean_text,
    move,
    record,
    require_version,
    today,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


def plan_promotion(
    *, actor: User, account: PlatformAccount, title: str, form: str, plan: str, budget: Decimal, label: str,
    first_day: date, last_day: date, currency: str = "CNY", campaign: Campaign | None = None,
    at: datetime | None = None,
) -> Promotion:  # fmt: skip
    """Write what is promoted, how, for how much, and with which label. Raises NotAllowed, Refused naming the field."""
    now = at or timezone.now()
    if not can(actor, WRITE, account):
        raise NotAllowed(_("You may not plan for %(account)s. Ask its manager for the right.") % {"account": account},
                         field="account")  # fmt: skip
    words = clean_text(title, field="title", limit=LINE_LIMIT, one_line=True).strip()
    whole = clean_text(plan, field="plan", limit=TEXT_LIMIT).strip()
    for name, text in (("title", words), ("plan", whole)):
        if not text:
            raise Refused(_("Please fill this in: money is spent by a plan."), field=name)
    if not 0 < budget <= MOST_AMOUNT:
        raise Refused(_("The budget is an amount above 0."), field="budget")
    if last_day < first_day:
        raise Refused(_("The last day is not before the first."), field="last_day")
    if campaign is not None and campaign.account_id != account.pk:
        raise Refused(_("This campaign is one of another account."), field="campaign")
    with transaction.atomic():
        row = Promotion.objects.create(
            account=account, campaign=campaign, title=words, form=form, plan=whole, budget=budget, currency=currency,
            label=label, first_day=first_day, last_day=last_day, author=actor, created_at=now,
        )  # fmt: skip
        _note("promotion.planned", row, actor, now, budget=str(budget))
    return row


def ask_budget(
    promotion: Promotion, *, actor: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Promotion:
    """Ask somebody responsible for the budget; nothing may be spent before their yes."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(promotion, "ask", actor=actor, version=version, at=now)
        request = ask_approval(
            APPROVAL, actor=actor, account=moved.account, target=moved, reason=reason, title=moved.title, at=now,
            payload={
                "plan": moved.plan, "budget": f"{moved.budget} {moved.currency}", "label": moved.label,
                "days": f"{moved.first_day} – {moved.last_day}",
            },
        )  # fmt: skip
        Promotion.objects.filter(pk=moved.pk).update(request=request)
        moved.request = request
    return moved


def agreed(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The budget was agreed to."""
    row = _asked(request)
    move(row, "agree", actor=None, at=at, held=True, changes={"agreed_at": at}, payload={"request": request.pk})


def not_agreed(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The budget was refused, or nobody asks or decides any more: the promotion is planned as before."""
    row = _asked(request)
    if row.status == WAITING:
        move(row, "refuse", actor=None, at=at, held=True, payload={"request": request.pk})


def _asked(request: ApprovalRequest) -> Promotion:
    rows = Promotion.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=request.target_id or 0)


def see_label(promotion: Promotion, *, actor: User, at: datetime | None = None) -> Promotion:
    """Record that somebody looked at the post and it carries the label of an advertisement (Ad Law 14)."""
    now = at or timezone.now()
    with transaction.atomic():
        row = _lock(promotion, actor)
        if row.status != AGREED:
            raise WrongState(_("The label is looked at between the agreed budget and the start."))
        row.label_seen_at, row.label_seen_by = now, actor
        _save(row, "promotion.label_seen", actor, now, "label_seen_at", "label_seen_by")
    return row


def start_promotion(
    promotion: Promotion, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Promotion:
    """Money may be spent from now on."""
    now = at or timezone.now()
    return move(promotion, "start", actor=actor, version=version, at=now, changes={"started_at": now})


def record_spend(
    promotion: Promotion, *, actor: User, amount: Decimal, spent_on: date, at: datetime | None = None
) -> PromotionSpend:
    """Record what was paid, within the agreed budget. Raises WrongState before the start, Refused above the budget."""
    now = at or timezone.now()
    if not 0 < amount <= MOST_AMOUNT:
        raise Refused(_("The amount is above 0."), field="amount")
    with transaction.atomic():
        row = _lock(promotion, actor)
        if row.status != RUNNING:
            raise WrongState(_("Money is spent on a promotion that runs: with an agreed budget and its label."))
        if row.spent + amount > row.budget:
            raise Refused(
                _("Only %(left)s %(currency)s of the budget are left. Plan a further promotion and ask for more.")
                % {"left": row.budget - row.spent, "currency": row.currency},
                field="amount",
            )
        if not today(row.started_at) <= spent_on <= today(now):
            raise Refused(
                _("Money is spent between the start of the promotion, %(day)s, and today. Please check the day.")
                % {"day": today(row.started_at)},
                field="spent_on",
            )
        spend = PromotionSpend.objects.create(
            promotion=row, amount=amount, spent_on=spent_on, recorded_by=actor, recorded_at=now
        )
        row.spent += amount
        _save(row, "promotion.spent", actor, now, "spent")
    return spend


def write_result(
    promotion: Promotion, *, actor: User, result: str, version: int | None = None, at: datetime | None = None
) -> Promotion:
    """Write what the promotion brought for its money. Raises StaleVersion where somebody did since `version`."""
    now = at or timezone.now()
    words = clean_text(result, field="result", limit=TEXT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please write what the promotion brought."), field="result")
    with transaction.atomic():
        row = _lock(promotion, actor)
        if row.status not in (RUNNING, OVER):
            raise WrongState(_("A promotion has a result once it runs."))
        require_version(row, version)
        row.result = words
        _save(row, "promotion.result_written", actor, now, "result")
    return row


def finish_promotion(
    promotion: Promotion, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Promotion:
    """Nothing more is spent, and the result is written."""
    now = at or timezone.now()
    return move(promotion, "finish", actor=actor, version=version, at=now, changes={"finished_at": now})


def drop_promotion(
    promotion: Promotion, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Promotion:
    """Give a promotion up before anything was spent."""
    return move(promotion, "drop", actor=actor, note=clean_text(note, field="note", limit=TEXT_LIMIT).strip(),
                version=version, at=at or timezone.now())  # fmt: skip


def _lock(promotion: Promotion, actor: User) -> Promotion:
    row = Promotion.objects.select_for_update(of=("self",)).select_related("account").get(pk=promotion.pk)
    if not can(actor, WRITE, row):
        raise NotAllowed(_("You may not plan for this account. Ask its manager for the right."))
    return row


def _save(row: Promotion, event: str, actor: User, now: datetime, *names: str) -> None:
    row.lock_version += 1
    row.save(update_fields=[*names, "lock_version"])
    _note(event, row, actor, now)


def _note(event: str, row: Promotion, actor: User, now: datetime, **payload: Any) -> None:
    record(event, actor=actor, kind=KIND, object_id=row.pk, account_id=row.account_id, payload=payload, at=now)
