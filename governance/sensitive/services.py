"""Asking for a sensitive operation, what its decision does, carrying it out once (R-014, O-3.3.2).

Locks: the request first, then its operation, as a decision takes them (`agreements.lock_operation`).
"""

from __future__ import annotations

from datetime import datetime
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.holding import holder_ids
from governance.access.services import can
from governance.approvals.models import ApprovalRequest
from governance.approvals.services import ask_approval, lapse_request, withdraw_approval
from governance.deadlines.services import cancel_deadline, meet_deadline, open_deadline
from governance.deputies.services import stood_in_for
from governance.kinds.registry import kind_of
from governance.refusals.constraints import refused_by
from governance.refusals.exceptions import Denial, NotAllowed, NoteRequired, Refused, WrongState
from governance.sensitive.agreements import (
    calendar_of,
    digest_of,
    facts_of,
    finish,
    is_held,
    lock_operation,
    particular_of,
    tell_once,
    write_down,
)
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.proof import check_picture, keep_picture, place_of_picture
from governance.sensitive.rules import (
    ASKED_AT_ONCE,
    CARRY_OUT,
    MANAGE,
    NOTE_LIMIT,
    ON_PLATFORM,
    OPERATIONS_BY_CODE,
    REASON_LIMIT,
    RECORD,
    REVIEW,
    TITLE_LIMIT,
    WHAT_LIMIT,
    OperationKind,
    acts,
    kind_of_request,
)
from governance.sensitive.workflow import AGREED, DONE, DONE_WITHOUT, HELD, OPEN
from governance.texts.hygiene import clean_name, clean_text
from governance.workflow.services import move, require_version

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User

URL_LIMIT = 500


def ask_operation(
    code: str,
    *,
    actor: User,
    account: PlatformAccount,
    title: str,
    what: str,
    reason: str,
    planned_at: datetime | None = None,
    at_once: bool = False,
    at: datetime | None = None,
) -> SensitiveOperation:
    """Ask for what is carried out on the platform: what, why, when.

    Raises KeyError for an unknown operation, Denial for whoever has no right on the account to do it, Refused naming
    the field, NotAllowed where nobody is left who could agree or the rule books do not hold it.
    """
    row = OPERATIONS_BY_CODE[code]
    if row.place != ON_PLATFORM:
        raise Refused(_("This is asked for on the page of the record that it is about."), field="code")
    require_right(row, actor, account)
    now = at or timezone.now()
    words = clean_text(what, field="what", limit=WHAT_LIMIT).strip()
    if not words:
        raise Refused(_("Please say what exactly is to be done; the yes covers that and nothing else."), field="what")
    if planned_at is not None and planned_at < now:
        raise Refused(_("This time is over. Choose a later one."), field="planned_at")
    return _ask(
        row, actor=actor, account=account, reason=reason, at_once=at_once, at=now,
        fields={"title": title, "what": words, "planned_at": planned_at},
    )  # fmt: skip


def require_right(row: OperationKind, actor: User, account: PlatformAccount) -> None:
    """Raise Denial unless the person works on the account in a way that lets them do this."""
    if not any(can(actor, right, account) for right in row.rights):
        raise Denial(_("You do not do this on this account. Please ask somebody who manages it or publishes there."))


def ask_act(
    code: str,
    *,
    actor: User,
    target: Model,
    reason: str,
    whom: User | None = None,
    at_once: bool = False,
    at: datetime | None = None,
) -> SensitiveOperation:
    """Ask for what this site carries out on a record. Raises as `ask_operation`, and what the room's check raises."""
    act = acts()[code]
    act.check(target, actor)
    if act.people is not None and (whom is None or not act.people(target).filter(pk=whom.pk).exists()):
        raise Refused(_("Please choose one of the people named."), field="whom")
    fields = {
        "act": code, "target_kind": kind_of(target), "target_id": target.pk,
        "particular": particular_of(whom), "title": str(target),
        "what": str(whom or ""),
    }  # fmt: skip
    return _ask(
        OPERATIONS_BY_CODE[act.operation], actor=actor, account=_account_of(target), reason=reason, at_once=at_once,
        at=at or timezone.now(), fields=fields, beneficiary=whom,
    )  # fmt: skip


def ask_subject(
    code: str, *, actor: User, subject: str, title: str, what: str, reason: str, at: datetime | None = None
) -> SensitiveOperation:
    """Ask for what this site does for one person with no record behind it (an export): `subject` is what exactly."""
    act = acts()[code]
    fields = {"act": code, "particular": digest_of(actor, subject), "title": title, "what": what}
    return _ask(
        OPERATIONS_BY_CODE[act.operation], actor=actor, account=None, reason=reason, at_once=False,
        at=at or timezone.now(), fields=fields,
    )  # fmt: skip


def _account_of(target: Any) -> PlatformAccount | None:
    return target if kind_of(target) == "platform_account" else getattr(target, "account", None)


