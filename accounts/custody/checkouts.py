"""Taking a login out and giving it back: one person at a time, with a ground and a reason (R-006, R-007)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.rules import (
    BREAK_GLASS,
    BROKEN_GLASS,
    CHECKOUT_HOURS,
    CUSTODIAN,
    RETURNED,
    REVIEW_BREAK_GLASS,
    SHARE,
    WORKING_RIGHTS,
)
from accounts.custody.services import KEEP, MANAGE, lock_kept, order_rotation
from accounts.login.confirmation import check_confirmed
from accounts.people.models import User
from governance.public import (
    Denial,
    Denied,
    NotAllowed,
    Refused,
    Sentence,
    WrongState,
    accounts_for,
    can,
    clean_text,
    holder_ids,
    meet_deadline,
    open_deadline,
    record,
    require,
    stood_in_for,
    tell,
)

NOT_WORKING = gettext_lazy("A login is shared with people who work on the account. Please have a right granted first.")


def works_on(person: User, account_id: int) -> bool:
    """Whether somebody works on an account; nobody else uses a login of it by a share (R-007, D-2.2.1b).

    What only rests for now, as under an incident, is held all the same.
    """
    return any(account_id in accounts_for(person, right) for right in WORKING_RIGHTS)


def ground_for(credential: Credential, person: User, now: datetime) -> tuple[str, Share | None] | Sentence:
    """On what ground `person` may take the login out now, or the sentence why not."""
    if credential.custodian_id == person.pk:
        answer = can(person, KEEP, credential)
        return answer.reason if isinstance(answer, Denied) else (CUSTODIAN, None)
    share = Share.objects.filter(credential=credential, person=person).valid(now).first()
    if share is not None and person.is_active:
        return (SHARE, share) if works_on(person, credential.account_id) else NOT_WORKING
    ended = Share.objects.filter(credential=credential, person=person).exists()
    if ended:
        return gettext_lazy("Your share of this login has ended. Please ask for a new one.")
    return format_lazy(
        gettext_lazy("{name} keeps this login. Please ask for a share; your superior decides."),
        name=str(credential.custodian),
    )


def require_ground(credential: Credential, person: User, now: datetime) -> tuple[str, Share | None]:
    """The ground on which `person` may take the login out now; raises Denial with the sentence why not."""
    ground = ground_for(credential, person, now)
    if not isinstance(ground, tuple):
        raise Denial(ground)
    return ground


def take_out(credential: Credential, *, actor: User, reason: str, at: datetime | None = None) -> Checkout:
    """Take the login in hand, alone, for a working day at most. Raises Denial or WrongState in words."""
    now = at or timezone.now()
    reason = _reason(reason)
    with transaction.atomic():
        locked = lock_kept(credential)
        code, share = require_ground(locked, actor, now)
        until = now + CHECKOUT_HOURS
        return _take(locked, actor, code, share, reason, min(until, share.until) if share else until, now)


def break_glass(
    credential: Credential,
    *,
    actor: User,
    reason: str,
    confirmed_at: datetime | None,
    at: datetime | None = None,
) -> Checkout:
    """In an emergency whoever manages the account takes the login out; every owner is told at once.

    Somebody else reviews it within two days, and the secret must change. Raises Denial, NotAllowed or WrongState.
    """
    now = at or timezone.now()
    reason = _reason(reason)
    check_confirmed(confirmed_at, now, _("Please confirm your password again before you break the glass."))
    with transaction.atomic():
        locked = lock_kept(credential)
        require(actor, MANAGE, locked)
        if locked.custodian_id == actor.pk:
            raise NotAllowed(_("You keep this login yourself. Please take it out in the ordinary way."))
        held = locked.checkouts.out().select_for_update().first()
        if held is not None:
            _close(held, now)
        checkout = _take(locked, actor, BREAK_GLASS, None, reason, now + CHECKOUT_HOURS, now)
        owners = {locked.custodian_id, *holder_ids(MANAGE, locked.account_id), *holder_ids("governance.operate", None)}
        if locked.account.department is not None and locked.account.department.head_id:
            owners.add(locked.account.department.head_id)
        tell(
            sorted(owners - {actor.pk}), "credential.glass_broken", kind="credential", object_id=locked.pk,
            params={"who": str(actor)}, key=f"credential.glass_broken:{checkout.pk}", at=now, urgent=True,
        )  # fmt: skip
        open_deadline(
            kind="checkout", object_id=checkout.pk, purpose="review", owner=locked.custodian,
            due=now + REVIEW_BREAK_GLASS, start=now, calendar=locked.account.calendar,
            account_id=locked.account_id, at=now,
        )  # fmt: skip
        order_rotation(locked, BROKEN_GLASS, at=now)
    return checkout


def review_break_glass(checkout: Checkout, *, actor: User, at: datetime | None = None) -> Checkout:
    """Somebody else who keeps or manages the account looked at the emergency and found it in order."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = Checkout.objects.select_for_update(of=("self",)).select_related("credential").get(pk=checkout.pk)
        if locked.credential.custodian_id != actor.pk:
            require(actor, MANAGE, locked.credential)
        if locked.ground != BREAK_GLASS or locked.reviewed_by_id is not None:
            raise WrongState(_("There is nothing to review here any more. Please load the page again."))
        if locked.person_id == actor.pk:
            raise NotAllowed(_("You took this login out yourself, so somebody else must review it."))
        if actor.pk in stood_in_for({locked.person_id}, locked.taken_at, now):
            raise NotAllowed(_("You stood in for whoever took this login out, so somebody else must review it."))
        locked.reviewed_by, locked.reviewed_at = actor, now
        locked.save(update_fields=["reviewed_by", "reviewed_at"])
        meet_deadline("checkout", locked.pk, "review", at=now)
        _note("credential.glass_reviewed", locked, actor, now)
    return locked


