"""Appointing reviewers who were trained and tested, renewing and ending that, and the reminder ahead (R-122)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.appointing import check_appointment
from accounts.people.models import User
from accounts.qualifications.models import Qualification
from accounts.qualifications.rules import APPOINT, MOST_POINTS, PASS_MARK, REMIND, TEXT_LIMIT, VALID
from governance.public import (
    NoteRequired,
    Refused,
    WrongState,
    clean_text,
    holder_ids,
    param,
    record,
    require,
    tell,
    today,
)


def appoint_reviewer(
    person: User, *, actor: User, training: str, trained_on: date, tested_on: date, score: int, proof: str,
    markets: Sequence[str] = (), at: datetime | None = None,
) -> Qualification:  # fmt: skip
    """Appoint somebody else as reviewer, or renew it: trained, then tested with enough points and a proof.

    It holds for the days of the rule book, counted from the test. Raises Denial, NotAllowed or Refused as
    `check_appointment`, and Refused naming the field that does not fit.
    """
    now = at or timezone.now()
    words = {"training": training, "proof": proof}
    for field, text in words.items():
        words[field] = clean_text(text, field=field, limit=TEXT_LIMIT, one_line=True)
        if not words[field]:
            raise NoteRequired(_("Please say which training it was, and where the proof is kept."), field=field)
    _check_test(trained_on, tested_on, score, now)
    valid_until = valid_from_test(tested_on, now)
    if valid_until <= now:
        raise Refused(_("This test is too old to count. Please have it taken again, then appoint."), field="tested_on")
    with transaction.atomic():
        check_appointment(actor, person, APPOINT, at=now)
        row = Qualification.objects.create(
            person=person, **words, trained_on=trained_on, tested_on=tested_on, score=score,
            markets=sorted(set(markets)), appointed_by=actor, appointed_at=now, valid_until=valid_until,
        )  # fmt: skip
        _note("qualification.appointed", row, actor, now, score=score, markets=row.markets, until=valid_until)
        tell(
            [person], "qualification.appointed", kind="qualification", object_id=row.pk,
            params={"who": str(actor), "until": f"{timezone.localtime(valid_until):%Y-%m-%d}"},
            key=f"qualification.appointed:{row.pk}", at=now,
        )  # fmt: skip
    return row


def valid_from_test(tested_on: date, at: datetime) -> datetime:
    """The moment at which a test of that day counts no longer, by the rule books in force at `at`."""
    last = tested_on + timedelta(days=int(param(VALID, at=at).value))
    return datetime.combine(last, time.min, timezone.get_default_timezone())


def _check_test(trained_on: date, tested_on: date, score: int, now: datetime) -> None:
    if trained_on > tested_on:
        raise Refused(_("The test comes after the training. Please correct the days."), field="tested_on")
    if tested_on > today(now):
        raise Refused(_("The test has not been taken yet. Please appoint when it has."), field="tested_on")
    least = int(param(PASS_MARK, at=now).value)
    if not least <= score <= MOST_POINTS:
        raise Refused(
            _("The test is passed with %(least)d to %(most)d points. Please have it taken again.")
            % {"least": least, "most": MOST_POINTS},
            field="score",
        )


def end_qualification(
    qualification: Qualification, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> int:
    """This reviewer signs no more, from the next request on: every qualification in force ends; returns how many.

    `actor` None is the end of the work here. Raises Denial without the right, NoteRequired without a reason,
    WrongState where none is in force.
    """
    now = at or timezone.now()
    if actor is not None:
        require(actor, APPOINT)
        reason = clean_text(reason, field="reason", limit=TEXT_LIMIT, one_line=True)
        if not reason:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    with transaction.atomic():
        rows = Qualification.objects.select_for_update(of=("self",)).filter(person_id=qualification.person_id)
        running = list(rows.open().filter(valid_until__gt=now))
        if not running:
            raise WrongState(_("This person is not qualified any more. Load the page again."))
        for row in running:
            row.ended_at, row.ended_by, row.end_reason = max(now, row.appointed_at), actor, reason
            row.save(update_fields=["ended_at", "ended_by", "end_reason"])
            _note("qualification.ended", row, actor, now)
        tell(
            [qualification.person_id], "qualification.ended", kind="qualification", object_id=qualification.pk,
            params={"reason": reason}, key=f"qualification.ended:{running[0].pk}", at=now,
        )  # fmt: skip
    return len(running)


def ending_soon(now: datetime) -> Any:
    """Qualifications that end within the days of the reminder, of people who work here and have no later one."""
    later = Qualification.objects.open().filter(valid_until__gt=now + REMIND).values("person")
    soon = Qualification.objects.open().filter(valid_until__gt=now, valid_until__lte=now + REMIND)
    return soon.filter(person__is_active=True).exclude(person__in=later).select_related("person")


def remind_reviewers(now: datetime) -> dict[str, int]:
    """Tell the reviewer, and whoever can renew, ahead of the end; once for each qualification."""
    told = 0
    rows = list(ending_soon(now))
    appointers = holder_ids(APPOINT) if rows else []
    for row in rows:
        told += tell(
            {row.person_id, *appointers}, "qualification.soon", kind="qualification", object_id=row.pk,
            params={"name": str(row.person), "until": f"{timezone.localtime(row.valid_until):%Y-%m-%d}"},
            key=f"qualification.soon:{row.pk}", at=now,
        )  # fmt: skip
    return {"reviewers_reminded": told}


def _note(event: str, row: Qualification, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind="qualification", object_id=row.pk, department_id=row.person.department_id,
        payload={"person": row.person_id, **payload}, at=now,
    )  # fmt: skip
