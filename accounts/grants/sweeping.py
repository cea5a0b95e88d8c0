"""What time does to grants: they end at their moment, and are told of before (R-012, O-3.3.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.grants.rules import PURPOSE, RECORD, TOLD_AHEAD
from accounts.people.models import User
from accounts.platforms.places import kept_places
from governance.public import EXPIRED, Deadline, Grant, cancel_deadline, expire_grants, meet_deadline, tell, untold


def sweep_grants(now: datetime) -> dict[str, int]:
    """End what is over, tell what soon will be, stop the clocks of what was taken; may run twice.

    One short transaction for each person, and one notice for each fact: what was told is not looked at again.
    """
    return {"grants_expired": _expire(now), "grants_told": _tell_ahead(now), "grant_clocks_stopped": _stop(now)}


def _expire(now: datetime) -> int:
    """Person by person, so that nobody waits for the grants of others."""
    people = Grant.objects.lapsed(now).order_by("person_id").values_list("person_id", flat=True).distinct()
    return sum(_expire_of(person, now) for person in User.objects.in_bulk(list(people)).values())


@transaction.atomic
def _expire_of(person: User, now: datetime) -> int:
    ended = expire_grants(now, person)
    for grant in ended:
        _note_expired(grant, now)
    return len(ended)


def _note_expired(grant: Grant, now: datetime) -> None:
    meet_deadline(RECORD, grant.pk, PURPOSE, at=now)
    params = {"role": grant.role, **kept_places([grant.account])}
    tell(
        [grant.person_id], "role.expired", kind=RECORD, object_id=grant.pk, params=params,
        key=f"role.expired:{grant.pk}", at=now,
    )  # fmt: skip


def _tell_ahead(now: datetime) -> int:
    """The holder and whoever agreed, once for each end."""
    told = 0
    soon = Grant.objects.expiring(now, now + TOLD_AHEAD).select_related("account", "person")
    for grant in untold(soon, "role.expiring", recipient="person"):
        if grant.expires_at is None or grant.expires_at - grant.begins_at <= TOLD_AHEAD:
            continue
        params = {
            "name": str(grant.person), "role": grant.role, **kept_places([grant.account]),
            "end": f"{timezone.localtime(grant.expires_at):%Y-%m-%d %H:%M}",
        }  # fmt: skip
        people = [pk for pk in dict.fromkeys((grant.person_id, grant.begun_by_id)) if pk]
        told += tell(
            people, "role.expiring", kind=RECORD, object_id=grant.pk, params=params, key=f"role.expiring:{grant.pk}",
            at=now,
        )  # fmt: skip
    return told


def _stop(now: datetime) -> int:
    """A grant that was taken or replaced has no end to wait for.

    One whose end came while something else was done to the person's roles is told of here.
    """
    clocks = Deadline.objects.open().filter(kind=RECORD, purpose=PURPOSE).values("object_id")
    over = list(Grant.objects.exclude(ended_at=None).filter(pk__in=clocks).select_related("account").order_by("pk"))
    for grant in over:
        with transaction.atomic():
            if grant.ended_because == EXPIRED:
                _note_expired(grant, now)
            else:
                cancel_deadline(RECORD, grant.pk, PURPOSE, at=now)
    return len(over)
