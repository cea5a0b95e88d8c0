"""Showing a secret once: asked for with a confirmed password, recorded before it is opened (R-006).

`show_secret` is the only way out of the vault. The ledger entry is committed before the ciphertext is opened:
where the ledger cannot be written, nothing is shown.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.custody.checkouts import require_ground
from accounts.custody.models import Checkout, Reveal, SealedSecret
from accounts.custody.rules import BREAK_GLASS, REVEAL_VALID
from accounts.custody.sealing import Sealed, open_secret
from accounts.custody.services import MANAGE, lock_kept
from accounts.login.confirmation import check_confirmed
from accounts.people.models import User
from governance.public import Denial, NotAllowed, WrongState, record, require

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Shown:
    """What the one page shows; never stored, never logged: `repr` leaves the secret out."""

    login: str
    secret: str

    def __repr__(self) -> str:
        return f"Shown({self.login!r})"


@sensitive_variables("token")
def ask_reveal(
    checkout: Checkout, *, actor: User, confirmed_at: datetime | None, at: datetime | None = None
) -> tuple[Reveal, str]:
    """A token that shows the secret once, to this person, within fifteen minutes; only its hash is stored."""
    now = at or timezone.now()
    check_confirmed(confirmed_at, now, _("Please confirm your password again before a secret is shown."))
    with transaction.atomic():
        locked = _in_hand(checkout, actor, now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        reveal = Reveal.objects.create(
            checkout=locked, person=actor, number=locked.credential.number, token_hash=_hash(token), asked_at=now,
            expires_at=min(now + REVEAL_VALID, locked.due_back_at),
        )  # fmt: skip
        _note("credential.reveal_asked", reveal, locked, actor, now)
    return reveal, token


@sensitive_variables("token", "shown")
def show_secret(token: str, *, actor: User, at: datetime | None = None) -> Shown:
    """The secret, once. Raises NotAllowed for a token of somebody else, or one that is used, late or replaced."""
    now = at or timezone.now()
    with transaction.atomic():
        rows = Reveal.objects.select_for_update(of=("self",)).select_related("checkout")
        reveal = rows.filter(token_hash=_hash(token)).first()
        if reveal is None or reveal.person_id != actor.pk:
            raise NotAllowed(_("This request is not yours. Please ask for the secret yourself."))
        if reveal.shown_at is not None:
            raise NotAllowed(_("This secret was shown already. Please ask for it again."))
        if reveal.expires_at <= now:
            raise NotAllowed(_("This request is too old. Please ask for the secret again."))
        checkout = _in_hand(reveal.checkout, actor, now)
        sealed = SealedSecret.objects.get(credential_id=checkout.credential_id)
        if sealed.number != reveal.number:
            raise NotAllowed(_("The secret was changed since you asked. Please ask for it again."))
        reveal.shown_at = now
        reveal.save(update_fields=["shown_at"])
        _note("credential.revealed", reveal, checkout, actor, now)
    return Shown(
        checkout.credential.login,
        open_secret(Sealed(sealed.key_name, bytes(sealed.ciphertext)), credential_id=sealed.pk, number=sealed.number),
    )


def _in_hand(checkout: Checkout, actor: User, now: datetime) -> Checkout:
    """The checkout, if `actor` still has the login in hand and the ground for it still stands."""
    credential = lock_kept(checkout.credential)
    locked = Checkout.objects.select_for_update(of=("self",)).get(pk=checkout.pk)
    locked.credential = credential
    require_in_hand_of(locked, actor)
    if locked.returned_at is not None or locked.due_back_at <= now:
        raise WrongState(_("You no longer have this login in hand. Please take it out again."))
    if locked.ground == BREAK_GLASS:
        require(actor, MANAGE, credential)
    else:
        require_ground(credential, actor, now)
    return locked


def require_in_hand_of(checkout: Checkout, person: User) -> None:
    """Raise Denial where somebody else took the login out."""
    if checkout.person_id != person.pk:
        raise Denial(_("Somebody else has this login in hand. Please take it out yourself."))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _note(event: str, reveal: Reveal, checkout: Checkout, actor: User, now: datetime) -> None:
    record(
        event, actor=actor, kind="credential", object_id=checkout.credential_id,
        account_id=checkout.credential.account_id, at=now,
        payload={"reveal": reveal.pk, "checkout": checkout.pk, "number": reveal.number},
    )  # fmt: skip
