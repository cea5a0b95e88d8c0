"""What time does to grants: they end at their moment, and are told of before (R-012, O-3.3.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.grants.rules import PURPOSE, RECORD, TOLD_AHEAD
from governance.public import Deadline, Grant, cancel_deadline, expire_grants, meet_deadline, tell


def sweep_grants(now: datetime) -> dict[str, int]:
    """End what is over, tell what soon will be, stop the clocks of what was taken; may run twice."""
    return {"grants_expired": _expire(now), "grants_told": _tell_ahead(now), "grant_clocks_stopped": _stop(now)}


def _expire(now: datetime) -> int:
    with transaction.atomic():
        return _expire_and_tell(now)


def _expire_and_tell(now: datetime) -> int:
    ended = expire_grants(now)
    for grant in ended:
        meet_deadline(RECORD, grant.pk, PURPOSE, at=now)
        params = {"role": grant.role, "accounts": [grant.account.handle] if grant.account else []}
        tell(
            [grant.person_id], "role.expired", kind=RECORD, object_id=grant.pk, params=params,
            key=f"role.expired:{grant.pk}", at=now,
        )  # fmt: skip
    return len(ended)


def _tell_ahead(now: datetime) -> int:
    """The holder and whoever agreed, once for each end."""
    told = 0
    for grant in Grant.objects.expiring(now, now + TOLD_AHEAD).select_related("account", "person"):
        if grant.expires_at is None or grant.expires_at - grant.begins_at <= TOLD_AHEAD:
            continue
        params = {
            "name": str(grant.person), "role": grant.role, "accounts": [grant.account.handle] if grant.account else [],
            "end": f"{timezone.localtime(grant.expires_at):%Y-%m-%d %H:%M}",
        }  # fmt: skip
        people = [pk for pk in dict.fromkeys((grant.person_id, grant.begun_by_id)) if pk]
        told += tell(
            people, "role.expiring", kind=RECORD, object_id=grant.pk, params=params, key=f"role.expiring:{grant.pk}",
            at=now,
        )  # fmt: skip
    return told


def _stop(now: datetime) -> int:
    """A grant that was taken or replaced has no end to wait for."""
    clocks = Deadline.objects.open().filter(kind=RECORD, purpose=PURPOSE)
    over = list(
        clocks.filter(object_id__in=Grant.objects.exclude(ended_at=None).values("pk")).values_list(
            "object_id", flat=True
        )
    )
    for pk in over:
        cancel_deadline(RECORD, pk, PURPOSE, at=now)
    return len(over)
