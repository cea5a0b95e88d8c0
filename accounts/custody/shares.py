"""Sharing a login: asked for with named safeguards, agreed by the superior, for days only (R-007, D-2.2.1b).

Where a rule book of the account forbids sharing (K-4.1.2b, M-3.1.2), nobody can ask.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.custody.checkouts import NOT_WORKING, works_on
from accounts.custody.models import Credential, Share
from accounts.custody.rules import LEAST_SAFEGUARDS, RECOVERY_CODES, SAFEGUARDS, TOTP_SEED
from accounts.custody.services import lock_kept
from accounts.custody.sweeping import end_share
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import (
    ApprovalKind,
    ApprovalRequest,
    Denial,
    NotAllowed,
    Particular,
    Refused,
    Responsible,
    Sentence,
    ask_approval,
    param,
    record,
    register_approval_kind,
    require,
    tell,
)

NEVER = "never"


def _begin(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The yes was said: the share begins, and ends by itself."""
    credential = lock_kept(Credential.objects.get(pk=request.target_id or 0))
    refusal = why_not_shared(credential, request.asked_by, at)
    if refusal is None and not works_on(request.asked_by, credential.account_id):
        refusal = NOT_WORKING
    if refusal is not None:
        raise NotAllowed(refusal)
    Share.objects.filter(credential=credential, person=request.asked_by, ended_at=None).update(ended_at=at)
    share = Share.objects.create(
        credential=credential, person=request.asked_by, approval_id=request.pk,
        safeguards=[code for code, _label in SAFEGUARDS if request.payload.get(code)],
        starts_at=at, until=at + timedelta(days=int(request.payload["days"])),
    )  # fmt: skip
    record(
        "credential.shared", actor=actor, kind="credential", object_id=credential.pk, account_id=credential.account_id,
        payload={"share": share.pk, "person": share.person_id, "approval": request.pk}, at=at,
    )  # fmt: skip
    tell(
        [share.person_id, credential.custodian_id], "credential.shared", kind="credential", object_id=credential.pk,
        params={"until": f"{timezone.localtime(share.until):%Y-%m-%d %H:%M}", "who": str(share.person)},
        key=f"credential.shared:{share.pk}", at=at,
    )  # fmt: skip


FIELDS = (
    Particular("days", gettext_lazy("For how many days"), type="number"),
    *(Particular(code, label, type="yes", required=False) for code, label in SAFEGUARDS),
)
DECIDERS = (Responsible("superior"), Responsible("head"), Responsible("right", "accounts.manage"))


def _kind(code: str, people: int) -> ApprovalKind:
    return register_approval_kind(
        ApprovalKind(
            code=code,
            label=gettext_lazy("Use of a login by a second person"),
            deciders=DECIDERS,
            fields=FIELDS,
            people=people,
            scope="account",
            from_page=False,
            for_oneself=True,
            on_agreed=_begin,
        )
    )


# A seed or a recovery code opens the account without its password: two people agree.
SHARE_LOGIN, SHARE_SEED = _kind("login_share", 1), _kind("seed_share", 2)
KIND_OF = {TOTP_SEED: SHARE_SEED, RECOVERY_CODES: SHARE_SEED}


def clause_against_sharing(account: PlatformAccount, now: datetime) -> str:
    """The clause of the rule book that forbids to share a login of this account; empty where none does (R-007)."""
    rule = param("sharing", account=account, at=now)
    return str(rule.clause) if rule.value == NEVER else ""


def why_not_shared(credential: Credential, person: User, now: datetime) -> Sentence | None:
    """Why this login cannot be shared with this person at all, or None."""
    if credential.custodian_id == person.pk:
        return _("You keep this login yourself and need no share.")
    if clause := clause_against_sharing(credential.account, now):
        sentence = _(
            "“%(clause)s” of the rule book forbids sharing this login. Please ask %(name)s to do the work for you."
        )
        return sentence % {"clause": clause, "name": credential.custodian}
    if not person.is_active:
        return _("This person no longer works here.")
    return None


def require_working(credential: Credential, person: User) -> None:
    """Raise Denial unless `person` works on the account: a login is shared with nobody else."""
    if not works_on(person, credential.account_id):
        raise Denial(NOT_WORKING)


def ask_share(
    credential: Credential,
    *,
    actor: User,
    days: int,
    safeguards: Collection[str],
    reason: str,
    at: datetime | None = None,
) -> ApprovalRequest:
    """Ask to use a login for some days. Raises Denial, NotAllowed, or Refused naming `days` or `safeguards`."""
    now = at or timezone.now()
    require_working(credential, actor)
    refusal = why_not_shared(credential, actor, now)
    if refusal is not None:
        raise NotAllowed(refusal)
    longest = int(param("sharing.days", account=credential.account, at=now).value)
    if not 1 <= days <= longest:
        raise Refused(_("A share lasts from 1 to %(count)d days.") % {"count": longest}, field="days")
    if len(set(safeguards) & {code for code, _label in SAFEGUARDS}) < LEAST_SAFEGUARDS:
        raise Refused(
            _("Please promise at least %(count)d of the safeguards.") % {"count": LEAST_SAFEGUARDS}, field="safeguards"
        )
    payload: dict[str, Any] = {"days": days, **dict.fromkeys(safeguards, True)}
    return ask_approval(
        KIND_OF.get(credential.kind, SHARE_LOGIN).code, actor=actor, account=credential.account, target=credential,
        payload=payload, reason=reason, at=now,
    )  # fmt: skip


def revoke_share(share: Share, *, actor: User, at: datetime | None = None) -> None:
    """End a share before its time: the custodian, the account's manager, or the person with whom it is shared."""
    if actor.pk not in (share.credential.custodian_id, share.person_id):
        require(actor, "accounts.manage", share.credential)
    end_share(share, actor=actor, at=at or timezone.now())
