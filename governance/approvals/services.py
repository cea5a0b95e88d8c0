"""Asking, deciding, withdrawing, lapsing: every write of a request (R-012, R-014, R-016, D-2.3.2, O-3.3.2).

The order of locks, wherever one transaction holds several: requests, roles, the platform account, people; of each by
key. Accounts and people are locked without their key (`no_key`), so that a row that only names them never waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.services import Denied, can
from governance.approvals.confirming import require_confirmed
from governance.approvals.models import (
    AGREE,
    REFUSE,
    ApprovalDecider,
    ApprovalDecision,
    ApprovalRequest,
    ApprovalRequestQuerySet,
)
from governance.approvals.people import (
    ResponsiblePerson,
    barred_askers,
    chain_in_words,
    names_of,
    responsible_people,
    why_not,
)
from governance.approvals.rules import (
    ASKER,
    CALENDAR,
    NOTE_LIMIT,
    PURPOSE,
    REASON_LIMIT,
    RECORD,
    TITLE_LIMIT,
    ApprovalKind,
    approval_kind,
)
from governance.approvals.waiting import with_other_deciders
from governance.approvals.workflow import WAITING
from governance.deadlines.services import cancel_deadline, meet_deadline, open_deadline, reassign_deadlines
from governance.kinds.registry import kind_of
from governance.ledger.services import record
from governance.notices.services import tell
from governance.particulars.reading import kept
from governance.refusals.constraints import refused_by
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, WrongState
from governance.texts.hygiene import clean_name, clean_text
from governance.workflow.services import move, require_version
from governance.worktime.clock import clock_of

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount, User

JOINED = ("asked_by", "beneficiary", "account__department", "department")


def ask_approval(
    kind: str,
    *,
    actor: User,
    beneficiary: User | None = None,
    account: PlatformAccount | None = None,
    department: Department | None = None,
    target: Model | None = None,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
    title: str = "",
    asked_before_by: Iterable[int] = (),
    at: datetime | None = None,
) -> ApprovalRequest:
    """Ask those responsible for a yes; they are told, and a clock runs.

    `asked_before_by` are people who asked for the same before `actor` did, and decide it as little.
    Raises KeyError for an unknown kind, Refused naming the field that does not fit, NotAllowed where the person
    may not ask or too few people are left who could decide, WrongState where the same is asked already.
    """
    now = at or timezone.now()
    row = approval_kind(kind)
    answer = can(actor, row.ask_right, account) if row.ask_right else None
    if isinstance(answer, Denied):
        raise NotAllowed(answer.reason)
    particulars = kept(row.fields, payload or {})
    gains = beneficiary or _who_gains(row, actor, particulars)
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why; whoever decides needs to know."), field="reason")
    calendar = clock_of(account.calendar if account else CALENDAR)
    request = ApprovalRequest(
        kind=kind, title=clean_name(title or str(target or gains or actor), limit=TITLE_LIMIT), asked_by=actor,
        beneficiary=gains, account=account, department=department or (account.department if account else None),
        target_kind=kind_of(target) if target else "", target_id=target.pk if target else None, payload=particulars,
        reason=words, asked_at=now, due_at=calendar.due(row.decide_within, now),
        lapses_at=calendar.due(row.lapses_after, now), deciders_found_at=now, asked_before_by=list(asked_before_by),
        for_oneself=row.for_oneself,
    )  # fmt: skip
    with transaction.atomic():
        waiting = ApprovalRequest.objects.of_target(kind, request.target_kind, request.target_id or 0).waiting()
        if row.for_oneself:
            waiting = waiting.filter(beneficiary=gains)
        twice = WrongState(_("The same is asked for already and waits for a decision. Please wait for that one."))
        if target is not None and waiting.exists():
            raise twice
        people = responsible_people(row, request, now)
        if len(people) < row.people:
            raise NotAllowed(_nobody_left(row, people))
        with refused_by("approval_one_waiting", twice):
            request.save(force_insert=True)
        _ask(request, people)
        open_deadline(
            kind=RECORD, object_id=request.pk, purpose=PURPOSE, owner=people[0].user, limit=row.decide_within,
            start=now, calendar=calendar.plan.code, ladder=row.ladder, account_id=request.account_id,
            department_id=request.department_id, at=now,
        )  # fmt: skip
        _note("approval.asked", request, actor, now, fields=sorted(particulars))
        _tell_deciders(request, people, now)
    return request


def _who_gains(row: ApprovalKind, actor: User, particulars: Mapping[str, Any]) -> Any:
    if row.gains in particulars:
        return get_user_model().objects.get(pk=particulars[row.gains])
    return actor if row.gains == ASKER else None


def _nobody_left(row: ApprovalKind, people: list[ResponsiblePerson]) -> str:
    chain = _(" or ").join(chain_in_words(row))
    if people:
        return _(
            "Two different people must agree to this, and only %(names)s could (%(chain)s). Please ask an"
            " administrator to name one more person responsible."
        ) % {"names": names_of(people), "chain": chain}
    return _(
        "Nobody is left who could decide this, other than you or the one who gains. It takes %(chain)s. Please ask"
        " an administrator to enter your superior, or to name somebody responsible."
    ) % {"chain": chain}


def decide_approval(
    request: ApprovalRequest,
    *,
    actor: User,
    agree: bool,
    note: str = "",
    version: int | None = None,
    reauthenticated_at: datetime | None = None,
    at: datetime | None = None,
) -> ApprovalRequest:
    """Say yes or no as somebody responsible. One no refuses; the last yes that is wanted agrees.

    What follows (`on_agreed`, `on_refused` of the kind) happens in the same transaction. `version` is the
    `lock_version` of the page that was looked at, `reauthenticated_at` the moment at which `actor` proved who they
    are. Raises NotAllowed naming who could decide, or where the kind wants a fresh proof (R-034), NoteRequired for a
    no without a reason, WrongState, StaleVersion, or what the owning room refuses.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = _locked(request, version)
        reason = why_not(locked, actor, now)
        if reason is not None:
            raise NotAllowed(reason)
        if now >= locked.lapses_at:
            raise WrongState(_("The time to decide this is over. It must be asked anew."))
        require_reason(agree, words)
        row = approval_kind(locked.kind)
        confirmed = require_confirmed(row, reauthenticated_at, now)
        person = next(found for found in responsible_people(row, locked, now) if found.user.pk == actor.pk)
        ApprovalDecision.objects.create(
            request=locked, by=actor, acting_for=person.acting_for, asked_by_id=locked.asked_by_id,
            beneficiary_id=locked.beneficiary_id, verdict=AGREE if agree else REFUSE, note=words, at=now,
            reauthenticated_at=confirmed,
        )  # fmt: skip
        extra = {"acting_for": person.acting_for.pk} if person.acting_for else {}
        if agree and locked.decisions.count() < row.people:
            return _agree_in_part(locked, row, actor, extra, now)
        return _settle(locked, row, actor, AGREE if agree else REFUSE, words, extra, now)


