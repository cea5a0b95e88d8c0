"""What time does to custody: shares end, secrets come due, logins are not given back (R-007, R-009)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.custody.checkouts import end_checkout
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.rules import SHARE_ENDED
from accounts.custody.services import lock_credential, order_rotation
from accounts.people.models import User
from governance.public import param, record, tell


def sweep_custody(now: datetime) -> dict[str, int]:
    """End what is over and tell what is due; may run twice."""
    return {"shares_ended": _end_shares(now), "checkouts_ended": _end_checkouts(now), "rotations_told": _remind(now)}


def end_share(share: Share, *, at: datetime, actor: User | None = None) -> bool:
    """End a share, take the login back from who had it under it, and have the secret changed if it was used."""
    with transaction.atomic():
        credential = lock_credential(share.credential)
        locked = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
        if locked.ended_at is not None:
            return False
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        used = locked.checkouts.exists()
        for checkout in locked.checkouts.filter(returned_at=None):
            end_checkout(checkout, credential, actor=actor, at=at)
        record(
            "credential.share_ended", actor=actor, kind="credential", object_id=credential.pk,
            account_id=credential.account_id, payload={"share": locked.pk, "person": locked.person_id}, at=at,
        )  # fmt: skip
        if used:
            order_rotation(credential, SHARE_ENDED, at=at)
    return True


def _end_shares(now: datetime) -> int:
    over = Share.objects.filter(ended_at=None, until__lte=now).select_related("credential__account")
    return sum(end_share(share, at=share.until) for share in over)


def _end_checkouts(now: datetime) -> int:
    """A login that was not given back in time is taken back."""
    done = 0
    for late in Checkout.objects.out().filter(due_back_at__lte=now).select_related("credential"):
        with transaction.atomic():
            credential = lock_credential(late.credential)
            row = Checkout.objects.out().select_for_update(of=("self",)).filter(pk=late.pk).first()
            if row is not None:
                end_checkout(row, credential, actor=None, at=now)
                done += 1
    return done


def _remind(now: datetime) -> int:
    """Tell custodians the rule book's days ahead, once for every due day."""
    told = 0
    for row in Credential.objects.kept().filter(rotation_due_at__gt=now, rotation_cause="").select_related("account"):
        ahead = timedelta(days=int(param("rotation.remind", account=row.account, at=now).value))
        if row.rotation_due_at is None or row.rotation_due_at - ahead > now:
            continue
        told += tell(
            [row.custodian_id], "credential.soon", kind="credential", object_id=row.pk,
            params={"due": f"{timezone.localtime(row.rotation_due_at):%Y-%m-%d}"},
            key=f"credential.soon:{row.pk}:{row.number}", at=now,
        )  # fmt: skip
    return told
