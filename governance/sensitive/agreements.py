"""The yes of a second person: whether a step needs one, which one covers it, using it up (R-014, O-3.3.2).

A yes is good for the one who asked, for that record and that particular, in its time, and once. Whatever locks an
operation locks its request first (`lock_operation`), since that is the order in which a decision comes to both.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.holding import holder_ids
from governance.access.services import account_id_of
from governance.approvals.models import ApprovalRequest
from governance.deadlines.services import meet_deadline, open_deadlines
from governance.kinds.registry import kind_of
from governance.ledger.services import record
from governance.notices.services import tell
from governance.policies.params import param
from governance.refusals.exceptions import NotAllowed, Sentence
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.rules import CARRY_OUT, MANAGE, PARAMETER, RECORD, REVIEW, REVIEW_WITHIN, SensitiveAct, acts
from governance.workflow.machine import Guard
from governance.workflow.services import move, require_version
from governance.worktime.clock import clock_of

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User

CALENDAR = "CN"
JOINED = ("account", "asked_by", "agreed_by", "request")


class SecondPersonNeeded(NotAllowed):
    """The operation is held, and no yes covers it: whoever wants it asks for one."""


def is_held(code: str, account: PlatformAccount | int | None, at: datetime | None = None) -> bool:
    """Whether the rule books of the account hold this operation until a second person agrees."""
    return code in param(PARAMETER, account=account, at=at).value


def digest_of(actor: User, subject: str) -> str:
    """What a yes without a record covers; a digest, because a list's filter may hold a customer's words."""
    return hashlib.sha256(f"{actor.pk}\n{subject}".encode()).hexdigest()


def particular_of(whom: User | None) -> str:
    """What a yes on a record covers besides the record: the person who is named, if any."""
    return str(whom.pk) if whom is not None else ""


def find_agreement(
    act: SensitiveAct, *, actor: User, target: Model | None = None, whom: User | None = None, subject: str = "",
    at: datetime,
) -> SensitiveOperation | None:  # fmt: skip
    """The yes that lets this person do exactly this now, or None."""
    target_kind, target_id = (kind_of(target), target.pk) if target is not None else ("", None)
    particular = digest_of(actor, subject) if subject else particular_of(whom)
    rows = SensitiveOperation.objects.good(at).of_act(act.code, target_kind, target_id)
    return rows.filter(asked_by=actor, particular=particular).select_related(*JOINED).first()


def require_agreement(
    act: SensitiveAct, *, actor: User, target: Model | None = None, whom: User | None = None, subject: str = "",
    at: datetime,
) -> SensitiveOperation | None:  # fmt: skip
    """The yes that this step needs, or None where the rule books do not hold it; raises SecondPersonNeeded."""
    if not is_held(act.operation, account_id_of(target), at):
        return None
    found = find_agreement(act, actor=actor, target=target, whom=whom, subject=subject, at=at)
    if found is None:
        raise SecondPersonNeeded(_words(act))
    return found


def _words(act: SensitiveAct) -> Sentence:
    return _("A second person must agree before this is done. Please press “%(ask)s” and say why.") % {"ask": act.ask}


def second_person(code: str) -> Guard:
    """The guard of a machine's move that is the sensitive act of that code: says so in place of the button.

    A context with `ordered` says that a rule and not a person wants the move.
    """

    def guard(obj: Model, actor: User, context: dict[str, Any]) -> Sentence | None:
        if context.get("ordered"):
            return None
        try:
            require_agreement(acts()[code], actor=actor, target=obj, at=context.get("at") or timezone.now())
        except SecondPersonNeeded as refusal:
            return refusal.sentence
        return None

    return guard


def payload_of(agreement: SensitiveOperation | None) -> dict[str, Any]:
    """What the ledger entry of the step says of the yes that it used."""
    return {} if agreement is None else {"operation": agreement.pk, "request": agreement.request_id}


def use_agreement(agreement: SensitiveOperation | None, *, actor: User, at: datetime) -> None:
    """The step was done: its yes is used up. In the transaction of the step; the second of two raises WrongState."""
    if agreement is not None:
        finish(agreement, actor, at)


def lock_operation(pk: int) -> SensitiveOperation:
    """The operation as it stands, its request locked before it; run inside a transaction."""
    list(ApprovalRequest.objects.select_for_update(of=("self",)).filter(sensitive_operation=pk).order_by())
    return SensitiveOperation.objects.select_for_update(of=("self",)).select_related(*JOINED).get(pk=pk)


def finish(
    operation: SensitiveOperation, actor: User, at: datetime, *, version: int | None = None, **changes: Any
) -> SensitiveOperation:
    """Write that it was done, once, under the lock of its row; run inside a transaction (see `move` for refusals)."""
    locked = lock_operation(operation.pk)
    require_version(locked, version)
    done = move(
        locked, "carry_out", actor=actor, at=at, context={"at": at}, held=True,
        changes={"done_by": actor, "done_at": at, **changes}, payload=facts_of(locked),
    )  # fmt: skip
    meet_deadline(RECORD, done.pk, CARRY_OUT, at=at)
    if done.agreed_by_id is not None:
        tell_once([done.agreed_by_id], "sensitive.done", done, at)
    if done.to_review:
        _ask_to_review(done, at)
    return done


def _ask_to_review(operation: SensitiveOperation, at: datetime) -> None:
    barred = {operation.asked_by_id, operation.agreed_by_id}
    managers = [pk for pk in holder_ids(MANAGE, operation.account_id) if pk not in barred]
    clock = {
        "kind": RECORD, "object_id": operation.pk, "purpose": REVIEW, "owner_id": managers[0] if managers else None,
        "due": at + REVIEW_WITHIN, "start": at, "calendar": calendar_of(operation),
        "account_id": operation.account_id,
    }  # fmt: skip
    open_deadlines([clock], at=at)
    tell_once(managers, "sensitive.to_review", operation, at)


def calendar_of(operation: SensitiveOperation) -> str:
    """The working calendar by which its times are told."""
    return clock_of(operation.account.calendar if operation.account else CALENDAR).plan.code


def facts_of(operation: SensitiveOperation) -> dict[str, Any]:
    """What every ledger entry about it holds."""
    return {"code": operation.code, "request": operation.request_id}


def write_down(event: str, operation: SensitiveOperation, actor: User, at: datetime, **payload: Any) -> None:
    """One ledger entry about an operation."""
    record(
        event, actor=actor, kind=RECORD, object_id=operation.pk, account_id=operation.account_id,
        payload={**facts_of(operation), **payload}, at=at,
    )  # fmt: skip


def tell_once(people: list[int], template: str, operation: SensitiveOperation, at: datetime) -> None:
    """One notice about an operation; to each person once."""
    tell(people, template, kind=RECORD, object_id=operation.pk, key=f"{template}:{operation.pk}", at=at)