def require_reason(agree: bool, note: str) -> None:
    """Raises NoteRequired for a no without a reason: no password makes that right, so it is told before."""
    if not agree and not clean_text(note, field="note", limit=NOTE_LIMIT).strip():
        raise NoteRequired(_("Please say why; the reason is kept with the record."), field="note")


def _locked(request: ApprovalRequest, version: int | None) -> ApprovalRequest:
    """The row under a lock, as the page showed it and still waiting."""
    rows = ApprovalRequest.objects.select_for_update(of=("self",)).select_related(*JOINED)
    locked = rows.get(pk=request.pk)
    require_version(locked, version)
    if locked.status != WAITING:
        raise WrongState(
            _("This request is %(state)s now, so there is nothing left to decide. Please load the page again.")
            % {"state": locked.get_status_display()}
        )
    return locked


def _agree_in_part(
    locked: ApprovalRequest, row: ApprovalKind, actor: User, extra: dict[str, Any], now: datetime
) -> ApprovalRequest:
    """The first of two people agreed; the second is asked on."""
    locked.lock_version += 1
    locked.save(update_fields=["lock_version"])
    _note("approval.agreed_in_part", locked, actor, now, **extra)
    _ask_again(locked, row, now)
    return locked


def _settle(
    locked: ApprovalRequest, row: ApprovalKind, actor: User, name: str, note: str, extra: dict[str, Any],
    now: datetime,
) -> ApprovalRequest:  # fmt: skip
    changes: dict[str, Any] = {"decided_at": now}
    if name == AGREE and row.valid_for is not None:
        calendar = clock_of(locked.account.calendar if locked.account else CALENDAR)
        changes["valid_until"] = calendar.due(row.valid_for, now)
    settled = move(
        locked, name, actor=actor, note=note, at=now, changes=changes, payload={"kind": locked.kind, **extra},
        context={"judged": True}, held=True,
    )  # fmt: skip
    meet_deadline(RECORD, settled.pk, PURPOSE, at=now)
    (row.on_agreed if name == AGREE else row.on_refused)(settled, actor, now)
    event = "approval.agreed" if name == AGREE else "approval.refused"
    _tell_askers(settled, event, now)
    return settled


