"""Asking for leave with a deputy, what its decision does, and coming back (R-016, D-7.2.4b)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.leave.models import REASON_LIMIT, Leave
from accounts.leave.rules import CALENDAR, KIND, LONGEST, NOTICE
from accounts.leave.workflow import ASKED, UNAPPROVED
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import (
    ApprovalRequest,
    Limit,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    ask_approval,
    can,
    clean_text,
    clock_of,
    end_deputyship,
    move,
    name_deputy,
    param,
    record,
    tell,
    withdraw_approval,
)


def ask_leave(
    *, actor: User, first_day: date, last_day: date, deputy: User, reason: str, at: datetime | None = None
) -> Leave:
    """Ask for leave, far enough ahead and with a deputy who is there; the superior decides on its request.

    Refuses, naming the field, what is too late, in the wrong order, or leaves the duties to nobody.
    """
    now = at or timezone.now()
    leave = _new(actor, first_day, last_day, deputy, reason, now)
    earliest = earliest_day(actor, now)
    if first_day < earliest:
        raise Refused(
            _(
                "Leave is asked for ahead; from now the first possible day is %(day)s. Choose a later day, or ask"
                " your superior to enter your absence."
            )
            % {"day": earliest.isoformat()},
            field="first_day",
        )
    with transaction.atomic():
        _check_days(leave)
        leave.save(force_insert=True)
        leave.request = ask_approval(
            KIND, actor=actor, beneficiary=actor, department=actor.department, target=leave, reason=reason,
            title=f"{actor} {leave}", at=now,
            payload={"first_day": first_day, "last_day": last_day, "deputy": deputy},
        )  # fmt: skip
        leave.save(update_fields=["request"])
        _note("leave.asked", leave, actor, now)
    return leave


def ask_by_request(
    actor: User, values: Mapping[str, Any], account: PlatformAccount | None, reason: str, at: datetime | None
) -> ApprovalRequest:
    """Asking from the page of requests."""
    leave = ask_leave(
        actor=actor, first_day=values["first_day"], last_day=values["last_day"], deputy=values["deputy"],
        reason=reason, at=at,
    )  # fmt: skip
    assert leave.request is not None  # noqa: S101 - ask_leave set it
    return leave.request


def earliest_day(person: User, at: datetime) -> date:
    """The first day for which leave can be asked for now; the rule books say how far ahead."""
    notice = Limit.of(param(NOTICE, department=person.department_id, at=at).value)
    clock = clock_of(CALENDAR)
    return clock.local(clock.due(notice, at)).date()


def _new(person: User, first_day: date, last_day: date, deputy: User | None, reason: str, now: datetime) -> Leave:
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why; whoever decides needs to know."), field="reason")
    if last_day < first_day:
        raise Refused(_("The last day lies before the first one. Please correct the days."), field="last_day")
    if last_day - first_day > LONGEST:
        raise Refused(_("A leave is a year at most. Please ask for the rest later."), field="last_day")
    zone = ZoneInfo(person.time_zone)
    return Leave(
        person=person, first_day=first_day, last_day=last_day, deputy=deputy, reason=words, asked_at=now,
        begins_at=datetime.combine(first_day, time.min, zone),
        ends_at=datetime.combine(last_day + timedelta(days=1), time.min, zone),
    )  # fmt: skip


def _check_days(leave: Leave) -> None:
    """Nobody is away twice, and whoever stands in is there; both people are locked, so that no two can cross."""
    people = User.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    locked = {row.pk: row for row in people.filter(pk__in=[pk for pk in (leave.person_id, leave.deputy_id) if pk])}
    days = Leave.objects.held().touching(leave.begins_at, leave.ends_at).exclude(pk=leave.pk)
    taken = days.filter(person=leave.person).first()
    if taken is not None:
        raise Refused(
            _("These days overlap with another leave: %(days)s. Withdraw that one first, or choose other days.")
            % {"days": taken},
            field="first_day",
        )
    stands_in = days.filter(deputy=leave.person).select_related("person").first()
    if stands_in is not None:
        raise Refused(
            _("You stand in for %(name)s then (%(days)s). Choose other days, or have %(name)s name somebody else.")
            % {"name": stands_in.person, "days": stands_in},
            field="first_day",
        )
    if leave.deputy_id is not None:
        check_deputy(leave, locked[leave.deputy_id])


def check_deputy(leave: Leave, deputy: User) -> None:
    """Raise Refused unless that person works here, is another and is there on the days of the leave."""
    if deputy.pk == leave.person_id:
        raise Refused(_("Nobody stands in for themselves. Please choose a colleague."), field="deputy")
    if not deputy.is_active:
        raise Refused(
            _("%(name)s does not work here any more. Please choose somebody else.") % {"name": deputy}, field="deputy"
        )
    away = Leave.objects.held().touching(leave.begins_at, leave.ends_at).filter(person=deputy).first()
    if away is not None:
        raise Refused(
            _("%(name)s has asked for leave then (%(days)s). Please choose somebody else.")
            % {"name": deputy, "days": away},
            field="deputy",
        )


def _of(request: ApprovalRequest) -> Leave:
    rows = Leave.objects.select_for_update(of=("self",)).select_related("person", "deputy")
    return rows.get(request=request)


def approve(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was agreed to: the deputy is named, if still there."""
    leave = _of(request)
    if leave.ends_at <= at:
        raise WrongState(_("These days are over. Please refuse the request."))
    _check_days(leave)
    leave = move(
        leave, "approve", actor=actor, at=at, context={"request": request.pk}, held=True,
        changes={"decided_by": actor, "decided_at": at},
    )  # fmt: skip
    _name_deputy(leave, at)