def _ask(
    row: OperationKind, *, actor: User, account: PlatformAccount | None, reason: str, at_once: bool, at: datetime,
    fields: dict[str, Any], beneficiary: User | None = None,
) -> SensitiveOperation:  # fmt: skip
    if not is_held(row.code, account, at):
        raise NotAllowed(_("The rule books of this account do not hold this. You may do it at once."))
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why; whoever decides needs to know."), field="reason")
    if at_once and not row.at_once:
        raise Refused(_("This waits for an unhurried decision. Please ask without haste."), field="at_once")
    title = clean_name(fields.pop("title"), limit=TITLE_LIMIT)
    if not title:
        raise Refused(_("Please name what this is about."), field="title")
    operation = SensitiveOperation(
        code=row.code, account=account, reason=words, at_once=at_once, asked_by=actor, asked_at=at, title=title,
        **fields,
    )  # fmt: skip
    with transaction.atomic():
        _refuse_twice(operation)
        with refused_by("sensitive_one_open_per_record", WrongState(ASKED_AT_ONCE)):
            operation.save(force_insert=True)
        operation.request = ask_approval(
            kind_of_request(row.code, at_once=at_once), actor=actor, account=account, target=operation,
            beneficiary=beneficiary if beneficiary != actor else None,
            department=None if account else actor.department, title=title, reason=words, at=at,
            payload={"what": operation.what, "planned_at": operation.planned_at},
        )  # fmt: skip
        operation.save(update_fields=["request"])
        write_down("sensitive.asked", operation, actor, at)
    return operation


def _refuse_twice(operation: SensitiveOperation) -> None:
    if not operation.act:
        return
    rows = SensitiveOperation.objects.open().of_act(operation.act, operation.target_kind, operation.target_id)
    known = rows.filter(particular=operation.particular).select_related("asked_by").first()
    if known is not None:
        raise WrongState(
            _("%(name)s asked for this already; it is %(state)s. Please go on with that one.")
            % {"name": known.asked_by, "state": known.get_status_display()}
        )


def _of(request: ApprovalRequest) -> SensitiveOperation:
    rows = SensitiveOperation.objects.select_for_update(of=("self",)).select_related("account", "asked_by")
    return rows.get(request=request)