def withdraw_approval(
    request: ApprovalRequest, *, actor: User, version: int | None = None, at: datetime | None = None
) -> ApprovalRequest:
    """Take one's own request back while it waits."""
    now = at or timezone.now()
    with transaction.atomic():
        withdrawn = move(request, "withdraw", actor=actor, version=version, at=now, payload={"kind": request.kind})
        _end(withdrawn, actor, now)
    return withdrawn


def _end(request: ApprovalRequest, actor: User | None, now: datetime) -> None:
    cancel_deadline(RECORD, request.pk, PURPOSE, at=now)
    row = request.kind_row
    if row is not None:
        row.on_ended(request, actor, now)


def approved(kind: str, target: Model, at: datetime | None = None) -> ApprovalRequest | None:
    """The newest yes of that kind for the record that is still good, or None: what guards ask."""
    rows = ApprovalRequest.objects.of_target(kind, kind_of(target), target.pk).valid(at or timezone.now())
    return rows.order_by("-decided_at", "-pk").first()


def lock_requests(*, account_id: int | None = None, people: Iterable[int] = ()) -> None:
    """Hold the waiting requests of an account, and those that these people asked, gain from or are asked to decide.

    Before the account or a person is held: whoever decides holds the request first, and then what it changes.
    """
    ids = list(people)
    asked = ApprovalDecider.objects.filter(person__in=ids).values("request_id")
    concerned = Q(asked_by__in=ids) | Q(beneficiary__in=ids) | Q(pk__in=asked)
    if account_id is not None:
        concerned |= Q(account=account_id)
    rows = ApprovalRequest.objects.waiting().filter(concerned).select_for_update(of=("self",))
    list(rows.order_by("pk").values_list("pk"))


def lapse_requests(now: datetime) -> int:
    """For the sweep: what nobody decided in its time lapses, never to a yes; returns how many."""
    return _lapse(ApprovalRequest.objects.waiting().filter(lapses_at__lte=now), now)


def lapse_account_requests(account_id: int, at: datetime) -> int:
    """Nothing can be agreed to on a closed account: what waits there lapses, whoever asked is told; how many."""
    return _lapse(ApprovalRequest.objects.waiting().filter(account_id=account_id), at)


def _lapse(rows: ApprovalRequestQuerySet, now: datetime) -> int:
    return sum(lapse_request(ApprovalRequest(pk=pk), at=now) for pk in list(rows.values_list("pk", flat=True)))


def lapse_request(request: ApprovalRequest, *, at: datetime) -> bool:
    """End a request undecided: its time is over, or who would gain from it has left; whether it still waited."""
    with transaction.atomic():
        locked = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if locked.status != WAITING:
            return False
        lapsed = move(locked, "lapse", actor=None, at=at, payload={"kind": locked.kind}, held=True)
        _end(lapsed, None, at)
        _tell_askers(lapsed, "approval.lapsed", at)
    return True


