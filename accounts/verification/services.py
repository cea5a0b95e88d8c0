"""Applying for verification, recording what the platform said, and the end of one (R-004, D-2.1.2, A-01, A-02)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.papers.rules import QUALIFICATION as QUALIFICATION_PAPER
from accounts.papers.rules import VERIFICATION as VERIFICATION_PAPER
from accounts.papers.services import Upload, keep_paper, store_paper
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import MANAGE
from accounts.verification.models import NOTE_LIMIT, AccountVerification
from accounts.verification.rules import APPLIED, GRACE, IDENTITY, KINDS_BY_CODE, RENEW_AHEAD, VERIFIED
from governance.public import (
    Refused,
    WrongState,
    cancel_deadline,
    clean_text,
    has_visible_text,
    holder_ids,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    require,
    require_version,
    tell,
    today,
)

# Whoever manages this very account hears of it first.
ON_ACCOUNT = "accounts.manage"
RECORD, RENEWAL, FIRST = "account_verification", "renewal", "verification"


def start_grace(account: PlatformAccount, *, owner: User, at: datetime) -> None:
    """From its opening an account has the days of the rule book to be verified; its clock (R-004)."""
    days = int(param(GRACE, account=account, at=at).value)
    open_deadline(
        kind="platform_account", object_id=account.pk, purpose=FIRST, owner=owner, due=at + timedelta(days=days),
        start=at, calendar=account.calendar, account_id=account.pk, at=at,
    )  # fmt: skip


def apply_verification(
    account: PlatformAccount, *, actor: User, kind: str, note: str = "", at: datetime | None = None
) -> AccountVerification:
    """Write down that the company applied for a verification at the platform; whoever manages the account does.

    Raises Denial, Refused for an unknown kind, or WrongState where the account is not open or one waits already.
    """
    now = at or timezone.now()
    require(actor, MANAGE, account)
    row = KINDS_BY_CODE.get(kind)
    if row is None:
        raise Refused(_("Please choose the kind of verification from the list."), field="kind")
    with transaction.atomic():
        locked = PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
        if locked.status not in ("active", "suspended"):
            raise WrongState(_("Only an open account is verified. Please have its opening agreed to first."))
        if AccountVerification.objects.filter(account=locked, purpose=row.purpose, status=APPLIED).exists():
            raise WrongState(_("This is applied for already. Record what the platform said before you apply again."))
        verification = AccountVerification.objects.create(
            account=locked, kind=kind, purpose=row.purpose, applied_on=today(now), applied_by=actor,
            note=clean_text(note, field="note", limit=NOTE_LIMIT).strip(),
        )  # fmt: skip
        _note("account_verification.applied", verification, actor, now)
    return verification


def record_verified(
    verification: AccountVerification,
    *,
    actor: User,
    verified_on: date,
    expires_on: date | None,
    proof: Upload | None,
    number: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> AccountVerification:
    """Write down that the platform verified the account, with the proof; an older one is replaced.

    The clock of the grace is met, and the clock of the next renewal runs. Raises NotAllowed, StaleVersion,
    WrongState, or Refused naming the field.
    """
    now = at or timezone.now()
    require(actor, MANAGE, verification.account)
    _check_days(verified_on, expires_on, today(now))
    if proof is None:
        raise Refused(
            _("Please attach the proof: the platform's certificate or a picture of its page."), field="proof"
        )
    stored = store_paper(proof, field="proof")
    number = clean_text(number, field="number", limit=80, one_line=True).strip()
    with transaction.atomic():
        locked = _lock(verification)
        require_version(locked, version)
        kind = VERIFICATION_PAPER if locked.purpose == IDENTITY else QUALIFICATION_PAPER
        for older in _lock_good(locked):
            _end(older, "replace", None, now)
        paper = keep_paper(locked.account, stored, kind=kind, actor=actor, at=now)
        moved = move(
            locked, "verify", actor=actor, at=now, held=True, payload={"kind": locked.kind},
            changes={"verified_on": verified_on, "expires_on": expires_on, "proof": paper, "number": number},
        )  # fmt: skip
        if moved.purpose == IDENTITY:
            meet_deadline("platform_account", moved.account_id, FIRST, at=now)
        _start_renewal(moved, now)
    return moved


def end_verification(
    verification: AccountVerification,
    name: str,
    *,
    actor: User,
    note: str,
    version: int | None = None,
    at: datetime | None = None,
) -> AccountVerification:
    """Write down that the platform refused the application, or took the verification away."""
    now = at or timezone.now()
    require(actor, MANAGE, verification.account)
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = _lock(verification)
        require_version(locked, version)
        moved = _end(locked, name, actor, now, words)
        if name == "revoke":
            _tell_lapsed(moved, now)
    return moved


def lapse_verifications(now: datetime) -> int:
    """For the sweep: what is past its last day lapses, whoever manages the account is told; returns how many."""
    count = 0
    for pk in list(AccountVerification.objects.over(today(now)).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            locked = AccountVerification.objects.select_for_update(of=("self",)).select_related("account").get(pk=pk)
            if locked.status == VERIFIED and locked.expires_on is not None and locked.expires_on < today(now):
                _tell_lapsed(_end(locked, "lapse", None, now), now)
                count += 1
    return count


def _lock(verification: AccountVerification) -> AccountVerification:
    """Under the lock of its account, so that two renewals cannot cross."""
    PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).get(pk=verification.account_id)
    rows = AccountVerification.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=verification.pk)


def _lock_good(verification: AccountVerification) -> list[AccountVerification]:
    rows = AccountVerification.objects.select_for_update(of=("self",)).select_related("account")
    return list(rows.filter(account=verification.account, purpose=verification.purpose, status=VERIFIED))


def _end(
    verification: AccountVerification, name: str, actor: User | None, now: datetime, note: str = ""
) -> AccountVerification:
    """End a verification; the day on which it stopped to count stands with it."""
    changes: dict[str, Any] = {"note": note} if has_visible_text(note) else {}
    if verification.status == VERIFIED:
        last = verification.expires_on if name == "lapse" else None
        changes["ended_on"] = last + timedelta(days=1) if last else today(now)
    moved = move(verification, name, actor=actor, note=note, at=now, held=True, changes=changes)
    cancel_deadline(RECORD, moved.pk, RENEWAL, at=now)
    return moved


def _start_renewal(verification: AccountVerification, now: datetime) -> None:
    """The clock of the renewal begins as long before the last day as a renewal takes."""
    if verification.expires_on is None:
        return
    due = timezone.make_aware(datetime.combine(verification.expires_on, time(18)), timezone.get_default_timezone())
    if due <= now:
        return
    owner = _responsible(verification.account)
    open_deadline(
        kind=RECORD, object_id=verification.pk, purpose=RENEWAL, owner=owner, due=due,
        start=max(now, due - RENEW_AHEAD), calendar=verification.account.calendar,
        account_id=verification.account_id, at=now,
    )  # fmt: skip


def _responsible(account: PlatformAccount) -> User | None:
    """Who answers for the account: as it was registered, while that person is here, else who manages it."""
    registration = getattr(account, "registration", None)
    if registration is not None and registration.responsible.is_active:
        person: User = registration.responsible
        return person
    found = holder_ids(ON_ACCOUNT, account.pk)
    return User.objects.get(pk=found[0]) if found else None


def _tell_lapsed(verification: AccountVerification, now: datetime) -> None:
    tell(
        holder_ids(ON_ACCOUNT, verification.account_id), "account_verification.lapsed", kind=RECORD,
        object_id=verification.pk, key=f"account_verification.lapsed:{verification.pk}", at=now,
    )  # fmt: skip


def _check_days(verified_on: date, expires_on: date | None, day: date) -> None:
    if verified_on > day:
        raise Refused(_("This day is still to come. Please give the day on which the platform confirmed."),
                      field="verified_on")  # fmt: skip
    if expires_on is not None and expires_on <= max(verified_on, day):
        raise Refused(_("A verification that is over cannot be recorded as good. Please correct the last day."),
                      field="expires_on")  # fmt: skip


def _note(event: str, verification: AccountVerification, actor: User, now: datetime) -> None:
    record(
        event, actor=actor, kind=RECORD, object_id=verification.pk, account_id=verification.account_id,
        payload={"kind": verification.kind}, at=now,
    )  # fmt: skip