def give_back(checkout: Checkout, *, actor: User, at: datetime | None = None) -> Checkout:
    """Give the login back; when somebody else than its custodian had it, the secret must change."""
    now = at or timezone.now()
    with transaction.atomic():
        credential = lock_kept(checkout.credential)
        locked = Checkout.objects.select_for_update(of=("self",)).get(pk=checkout.pk)
        if locked.returned_at is not None:
            raise WrongState(_("This login was given back already."))
        if locked.person_id != actor.pk:
            require(actor, MANAGE, credential)
        end_checkout(locked, credential, actor=actor, at=now)
    return locked


def end_checkout(checkout: Checkout, credential: Credential, *, actor: User | None, at: datetime) -> None:
    """The login is back; what somebody else than its custodian knew must change. The caller holds both rows locked."""
    _close(checkout, at)
    _note("credential.returned", checkout, actor, at)
    if checkout.ground == SHARE:
        order_rotation(credential, RETURNED, at=at)


def _take(
    credential: Credential, person: User, ground: str, share: Share | None, reason: str, until: datetime, now: datetime
) -> Checkout:
    try:
        with transaction.atomic():
            checkout = Checkout.objects.create(
                credential=credential, person=person, ground=ground, share=share, reason=reason, taken_at=now,
                due_back_at=until,
            )  # fmt: skip
    except IntegrityError:
        holder = credential.checkouts.out().select_related("person").get()
        raise WrongState(
            _("%(name)s has this login in hand. Please wait until it is given back, or ask %(name)s.")
            % {"name": holder.person}
        ) from None
    _note("credential.taken_out", checkout, person, now)
    return checkout


def _close(checkout: Checkout, now: datetime) -> None:
    checkout.returned_at = now
    checkout.save(update_fields=["returned_at"])
    checkout.reveals.filter(shown_at=None, expires_at__gt=now).update(expires_at=now)


def _note(event: str, checkout: Checkout, actor: User | None, now: datetime) -> None:
    record(
        event, actor=actor, kind="credential", object_id=checkout.credential_id,
        account_id=checkout.credential.account_id, at=now,
        payload={"checkout": checkout.pk, "person": checkout.person_id, "ground": checkout.ground},
    )  # fmt: skip


def _reason(text: str) -> str:
    cleaned = clean_text(text, field="reason", limit=300, one_line=True).strip()
    if not cleaned:
        raise Refused(_("Please say what the login is needed for."), field="reason")
    return cleaned