def hand_request_on(
    request: ApprovalRequest, to: User, *, actor: User | None, at: datetime | None = None
) -> ApprovalRequest:
    """Somebody who asked has left; the request is `to`'s now, who decides it no more than any asker (R-012).

    Whoever asked before stays barred from deciding, too. Raises Refused where `to` gains, or a decision on it was
    theirs, their deputy's, or made in their place, or where nobody would be left who could decide it.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = _locked(request, None)
        if to.pk in barred_askers(locked, now):
            raise Refused(
                _("%(name)s has decided on this request or gains from it. Please choose somebody else to ask for it.")
                % {"name": to}
            )
        before = locked.asked_by_id
        locked.asked_by = to
        locked.asked_before_by = [*locked.asked_before_by, before]
        locked.lock_version += 1
        locked.save(update_fields=["asked_by", "asked_before_by", "lock_version"])
        _note("approval.handed_on", locked, actor, now, before=before, to=to.pk)
        ask_others(locked, at=now)
    return locked


def ask_others(request: ApprovalRequest, *, at: datetime) -> User | None:
    """Ask those who are responsible now that somebody left; who is asked first, None where it waits no more.

    Raises Refused where too few are left: it must be settled while the one who leaves is there.
    """
    with transaction.atomic():
        rows = ApprovalRequest.objects.select_for_update(of=("self",)).select_related(*JOINED)
        locked = rows.get(pk=request.pk)
        row = locked.kind_row
        if locked.status != WAITING or row is None:
            return None
        people = responsible_people(row, locked, at)
        if len(people) < row.people - locked.decisions.count():
            raise Refused(
                _("Nobody else is left who could decide the request “%(title)s”. Please have it decided first, or an"
                  " administrator name one more person responsible.") % {"title": locked.title}
            )  # fmt: skip
        _ask_again(locked, row, at)
    return people[0].user if people else None


def find_deciders_again(now: datetime) -> int:
    """For the sweep: where somebody's leave began or ended, or a person left, others are asked; returns how many."""
    count = 0
    for pk in list(with_other_deciders(now).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = ApprovalRequest.objects.select_for_update(of=("self",)).select_related(*JOINED)
            locked = rows.get(pk=pk)
            row = locked.kind_row
            if locked.status == WAITING and row is not None:
                count += _ask_again(locked, row, now)
    return count


def _ask(request: ApprovalRequest, people: Iterable[ResponsiblePerson]) -> None:
    ApprovalDecider.objects.bulk_create(
        ApprovalDecider(request=request, person=found.user, acting_for=found.acting_for) for found in people
    )


def _ask_again(request: ApprovalRequest, row: ApprovalKind, now: datetime) -> bool:
    """Ask those who are responsible now; whether they are others than before."""
    people = responsible_people(row, request, now)
    request.deciders_found_at = now
    request.save(update_fields=["deciders_found_at"])
    before = set(request.deciders.values_list("person_id", "acting_for_id"))
    if {(found.user.pk, found.acting_for.pk if found.acting_for else None) for found in people} == before:
        return False
    request.deciders.all().delete()
    _ask(request, people)
    reassign_deadlines(RECORD, request.pk, people[0].user if people else None, purpose=PURPOSE, at=now)
    _tell_deciders(request, people, now)
    return True


def _note(event: str, request: ApprovalRequest, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind=RECORD, object_id=request.pk, account_id=request.account_id,
        department_id=request.department_id, payload={"kind": request.kind, **payload}, at=now,
    )  # fmt: skip


def _tell_deciders(request: ApprovalRequest, people: Iterable[ResponsiblePerson], now: datetime) -> None:
    tell(
        [found.user for found in people], "approval.to_decide", kind=RECORD, object_id=request.pk,
        params={"name": str(request.asked_by)}, key=f"approval.to_decide:{request.pk}", at=now,
    )  # fmt: skip


def _tell_askers(request: ApprovalRequest, template: str, now: datetime) -> None:
    people = dict.fromkeys(pk for pk in (request.asked_by_id, request.beneficiary_id) if pk)
    tell(people, template, kind=RECORD, object_id=request.pk, key=f"{template}:{request.pk}", at=now)
