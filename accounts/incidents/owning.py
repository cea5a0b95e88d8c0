"""Who owns an incident and who receives its report, handed to somebody else (R-011)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.incidents.handlers import remember_handler, report_to_above
from accounts.incidents.models import Incident
from accounts.incidents.rules import CONTAIN, KIND, STEP_KIND
from accounts.incidents.services import (
    lock_incident,
    lock_unclosed,
    note_incident,
    reportable_accounts,
    require_handling,
)
from accounts.people.models import User
from governance.public import Refused, deputies_at, reassign_deadlines, tell


def assign_incident(
    incident: Incident, *, actor: User, owner: User, version: int | None = None, at: datetime | None = None
) -> Incident:
    """Hand the incident to somebody else, with its clocks and the open steps of the former owner.

    Raises Denial, WrongState, StaleVersion, or Refused naming `owner`.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_unclosed(incident, version)
        require_handling(locked, actor, now)
        _check_owner(locked, owner, now)
        _assign(locked, owner, actor, now)
    return locked


def _assign(locked: Incident, owner: User, actor: User | None, now: datetime) -> None:
    before, locked.owner = locked.owner, owner
    remember_handler(locked, before.pk, at=now)
    if locked.received_at is None:
        report_to_above(locked, at=now)
    locked.lock_version += 1
    locked.save(update_fields=["owner", "superior", "lock_version"])
    reassign_deadlines(KIND, locked.pk, owner, purpose=CONTAIN, at=now)
    for step in locked.steps.open().filter(owner=before):
        reassign_deadlines(STEP_KIND, step.pk, owner, at=now)
    locked.steps.open().filter(owner=before).update(owner=owner)
    note_incident("incident.assigned", locked, actor, now, **{"from": before.pk, "to": owner.pk})
    people = {owner.pk, *([locked.superior_id] if locked.superior_id else [])} - {actor.pk if actor else None}
    tell(
        sorted(people), "incident.assigned", kind=KIND, object_id=locked.pk, params={"who": str(owner)},
        key=f"incident.assigned:{locked.pk}:{locked.lock_version}", at=now, urgent=True,
    )  # fmt: skip


def hand_incident_on(incident_id: int, owner: User, *, actor: User | None, at: datetime) -> None:
    """The owner leaves: somebody else owns the incident. Who may was asked by the leave-taking."""
    with transaction.atomic():
        _assign(lock_unclosed(Incident(pk=incident_id)), owner, actor, at)


def hand_report_on(incident_id: int, *, actor: User | None, at: datetime) -> User | None:
    """Who was to confirm the report has left: the nearest above the owner now is asked; who that is."""
    with transaction.atomic():
        locked = lock_incident(Incident(pk=incident_id))
        if locked.is_closed or locked.received_at is not None:
            return None
        before = locked.superior_id
        report_to_above(locked, at=at)
        locked.lock_version += 1
        locked.save(update_fields=["superior", "lock_version"])
        note_incident("incident.report_passed_on", locked, actor, at, **{"from": before, "to": locked.superior_id})
        if locked.superior_id is not None:
            tell(
                [locked.superior_id], "incident.assigned", kind=KIND, object_id=locked.pk, at=at, urgent=True,
                params={"who": str(locked.owner)}, key=f"incident.assigned:{locked.pk}:{locked.lock_version}",
            )  # fmt: skip
    return locked.superior


def _check_owner(incident: Incident, owner: User, now: datetime) -> None:
    if owner.pk == incident.owner_id:
        raise Refused(_("This person owns the incident already. Please choose somebody else."), field="owner")
    if owner.pk == incident.concerned_id:
        raise Refused(_("This person is named in the incident. Please choose somebody else."), field="owner")
    if owner.pk == incident.received_by_id:
        raise Refused(
            _("This person has confirmed the report, so somebody else owns the incident. Please choose again."),
            field="owner",
        )
    if not owner.is_active or incident.account_id not in reportable_accounts(owner):
        raise Refused(_("This person does not work on the account. Please choose somebody who does."), field="owner")
    if owner.pk in deputies_at([owner.pk], now):
        raise Refused(_("This person is on leave. Please choose somebody who is there."), field="owner")
