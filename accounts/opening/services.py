"""Asking to open an account, and what the answer does (R-003, D-2.1.1-2, K-4.1.1a, M-3.1.1, O-3.1.1-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.opening.checking import REGISTERED, checked
from accounts.opening.models import NEED_LIMIT, AccountRegistration
from accounts.opening.openers import check_opener
from accounts.opening.rules import ASK_RIGHT, AUTHORISED, FIELDS, KIND
from accounts.papers.rules import AUTHORISATION, OPENING, PAPERS_AT_ONCE
from accounts.papers.services import StoredPaper, Upload, keep_paper, store_paper
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import RESERVED_HANDLES
from accounts.platforms.services import add_account, change_account, lock_account, open_account, require_manager
from accounts.verification.services import start_grace
from governance.public import (
    ApprovalRequest,
    NoteRequired,
    Refused,
    WrongState,
    ask_approval,
    bind_pack,
    can,
    change_record,
    clean_text,
    create_record,
    require,
)

OF_ACCOUNT = ("name_zh", "name_en", "url", "department", "market", "language", "calendar", "regulated_field")
FROM_ACCOUNT = ("handle", "platform", "name_zh", "name_en", "market", "language", "calendar", "regulated_field")


def ask_opening(
    *,
    actor: User,
    need: str,
    values: Mapping[str, Any],
    packs: Sequence[str] = (),
    papers: Sequence[Upload] = (),
    at: datetime | None = None,
) -> PlatformAccount:
    """Apply for an account with everything that must be known of it; somebody else who is responsible decides.

    `values` holds the columns of the account and of its registration. The account exists as applied for from now on.
    Raises Denial, NotAllowed, ValidationError, or Refused naming the field that is missing or does not fit.
    """
    now = at or timezone.now()
    require(actor, ASK_RIGHT)
    words = _need(need)
    registered = checked({name: values.get(name, "") for name in REGISTERED})
    _check_packs(actor, packs)
    check_opener(actor, packs, now)
    stored = _stored(papers, registered)
    with transaction.atomic():
        account = _add(actor, values, now)
        registration = AccountRegistration(account=account, need=words, packs=list(packs), **registered)
        create_record(registration, actor=actor, event="account_registration.created", at=now)
        _ask(account, registration, stored, actor, now)
    return account


def ask_again(
    account: PlatformAccount,
    *,
    actor: User,
    need: str,
    values: Mapping[str, Any],
    packs: Sequence[str] = (),
    papers: Sequence[Upload] = (),
    version: int | None = None,
    at: datetime | None = None,
) -> PlatformAccount:
    """Ask once more, corrected: after a no, a withdrawal or a lapse, or for an account opened before requests were.

    Raises WrongState where a request waits or was agreed to, StaleVersion, and as `ask_opening`.
    """
    now = at or timezone.now()
    require(actor, ASK_RIGHT)
    words = _need(need)
    registered = checked({name: values.get(name, "") for name in REGISTERED})
    _check_packs(actor, packs)
    check_opener(actor, packs, now)
    stored = _stored(papers, registered)
    with transaction.atomic():
        locked = lock_account(account)
        if locked.opening_request_id is not None or locked.status == "closed":
            raise WrongState(_("This account has its agreed request, or is closed. Nothing needs to be asked."))
        changes = {name: values[name] for name in OF_ACCOUNT if name in values}
        change_account(locked, actor=actor, version=version, at=now, **changes)
        registration = AccountRegistration.objects.select_for_update().filter(account=locked).first()
        content = {"need": words, "packs": list(packs), **registered}
        if registration is None:
            registration = AccountRegistration(account=locked, **content)
            create_record(registration, actor=actor, event="account_registration.created", at=now)
        else:
            change_record(registration, content, actor=actor, event="account_registration.changed", at=now)
        _ask(locked, registration, stored, actor, now)
    return locked


def change_registration(
    account: PlatformAccount,
    *,
    actor: User,
    values: Mapping[str, Any],
    version: int | None = None,
    at: datetime | None = None,
) -> list[str]:
    """Correct contacts, entity or responsible person of an account; the names of what changed.

    While a request about them waits they stay as they were asked. Raises NotAllowed, WrongState, StaleVersion or
    Refused naming the field.
    """
    require_manager(actor, account)
    registered = checked({name: values.get(name, "") for name in REGISTERED})
    with transaction.atomic():
        registration = AccountRegistration.objects.select_for_update().filter(account=account).first()
        if registration is None or account.status == "closed":
            raise WrongState(_("This account has no registration that could be changed. Please ask for its opening."))
        if waiting_request(account) is not None:
            raise WrongState(_("The opening request of this account waits. Withdraw it first, then correct and ask."))
        return change_record(
            registration, registered, actor=actor, event="account_registration.changed", version=version, at=at
        )


def waiting_request(account: PlatformAccount) -> ApprovalRequest | None:
    """The opening request that waits for a decision, if there is one."""
    return ApprovalRequest.objects.of_target(KIND, "platform_account", account.pk).waiting().first()


def agreed(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was agreed to: the account is active, its rule books hold, and its grace of verification runs."""
    account = PlatformAccount.objects.get(pk=request.target_id or 0)
    if account.status == "closed":
        raise WrongState(_("The application was dropped meanwhile. Please refuse the request."))
    newly = account.status == "applied"
    open_account(account, request=request, actor=actor, at=at)
    account.refresh_from_db()
    for pack in account.registration.packs:
        bind_pack(pack, account=account, actor=None, at=at)
    if newly:
        start_grace(account, owner=account.registration.responsible, at=at)


