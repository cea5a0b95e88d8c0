"""What of custody passes on when somebody leaves: their logins, what they have in hand, share or know (R-006, R-009).

Every secret that they kept or could have seen must change within the hours of the cause “left”.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.custody.checkouts import end_checkout
from accounts.custody.models import Checkout, Credential, Reveal, Rotation, Share
from accounts.custody.rules import LEFT
from accounts.custody.services import KEEP, lock_credential, order_rotation, pass_on
from accounts.custody.sweeping import end_share
from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from governance.public import holder_ids

CREDENTIAL = "credential"


def _of(row: Credential, detail: str = "") -> Holding:
    return Holding(CREDENTIAL, row.pk, str(row), row.account_id, detail)


def _kept(person: User, at: datetime) -> list[Holding]:
    return [_of(row) for row in Credential.objects.kept().filter(custodian=person).select_related("account")]


def _keepers(holding: Holding) -> Collection[int]:
    return holder_ids(KEEP, holding.account_id)


def _hand_login(handing: Handing) -> User | None:
    """The new custodian changes the secret next."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    locked = lock_credential(Credential(pk=handing.holding.object_id))
    pass_on(locked, handing.successor, LEFT, actor=handing.actor, ordered=LEFT, at=handing.at)
    return handing.successor


def _known(person: User, at: datetime) -> list[Holding]:
    """Logins of others whose present secret they set, were shown, had in hand or may look at under a share."""
    since = Q(credential=OuterRef("pk"), person=person)
    known = (
        Exists(Reveal.objects.filter(
            checkout__credential=OuterRef("pk"), person=person, number=OuterRef("number"), shown_at__isnull=False
        ))
        | Exists(Rotation.objects.filter(credential=OuterRef("pk"), set_by=person, number=OuterRef("number")))
        | Exists(Checkout.objects.filter(since, Q(returned_at=None) | Q(returned_at__gte=OuterRef("rotated_at"))))
        | Exists(Share.objects.filter(since, Q(ended_at=None) | Q(ended_at__gte=OuterRef("rotated_at"))))
    )  # fmt: skip
    rows = Credential.objects.kept().exclude(custodian=person).filter(known).select_related("account")
    return [_of(row, "known") for row in rows]


def _change(handing: Handing) -> User | None:
    """Its custodian changes the secret that somebody who has left knows."""
    locked = lock_credential(Credential(pk=handing.holding.object_id))
    order_rotation(locked, LEFT, at=handing.at)
    return locked.custodian


def _in_hand(person: User, at: datetime) -> list[Holding]:
    rows = Checkout.objects.out().filter(person=person).select_related("credential__account")
    return [Holding("checkout", row.pk, str(row.credential), row.credential.account_id) for row in rows]


def _take_back(handing: Handing) -> User | None:
    checkout = Checkout.objects.select_related("credential").get(pk=handing.holding.object_id)
    credential = lock_credential(checkout.credential)
    locked = Checkout.objects.out().select_for_update(of=("self",)).filter(pk=checkout.pk).first()
    if locked is not None:
        end_checkout(locked, credential, actor=handing.actor, at=handing.at)
    return None


def _shares(person: User, at: datetime) -> list[Holding]:
    rows = Share.objects.filter(person=person, ended_at=None).select_related("credential__account")
    return [_of(row.credential, "share") for row in rows]


def _end_share(handing: Handing) -> User | None:
    shares = Share.objects.filter(credential=handing.holding.object_id, person=handing.person, ended_at=None)
    for share in shares.select_related("credential"):
        end_share(share, actor=handing.actor, at=handing.at)
    return None


# The codes put them in this order: what is in hand comes back before it has another custodian.
register_holding(HoldingKind("checkout", _("Logins in hand"), _in_hand, _take_back, passes=False))
register_holding(
    HoldingKind(
        "custody", _("Logins kept"), _kept, _hand_login, takers=_keepers,
        nobody=_(
            "Nobody else may keep this login. Please have the role of custodian given to somebody on its account"
            " first."
        ),
    )
)  # fmt: skip
register_holding(HoldingKind("login_share", _("Logins shared with them"), _shares, _end_share, passes=False))
register_holding(
    HoldingKind("secret_known", _("Secrets that they know, to be changed"), _known, _change, passes=False)
)
