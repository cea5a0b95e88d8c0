"""What an incident does to custody: shares and checkouts end, every login of its accounts must change (R-011, R-009).

Publishing is held by a gate that reads the open incidents; what was on its way is taken back by `holding.py`.
"""

from __future__ import annotations

from datetime import datetime

from accounts.custody.checkouts import end_checkout
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.rules import INCIDENT
from accounts.custody.services import lock_credential, order_rotation
from accounts.custody.sweeping import end_share
from accounts.incidents.models import Incident, IncidentSecret
from accounts.people.models import User


def touch_custody(incident: Incident, *, actor: User, at: datetime) -> None:
    """By the row of the kind; runs in the transaction that opens the incident, rows locked in the order of ids."""
    rule = incident.rule
    if not (rule.ends_use or rule.changes_secrets):
        return
    touched = incident.touched.values("account_id")
    for credential in Credential.objects.kept().filter(account_id__in=touched).order_by("pk"):
        if rule.ends_use:
            _end_use(credential, actor, at)
        if rule.changes_secrets:
            locked = lock_credential(credential)
            IncidentSecret.objects.create(
                incident=incident, credential=locked, number=locked.number, round=incident.round, ordered_at=at
            )
            order_rotation(locked, INCIDENT, at=at)


def _end_use(credential: Credential, actor: User, at: datetime) -> None:
    """Every share of the login ends, and whoever has it in hand has it no more."""
    locked = lock_credential(credential)
    for share in Share.objects.filter(credential=locked, ended_at=None).order_by("pk"):
        end_share(share, at=at, actor=actor)
    for checkout in Checkout.objects.out().filter(credential=locked).select_for_update(of=("self",)):
        end_checkout(checkout, lock_credential(credential), actor=actor, at=at)