def _ask(
    account: PlatformAccount,
    registration: AccountRegistration,
    stored: Sequence[StoredPaper],
    actor: User,
    now: datetime,
) -> ApprovalRequest:
    kind = AUTHORISATION if registration.name_basis == AUTHORISED else OPENING
    kept = [keep_paper(account, paper, kind=kind, actor=actor, at=now) for paper in stored]
    payload: dict[str, Any] = {name: getattr(account, name) for name in FROM_ACCOUNT}
    payload |= {name: getattr(registration, name) for name in REGISTERED}
    payload |= {
        "packs": ", ".join(registration.packs),
        "papers": "\n".join(f"{paper.shown_name} · SHA-256 {paper.sha256}" for paper in kept),
    }  # fmt: skip
    return ask_approval(
        KIND, actor=actor, account=account, target=account, reason=registration.need, title=str(account), at=now,
        payload={field.name: payload[field.name] for field in FIELDS},
    )  # fmt: skip


def _add(actor: User, values: Mapping[str, Any], now: datetime) -> PlatformAccount:
    """The account as applied for; two who take one handle at the same moment get the sentence too."""
    if values["handle"] in RESERVED_HANDLES:
        raise Refused(_("This word cannot be a handle. Please choose another one."), field="handle")
    try:
        with transaction.atomic():
            return add_account(
                actor=actor, handle=values["handle"], platform=values["platform"], at=now,
                **{name: values[name] for name in OF_ACCOUNT if name in values},
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refused(_("Another account has this handle. Please choose another one."), field="handle") from taken


def _need(need: str) -> str:
    words = clean_text(need, field="need", limit=NEED_LIMIT).strip()
    if not words:
        raise NoteRequired(
            _("Please say what the account is needed for; whoever decides needs to know."), field="need"
        )
    return words


def _check_packs(actor: User, packs: Sequence[str]) -> None:
    if packs and not can(actor, "governance.manage_policies"):
        raise Refused(
            _("Binding rule books needs the right to manage them. Choose none; who manages them binds them later."),
            field="packs",
        )


def _stored(papers: Sequence[Upload], registered: Mapping[str, Any]) -> list[StoredPaper]:
    if len(papers) > PAPERS_AT_ONCE:
        raise Refused(_("At most %(count)d papers at once. Please choose the most telling ones.")
                      % {"count": PAPERS_AT_ONCE}, field="papers")  # fmt: skip
    if registered["name_basis"] == AUTHORISED and not papers:
        raise Refused(_("Please attach the permission to use this name."), field="papers")
    return [store_paper(paper) for paper in papers]