def agree(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """A second person said yes: the asker may carry it out until the yes ends."""
    operation = _of(request)
    hurried = operation.at_once and actor is not None and not can(actor, MANAGE, operation)
    agreed = move(
        operation, "agree", actor=actor, at=at, context={"request": request.pk}, held=True,
        changes={
            "agreed_by": actor, "agreed_at": at, "valid_until": request.valid_until, "to_review": hurried,
        },
        payload=facts_of(operation),
    )  # fmt: skip
    assert agreed.valid_until is not None  # noqa: S101 - every kind of these requests has a time
    open_deadline(
        kind=RECORD, object_id=agreed.pk, purpose=CARRY_OUT, owner=agreed.asked_by, due=agreed.valid_until, start=at,
        calendar=calendar_of(agreed), account_id=agreed.account_id, at=at, ladder="quiet",
    )  # fmt: skip


def refuse(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """A second person said no."""
    operation = _of(request)
    move(
        operation, "refuse", actor=actor, at=at, context={"request": request.pk}, held=True,
        payload=facts_of(operation),
    )  # fmt: skip


def end_request(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was taken back, or lapsed undecided."""
    operation = _of(request)
    if operation.status == HELD:
        name = "lapse" if actor is None else "withdraw"
        move(operation, name, actor=actor, at=at, held=True, payload=facts_of(operation))


def carry_out(
    operation: SensitiveOperation, *, actor: User, proof_url: str = "", picture: IO[bytes] | None = None,
    note: str = "", version: int | None = None, at: datetime | None = None,
) -> SensitiveOperation:  # fmt: skip
    """Write down that it was done on the platform, with the address or a picture that shows it.

    Raises WrongState, StaleVersion, NotAllowed for anybody but the asker and after the time of the yes, Refused
    without a proof or for a picture that is none. The picture is kept only when all else is in order.
    """
    now = at or timezone.now()
    if operation.kind_row.place != ON_PLATFORM:
        raise WrongState(_("This is carried out on the page of its record. Please open it from here."))
    address = checked_address(proof_url)
    if not address and not picture:
        raise Refused(_("Please give the address or a picture that shows what was done."), field="proof_url")
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    checked = check_picture(picture) if picture else None
    place = place_of_picture(checked) if checked else ""
    with transaction.atomic():
        done = finish(operation, actor, now, version=version, proof_url=address, proof_file=place, note=words)
        if checked is not None:
            keep_picture(checked)
    return done


def checked_address(address: str) -> str:
    """An address on the web, or nothing; raises Refused for anything else."""
    address = clean_text(address, field="proof_url", limit=URL_LIMIT, one_line=True).strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused(_("Please give a whole address that begins with https://."), field="proof_url")
    return address


def review_operation(operation: SensitiveOperation, *, actor: User, at: datetime | None = None) -> SensitiveOperation:
    """Look again at what was agreed in a hurry: whoever manages the account, and neither of the two."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_operation(operation.pk)
        require_to_review(locked, actor, now)
        if not SensitiveOperation.objects.to_review().filter(pk=locked.pk).exists():
            raise WrongState(_("There is nothing left to review here. Please load the page again."))
        locked.reviewed_by, locked.reviewed_at = actor, now
        locked.lock_version += 1
        locked.save(update_fields=["reviewed_by", "reviewed_at", "lock_version"])
        meet_deadline(RECORD, locked.pk, REVIEW, at=now)
        write_down("sensitive.reviewed", locked, actor, now)
    return locked


def may_review(operation: SensitiveOperation, person: User) -> bool:
    """Whether this waits for a review, and by this person: who manages the account and neither asked nor agreed."""
    waits = operation.status == DONE and operation.to_review and operation.reviewed_at is None
    return waits and not _is_one_of_two(operation, person, timezone.now()) and bool(can(person, MANAGE, operation))


def _is_one_of_two(operation: SensitiveOperation, person: User, at: datetime) -> bool:
    """Who asked, who agreed, and whoever stands in for either by now: nobody's own work is reviewed by them."""
    two = {pk for pk in (operation.asked_by_id, operation.agreed_by_id) if pk}
    return person.pk in two | stood_in_for(two, operation.asked_at, at)


def require_to_review(operation: SensitiveOperation, actor: User, at: datetime) -> None:
    """Raise Denial unless the person manages the account and is neither who asked nor who agreed."""
    if _is_one_of_two(operation, actor, at) or not can(actor, MANAGE, operation):
        raise Denial(_("This is reviewed by somebody who manages the account and neither asked nor agreed."))


def withdraw_operation(
    operation: SensitiveOperation, *, actor: User, version: int | None = None, at: datetime | None = None
) -> SensitiveOperation:
    """Take back what one asked for, decided or not, before it is done."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_operation(operation.pk)
        require_version(locked, version)
        if locked.status == HELD and locked.request is not None and actor.pk == locked.asked_by_id:
            withdraw_approval(locked.request, actor=actor, at=now)
            locked.refresh_from_db()
            return locked
        moved = move(locked, "withdraw", actor=actor, at=now, held=True, payload=facts_of(locked))
        cancel_deadline(RECORD, moved.pk, CARRY_OUT, at=now)
    return moved


def record_found(
    code: str,
    *,
    actor: User,
    account: PlatformAccount,
    title: str,
    note: str,
    done_at: datetime,
    done_by: User | None = None,
    proof_url: str = "",
    at: datetime | None = None,
) -> SensitiveOperation:
    """Write down that something of the list was found done without a yes; whoever manages the account does.

    It counts against R-014. Raises Denial, Refused naming the field.
    """
    now = at or timezone.now()
    if not can(actor, MANAGE, account):
        raise Denial(_("Whoever manages the account writes this down. Please tell them."))
    if OPERATIONS_BY_CODE[code].place != ON_PLATFORM:
        raise Refused(_("This system does not do this without a yes, so that it cannot be found done."), field="code")
    if done_at > now:
        raise Refused(_("This has not happened yet. Please correct the time."), field="done_at")
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    name = clean_name(title, limit=TITLE_LIMIT)
    if not words or not name:
        raise NoteRequired(_("Please say what was found, and how."), field="note" if name else "title")
    operation = SensitiveOperation(
        code=code, account=account, title=name, reason=words, note=words, asked_by=actor, asked_at=now,
        status=DONE_WITHOUT, done_at=done_at, done_by=done_by, proof_url=checked_address(proof_url),
    )  # fmt: skip
    with transaction.atomic():
        operation.save(force_insert=True)
        write_down("sensitive.found_done", operation, actor, now, done_by=operation.done_by_id)
        _tell_found(operation, now)
    return operation


def find_done(
    operation: SensitiveOperation, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> SensitiveOperation:
    """What was refused, taken back or lapsed was done all the same; it counts against R-014."""
    now = at or timezone.now()
    if operation.kind_row.place != ON_PLATFORM:
        raise WrongState(_("This system did not do it without a yes. Please look at the history of its record."))
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        found = move(
            operation, "find_done", actor=actor, note=words, version=version, at=now,
            changes={"done_at": now, "note": words}, payload=facts_of(operation),
        )  # fmt: skip
        _tell_found(found, now)
    return found


def lapse_operations(now: datetime) -> int:
    """For the sweep: what was agreed and not done in its time lapses; returns how many."""
    over = SensitiveOperation.objects.filter(status=AGREED, valid_until__lte=now)
    return sum(lapse_operation(pk, at=now) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def lapse_operation(pk: int, *, at: datetime) -> bool:
    """What was asked for and not done lapses, with its request; whoever asked is told. False where it is over."""
    locked = lock_operation(pk)
    if locked.status == HELD and locked.request is not None:
        return lapse_request(locked.request, at=at)
    if locked.status not in OPEN:
        return False
    lapsed = move(locked, "lapse", actor=None, at=at, held=True, payload=facts_of(locked))
    cancel_deadline(RECORD, pk, CARRY_OUT, at=at)
    tell_once([lapsed.asked_by_id], "sensitive.lapsed", lapsed, at)
    return True


def _tell_found(operation: SensitiveOperation, at: datetime) -> None:
    tell_once(holder_ids(MANAGE, operation.account_id), "sensitive.found", operation, at)
