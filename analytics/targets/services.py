"""Proposing and deciding targets, and opening periods that have one (R-086, D-5.3.1, M-6.1.2, O-6.1.2)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.targets.models import Target, TargetPeriod
from analytics.targets.rules import cycle_end, cycle_start
from analytics.targets.workflow import SET_TARGETS
from governance.public import (
    NotAllowed,
    Refused,
    WrongState,
    can,
    clean_text,
    holder_ids,
    move,
    param,
    record,
    require,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User


def propose_target(
    *,
    actor: User,
    metric: MetricDefinition,
    cycle: str,
    day: date,
    value: Decimal,
    account: PlatformAccount | None = None,
    platform: str = "",
    content_type: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Target:
    """Propose a value for the cycle that holds `day`; somebody else must approve it before it counts."""
    now = at or timezone.now()
    require(actor, SET_TARGETS)
    if account is not None:
        if not can(actor, VIEW_METRICS, account):
            raise NotAllowed(
                _("You may not see the figures of %(account)s, so you cannot set its targets.") % {"account": account},
                field="account",
            )
        if platform:
            raise Refused(_("Choose an account or a platform, not both."), field="platform")
    if not value > 0:
        raise Refused(_("A target is a number above zero."), field="value")
    start = cycle_start(cycle, day)
    with transaction.atomic():
        target = Target.objects.create(
            account=account, platform=platform, content_type=content_type, metric=metric, cycle=cycle, start=start,
            end=cycle_end(cycle, start), value=value, proposed_by=actor, proposed_at=now,
            reason=clean_text(reason, field="reason", limit=500, one_line=True).strip(),
        )  # fmt: skip
        _note("target.proposed", target, actor, now)
        deciders = [pk for pk in holder_ids(SET_TARGETS) if pk != actor.pk]
        tell(
            deciders, "target.to_approve", kind="target", object_id=target.pk,
            key=f"target.to_approve:{target.pk}", at=now,
        )  # fmt: skip
    return target


def approve_target(
    target: Target, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> Target:
    """Put a target of somebody else in force; it replaces the one that held for the same before."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
        same = Target.objects.in_force().filter(
            account=locked.account_id, platform=locked.platform, content_type=locked.content_type,
            metric=locked.metric_id, cycle=locked.cycle, start=locked.start,
        )  # fmt: skip
        old = same.select_for_update(of=("self",)).first()
        if old is not None:
            old.status, old.lock_version = "replaced", old.lock_version + 1
            old.save(update_fields=["status", "lock_version"])
        moved = move(
            locked, "approve", actor=actor, note=note, version=version, at=now,
            changes={"decided_by": actor, "decided_at": now, "note": _clean(note)},
            payload={"replaced": old.pk} if old else {},
        )  # fmt: skip
        waiting = TargetPeriod.objects.without_target().filter(start__lt=moved.end)
        for period in waiting.select_related("account"):
            if period.end > moved.start and _holds(moved, period.account):
                _open(period, actor, now)
        _tell_author(moved, "target.approved", now)
    return moved


def reject_target(
    target: Target, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Target:
    """Turn a proposal of somebody else down, with the reason."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(
            target, "reject", actor=actor, note=note, version=version, at=now,
            changes={"decided_by": actor, "decided_at": now, "note": _clean(note)},
        )  # fmt: skip
        _tell_author(moved, "target.rejected", now)
    return moved


def take_back_target(
    target: Target, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> Target:
    """Take one's own proposal back."""
    changes = {"note": _clean(note)}
    return move(target, "take_back", actor=actor, note=note, version=version, at=at, changes=changes)


def open_period(period: TargetPeriod, *, actor: User | None, at: datetime | None = None) -> TargetPeriod:
    """Open a period; refused while no target in force holds for it (R-086)."""
    now = at or timezone.now()
    if actor is not None:
        require(actor, SET_TARGETS)
    with transaction.atomic():
        locked = TargetPeriod.objects.select_for_update(of=("self",)).select_related("account").get(pk=period.pk)
        if locked.opened_at is not None:
            raise WrongState(_("This period is open already."))
        if not has_target(locked):
            raise Refused(
                _("No target holds for %(period)s. Propose one and have it approved; the period opens then.")
                % {"period": locked}
            )
        return _open(locked, actor, now)


def has_target(period: TargetPeriod) -> bool:
    """Whether a target in force holds for the account in that time."""
    return Target.objects.in_force().for_account(period.account).touching(period.start, period.end).exists()


def begin_periods(now: datetime) -> dict[str, int]:
    """Begin the present period of every active account; open those with a target, tell of those without."""
    today = timezone.localdate(now)
    accounts = PlatformAccount.objects.filter(status="active").exclude(opened_on__gt=today)
    wanted: dict[tuple[int, str, date], PlatformAccount] = {}
    for account in accounts.select_related("department"):
        cycle = str(param("targets.period", account=account, at=now).value)
        wanted[account.pk, cycle, cycle_start(cycle, today)] = account
    known = set(
        TargetPeriod.objects.filter(start__in={start for _a, _c, start in wanted}).values_list(
            "account_id", "cycle", "start"
        )
    )
    missing = {key: account for key, account in wanted.items() if key not in known}
    counts = {"begun": 0, "opened": 0}
    for (account_id, cycle, start), account in missing.items():
        with transaction.atomic():
            period, made = TargetPeriod.objects.get_or_create(
                account_id=account_id, cycle=cycle, start=start, defaults={"begun_at": now}
            )
            if not made:
                continue
            period.account = account
            counts["begun"] += 1
            if has_target(period):
                _open(period, None, now)
                counts["opened"] += 1
            else:
                tell(
                    holder_ids(SET_TARGETS), "period.without_target", kind="target_period", object_id=period.pk,
                    key=f"period.without_target:{period.pk}", at=now,
                )  # fmt: skip
    return counts


def _holds(target: Target, account: PlatformAccount) -> bool:
    if target.account_id:
        return target.account_id == account.pk
    return target.platform in ("", account.platform)


def _open(period: TargetPeriod, actor: User | None, now: datetime) -> TargetPeriod:
    period.opened_at, period.opened_by = now, actor
    period.save(update_fields=["opened_at", "opened_by"])
    record(
        "period.opened", actor=actor, kind="target_period", object_id=period.pk, account_id=period.account_id,
        payload={"cycle": period.cycle, "start": period.start.isoformat()}, at=now,
    )  # fmt: skip
    return period


def _clean(note: str) -> str:
    return clean_text(note, field="note", limit=500, one_line=True).strip()


def _note(event: str, target: Target, actor: User, now: datetime) -> None:
    payload = {"metric": target.metric.code, "cycle": target.cycle, "start": target.start.isoformat()}
    record(
        event, actor=actor, kind="target", object_id=target.pk, account_id=target.account_id, payload=payload, at=now
    )


def _tell_author(target: Target, template: str, now: datetime) -> None:
    tell(
        [target.proposed_by_id], template, kind="target", object_id=target.pk,
        key=f"{template}:{target.pk}", at=now,
    )  # fmt: skip
