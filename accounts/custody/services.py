"""Taking a login into custody, changing its secret, handing it over (R-006, R-008, R-009).

A secret enters here as an argument and leaves only through `reveal.show_secret`. No ledger entry, notice, task
or exception carries it.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.custody.models import Credential, Rotation, SealedSecret
from accounts.custody.rules import (
    CAUSES,
    HAND_OVER,
    HANDED_OVER,
    INTERVAL,
    KINDS_BY_CODE,
    LEFT,
    ORDERED_BY,
    RETIRE,
)
from accounts.custody.sealing import seal_secret
from accounts.custody.strength import Strength, judge_password
from accounts.login.confirmation import check_confirmed
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import (
    Denial,
    Denied,
    Refused,
    WrongState,
    acts,
    can,
    cancel_deadline,
    clean_text,
    find_agreement,
    has_visible_text,
    move,
    open_deadline,
    param,
    payload_of,
    record,
    require,
    require_agreement,
    require_version,
    tell,
    use_agreement,
)

KEEP, MANAGE = "accounts.custody", "accounts.manage"


@sensitive_variables("secret")
def add_credential(
    *,
    actor: User,
    account: PlatformAccount,
    kind: str,
    login: str,
    custodian: User,
    secret: str,
    confirmed_at: datetime | None,
    at: datetime | None = None,
) -> Credential:
    """Take a login into custody with its one custodian; whoever manages the account does.

    Raises Denial, NotAllowed, or Refused where somebody keeps this login already or the secret is too weak.
    """
    now = at or timezone.now()
    require(actor, MANAGE, account)
    if account.status == "closed":
        raise WrongState(_("This account is closed. Please choose one that is in use."))
    _confirmed(confirmed_at, now)
    login = clean_text(login, field="login", limit=120, one_line=True).strip()
    if not login:
        raise Refused(_("The login name is empty. Write the one that the platform asks for."), field="login")
    with transaction.atomic():
        # Under the lock of the account, so that no two take the same login in at once under two spellings.
        PlatformAccount.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
        held = Credential.objects.kept().filter(account=account, kind=kind).select_related("custodian")
        known = next((row for row in held if spelling(row.login) == spelling(login)), None)
        if known is not None:
            raise Refused(
                _("%(name)s keeps this login already, and a login has one custodian. Please hand it over instead.")
                % {"name": known.custodian},
                field="login",
            )
        check_custodian(custodian, account)
        credential = Credential(
            account=account, kind=kind, login=login, custodian=custodian, created_at=now, rotation_cause=INTERVAL
        )
        credential.full_clean()
        credential.save(force_insert=True)
        _set_secret(credential, secret, actor, now)
        record(
            "credential.added", actor=actor, kind="credential", object_id=credential.pk, account_id=account.pk,
            payload={"kind": kind, "custodian": custodian.pk}, at=now,
        )  # fmt: skip
    return credential


@sensitive_variables("secret")
def rotate_secret(
    credential: Credential,
    *,
    actor: User,
    secret: str,
    confirmed_at: datetime | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Credential:
    """Put a new secret in place of the old one, which is overwritten; its custodian does, nobody else.

    Raises Denial, NotAllowed, StaleVersion, or Refused with every fault of the new secret.
    """
    now = at or timezone.now()
    _confirmed(confirmed_at, now)
    with transaction.atomic():
        locked = lock_kept(credential, version)
        require_custodian(locked, actor)
        cause = locked.rotation_cause or INTERVAL
        _set_secret(locked, secret, actor, now)
        record(
            "credential.rotated", actor=actor, kind="credential", object_id=locked.pk, account_id=locked.account_id,
            payload={"number": locked.number, "cause": cause}, at=now,
        )  # fmt: skip
    return locked


def hand_over(
    credential: Credential,
    *,
    actor: User,
    custodian: User,
    version: int | None = None,
    ordered: str = "",
    at: datetime | None = None,
) -> Credential:
    """Give a login to another custodian, who changes the secret next; the custodian or the account's manager does.

    It takes the yes of a second person to this very custodian (SecondPersonNeeded says so), unless a rule wants it:
    `ordered` is the room's word for that, and a custodian who left is always such a case (R-006). One who only lost
    the right is not: whoever manages the account can take it, and would then choose the next one alone (R-014).
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_kept(credential, version)
        require_to_hand_over(locked, actor)
        if custodian.pk == locked.custodian_id:
            raise Refused(_("This person keeps the login already. Please choose somebody else."), field="custodian")
        check_custodian(custodian, locked.account)
        rule = _ordered(ordered) or ("" if locked.custodian.is_active else LEFT)
        agreement = (
            None if rule
            else require_agreement(acts()[HAND_OVER], actor=actor, target=locked, whom=custodian, at=now)
        )  # fmt: skip
        pass_on(locked, custodian, HANDED_OVER, actor=actor, ordered=rule, agreed=payload_of(agreement), at=now)
        use_agreement(agreement, actor=actor, at=now)
    return locked