def _name_deputy(leave: Leave, at: datetime) -> None:
    if leave.deputy is None:
        return
    name_deputy(
        leave.person, leave.deputy, begins_at=leave.begins_at, ends_at=leave.ends_at, kind=KIND, object_id=leave.pk
    )
    params = {"name": str(leave.person), "first": leave.first_day, "last": leave.last_day}
    tell([leave.deputy], "leave.deputy", kind=KIND, object_id=leave.pk, params=params,
         key=f"leave.deputy:{leave.pk}", at=at)  # fmt: skip


def refuse(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was refused."""
    move(
        _of(request), "refuse", actor=actor, at=at, context={"request": request.pk}, held=True,
        changes={"decided_by": actor, "decided_at": at},
    )  # fmt: skip


def end_request(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was withdrawn, or lapsed undecided."""
    leave = _of(request)
    if leave.status == ASKED:
        move(leave, "lapse" if actor is None else "withdraw", actor=actor, at=at, context={"at": at}, held=True)


def withdraw_leave(leave: Leave, *, actor: User, version: int | None = None, at: datetime | None = None) -> Leave:
    """Take one's own leave back before it begins, whether decided or not."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(leave, "withdraw", actor=actor, version=version, at=now, context={"at": now})
        if moved.request is not None and moved.request.status == "waiting":
            withdraw_approval(moved.request, actor=actor, at=now)
        end_deputyship(KIND, moved.pk, at=now)
        _tell_deputy_it_is_over(moved, now)
    return moved


def come_back(leave: Leave, *, actor: User, version: int | None = None, at: datetime | None = None) -> Leave:
    """Be back before the last day, or end an absence that somebody else entered: the duties return with the sweep."""
    now = at or timezone.now()
    today = now.astimezone(ZoneInfo(leave.person.time_zone)).date()
    with transaction.atomic():
        changes = {"ends_at": now, "last_day": max(leave.first_day, min(leave.last_day, today))}
        name = "end_absence" if leave.status == UNAPPROVED else "come_back"
        moved = move(
            leave, name, actor=actor, version=version, at=now, context={"at": now}, changes=changes
        )  # fmt: skip
        end_deputyship(KIND, moved.pk, at=now)
        _tell_deputy_it_is_over(moved, now)
    return moved


def record_absence(
    *,
    actor: User,
    person: User,
    first_day: date,
    last_day: date,
    deputy: User | None = None,
    reason: str,
    at: datetime | None = None,
) -> Leave:
    """Enter that somebody is or was away without approval, as superior, head or administrator of people.

    It counts against R-016; a deputy, where one can be found, does the duties from now on. The person is told at once
    and can end it. Raises NotAllowed; Refused, naming the deputy, where the actor would gain by it.
    """
    now = at or timezone.now()
    if actor.pk == person.pk or not may_record_absence(actor, person):
        raise NotAllowed(
            _("Only the superior, the head of the department or an administrator of people enters an absence.")
        )
    if last_day > timezone.localdate(now) + LONGEST:
        raise Refused(_("An absence is entered for a year ahead at most. Is the year right?"), field="last_day")
    leave = _new(person, first_day, last_day, deputy, reason, now)
    leave.status = UNAPPROVED
    with transaction.atomic():
        _check_days(leave)
        if deputy is not None:
            _check_own_gain(actor, person, deputy)
        leave.save(force_insert=True)
        _name_deputy(leave, now)
        _note("leave.absence_recorded", leave, actor, now)
        tell(
            [person], "leave.absence", kind=KIND, object_id=leave.pk, key=f"leave.absence:{leave.pk}", at=now,
            params={"who": str(actor), "first": first_day, "last": last_day},
        )  # fmt: skip
    return leave


def _check_own_gain(actor: User, person: User, deputy: User) -> None:
    """Whoever enters an absence neither stands in nor chooses who decides on their own affairs meanwhile (D-2.3.2)."""
    if deputy.pk == actor.pk:
        raise Refused(
            _("Whoever enters an absence does not stand in themselves. Please choose a colleague."), field="deputy"
        )
    head = actor.department.head_id if actor.department else None
    waiting = ApprovalRequest.objects.waiting_for(person).filter(Q(asked_by=actor) | Q(beneficiary=actor))
    if person.pk in (actor.superior_id, head) or waiting.exists():
        raise Refused(
            _("%(name)s decides on what you ask for, so somebody else names the deputy. Leave the field empty, or have"
              " another administrator enter the absence.") % {"name": person},
            field="deputy",
        )  # fmt: skip


def may_record_absence(actor: User, person: User) -> bool:
    """Whether the actor answers for this person."""
    head = person.department.head_id if person.department else None
    return actor.pk in (person.superior_id, head) or bool(can(actor, "governance.manage_people"))


def _tell_deputy_it_is_over(leave: Leave, now: datetime) -> None:
    if leave.deputy_id is not None:
        params = {"name": str(leave.person)}
        tell([leave.deputy_id], "leave.over", kind=KIND, object_id=leave.pk, params=params,
             key=f"leave.over:{leave.pk}", at=now)  # fmt: skip


def _note(event: str, leave: Leave, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=leave.pk, department_id=leave.person.department_id,
        payload={"person": leave.person_id, "deputy": leave.deputy_id, **payload}, at=now,
    )  # fmt: skip