def pass_on(
    locked: Credential,
    custodian: User,
    cause: str,
    *,
    actor: User | None,
    ordered: str,
    agreed: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Credential:
    """Another custodian, and a secret that must change because of `cause`; the caller holds the row and the right.

    Either a rule wants it (`ordered`), or a second person agreed (`agreed`, for the ledger).
    """
    now = at or timezone.now()
    rule = _ordered(ordered)
    before, locked.custodian = locked.custodian_id, custodian
    locked.save(update_fields=["custodian"])
    record(
        "credential.handed_over", actor=actor, kind="credential", object_id=locked.pk, account_id=locked.account_id,
        payload={"from": before, "to": custodian.pk, **(agreed or {}), **({"ordered": rule} if rule else {})}, at=now,
    )  # fmt: skip
    return order_rotation(locked, cause, at=now)


def retire(
    credential: Credential,
    *,
    actor: User,
    note: str,
    version: int | None = None,
    ordered: str = "",
    at: datetime | None = None,
) -> Credential:
    """End custody: the ciphertext is erased, the record of who had it stays.

    It takes the yes of a second person, unless a rule wants it (`ordered`, as in `hand_over`).
    """
    now = at or timezone.now()
    rule = _ordered(ordered)
    with transaction.atomic():
        agreement = None if rule else find_agreement(acts()[RETIRE], actor=actor, target=credential, at=now)
        moved = move(
            credential, "retire", actor=actor, note=note, version=version, at=now, changes={"rotation_due_at": None},
            context={"at": now, "ordered": rule},
            payload={**payload_of(agreement), **({"ordered": rule} if rule else {})},
        )  # fmt: skip
        use_agreement(agreement, actor=actor, at=now)
        _erase(moved, now)
    return moved


def retire_with_account(credential: Credential, *, at: datetime) -> Credential:
    """What closing an account does to a login: it is taken from whoever has it, and its secret is erased."""
    with transaction.atomic():
        moved = move(credential, "end", actor=None, at=at, changes={"rotation_due_at": None})
        _erase(moved, at)
    return moved


def _erase(credential: Credential, now: datetime) -> None:
    """Nothing is left that opens anything, and nothing is due any more."""
    SealedSecret.objects.filter(credential=credential).delete()
    Rotation.objects.filter(credential=credential).update(digest="")
    cancel_deadline("credential", credential.pk, at=now)


def _ordered(rule: str) -> str:
    """The rule that orders a step; ValueError for one that orders none, so that no caller invents one."""
    if rule and rule not in ORDERED_BY:
        raise ValueError(f"nothing is handed over or retired because of {rule}")
    return rule


def order_rotation(credential: Credential, cause: str, *, at: datetime | None = None) -> Credential:
    """The secret must change because of `cause`: its custodian is told, and a clock runs (R-009).

    An earlier day stands; run inside the transaction of what caused it, with the row locked.
    """
    now = at or timezone.now()
    limit = CAUSES[cause].limit
    if credential.status != "kept" or limit is None:
        return credential
    cancel_deadline("credential", credential.pk, "rotation", at=now)
    clock = open_deadline(
        kind="credential", object_id=credential.pk, purpose="rotation", owner=credential.custodian, limit=limit,
        start=now, calendar=credential.account.calendar, account_id=credential.account_id, at=now, ladder="urgent",
    )  # fmt: skip
    earlier = credential.rotation_due_at is not None and credential.rotation_due_at <= clock.due_at
    credential.rotation_due_at = credential.rotation_due_at if earlier else clock.due_at
    credential.rotation_cause = cause
    credential.lock_version += 1
    credential.save(update_fields=["rotation_due_at", "rotation_cause", "lock_version"])
    record(
        "credential.rotation_ordered", actor=None, kind="credential", object_id=credential.pk,
        account_id=credential.account_id, payload={"cause": cause, "number": credential.number}, at=now,
    )  # fmt: skip
    tell(
        [credential.custodian_id], "credential.rotate", kind="credential", object_id=credential.pk,
        params={"cause": cause}, key=f"credential.rotate:{credential.pk}:{credential.number}:{cause}", at=now,
    )  # fmt: skip
    return credential


def spelling(login: str) -> str:
    """A login name as platforms compare it: no matter which case or width."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def require_to_hand_over(credential: Credential, person: User) -> None:
    """Raise Denial unless `person` is the custodian or manages the account."""
    if person.pk != credential.custodian_id:
        require(person, MANAGE, credential)


def require_custodian(credential: Credential, person: User) -> None:
    """Raise Denial unless `person` is the one custodian of the login and may still keep it."""
    if credential.custodian_id != person.pk:
        raise Denial(_("Only the custodian, %(name)s, changes this secret.") % {"name": credential.custodian})
    require(person, KEEP, credential)


def lock_credential(credential: Credential) -> Credential:
    """The credential as it stands under its lock, kept or retired."""
    return (
        Credential.objects.select_for_update(of=("self",)).select_related("account", "custodian").get(pk=credential.pk)
    )


def lock_kept(credential: Credential, version: int | None = None) -> Credential:
    """The same, as the page showed it; raises StaleVersion, or WrongState where it is retired."""
    locked = lock_credential(credential)
    require_version(locked, version)
    if locked.status != "kept":
        raise WrongState(_("This login is retired. Please take the present one out of the list."))
    return locked


def check_custodian(person: User, account: PlatformAccount) -> None:
    """Raise Refused unless `person` may keep logins of this account."""
    if not person.is_active:
        raise Refused(_("This person no longer works here. Please choose somebody else."), field="custodian")
    answer = can(person, KEEP, account)
    if isinstance(answer, Denied):
        raise Refused(
            _("%(name)s holds no right to keep logins of this account. Please have it granted first.")
            % {"name": person},
            field="custodian",
        )


@sensitive_variables("secret")
def judge_secret(credential: Credential, secret: str, now: datetime) -> Strength | None:
    """The test of strength by the rule books of the account; None for what is not chosen by people."""
    if not credential.is_tested:
        return None
    account = credential.account
    return judge_password(
        secret,
        least_length=int(param("password.length", account=account, at=now).value),
        classes=frozenset(param("password.classes", account=account, at=now).value),
        names=(credential.login, account.handle, account.name_en, account.platform, credential.custodian.username),
    )


@sensitive_variables("secret")
def _set_secret(credential: Credential, secret: str, actor: User, now: datetime) -> None:
    """Test, seal, remember as a hash, start the clock of the next change."""
    kind = KINDS_BY_CODE[credential.kind]
    if not has_visible_text(secret):
        raise Refused(_("Please enter the secret."), field="secret")
    if len(secret) > kind.limit or "\x00" in secret:
        raise Refused(
            _("This is longer than %(count)d characters or holds one that cannot be kept. Please check it.")
            % {"count": kind.limit},
            field="secret",
        )
    strength = judge_secret(credential, secret, now)
    if strength is not None and not strength.passed:
        raise Refused(" ".join(strength.faults), field="secret")
    kept = int(param("password.history", account=credential.account, at=now).value)
    earlier = Rotation.objects.filter(credential=credential).exclude(digest="").order_by("-number")[:kept]
    if kind.tested and any(check_password(secret, row.digest) for row in earlier):
        raise Refused(
            _("This is one of the last %(count)d secrets. Please make a new one.") % {"count": kept}, field="secret"
        )
    cause = credential.rotation_cause or INTERVAL
    credential.number += 1
    credential.rotated_at, credential.rotation_cause = now, ""
    credential.lock_version += 1
    cancel_deadline("credential", credential.pk, "rotation", at=now)
    credential.rotation_due_at = _next_due(credential, now) if kind.rotates else None
    credential.save(update_fields=["number", "rotated_at", "rotation_cause", "rotation_due_at", "lock_version"])
    sealed = seal_secret(secret, credential_id=credential.pk, number=credential.number)
    SealedSecret.objects.update_or_create(
        credential=credential,
        defaults={"number": credential.number, "key_name": sealed.key_name, "ciphertext": sealed.ciphertext},
    )
    Rotation.objects.create(
        credential=credential, number=credential.number, set_by=actor, set_at=now, cause=cause,
        score=strength.score if strength else None, passed=strength is not None and strength.passed,
        digest=make_password(secret) if kind.tested else "",
    )  # fmt: skip
    Rotation.objects.filter(credential=credential, number__lte=credential.number - kept).update(digest="")


def _next_due(credential: Credential, now: datetime) -> datetime:
    """The day of the next change by the strictest rule book, with its clock (R-009)."""
    days = int(param("rotation", account=credential.account, at=now).value)
    return open_deadline(
        kind="credential", object_id=credential.pk, purpose="rotation", owner=credential.custodian,
        due=now + timedelta(days=days), start=now, calendar=credential.account.calendar,
        account_id=credential.account_id, at=now, ladder="quiet",
    ).due_at  # fmt: skip


def _confirmed(moment: datetime | None, now: datetime) -> None:
    check_confirmed(moment, now, _("Please confirm your password again before you change a secret."))
