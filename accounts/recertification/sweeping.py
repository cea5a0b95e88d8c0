"""What time does to reviews: they open when due, remind, take what nobody confirmed, and close (R-013, O-3.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.recertification.last import is_last
from accounts.recertification.models import RecertificationLine, RecertificationRound
from accounts.recertification.reviewers import next_above
from accounts.recertification.rules import KIND, LINE_KIND, OPEN_AHEAD, REMIND_BEFORE, REVIEWED
from accounts.recertification.schedule import standing_of_company, standings
from accounts.recertification.services import due_in, end_lines, lock_lines, open_round, settle, step, take
from governance.public import Refused, lock_roles, record, tell


def sweep_recertification(now: datetime) -> dict[str, int]:
    """Open what is due, mend and remind what is open, end what is over; may run twice."""
    counts = {"opened": _open_due(now), "ended": 0, "lapsed": 0, "escalated": 0, "reminded": 0, "closed": 0}
    for review in _to_look_at(now):
        with transaction.atomic():
            lock_roles()
            rows = RecertificationRound.objects.open().select_for_update(of=("self",))
            held = rows.filter(pk=review.pk).select_related("account").first()
            if held is None:
                continue
            counts["ended"] += end_lines(held, now)
            _hand_on(held)
            if held.due_at <= now:
                lapsed, escalated = _take_undecided(held, now)
                counts["lapsed"] += lapsed
                counts["escalated"] += escalated
            else:
                counts["reminded"] += _remind(held, now)
            counts["closed"] += settle(held, now)
    return counts


def _open_due(now: datetime) -> int:
    """Rounds whose interval is over soon, on accounts in use and for the company."""
    under_review = RecertificationRound.objects.open().values("account_id")
    rows = PlatformAccount.objects.filter(status__in=REVIEWED).select_related("department")
    accounts = {row.pk: row for row in rows.exclude(pk__in=under_review.filter(account__isnull=False))}
    due: list[PlatformAccount | None] = [
        accounts[pk] for pk, row in standings(accounts.values(), now).items() if row.due_at - OPEN_AHEAD <= now
    ]
    company = standing_of_company(now)
    if company is not None and company.due_at - OPEN_AHEAD <= now:
        due.append(None)
    return sum(_opened(account, now) for account in due)


def _opened(account: PlatformAccount | None, now: datetime) -> bool:
    """Whether the round opened; somebody may have opened one by hand meanwhile."""
    try:
        open_round(account, actor=None, at=now)
    except Refused:
        return False
    return True


def _to_look_at(now: datetime) -> Iterator[RecertificationRound]:
    """Open rounds with something to do: over, soon over, a grant that ended, a reviewer who has left."""
    lines = RecertificationLine.objects.waiting()
    touched = lines.filter(Q(grant__ended_at__isnull=False) | Q(reviewer__is_active=False)).values("round_id")
    near = Q(due_at__lte=now + REMIND_BEFORE) | Q(pk__in=touched)
    return RecertificationRound.objects.open().filter(near).order_by("pk").iterator()


def _hand_on(review: RecertificationRound) -> None:
    """Lines of a reviewer who has left go to whoever stands above."""
    for line in lock_lines(review):
        if line.reviewer is not None and not line.reviewer.is_active:
            hand_line_on(line)


def hand_line_on(line: RecertificationLine) -> None:
    """The line, under its lock, goes to whoever stands above its reviewer and is not the person concerned."""
    _give_to(line, next_above(line.reviewer, line.person_id))


def _give_to(line: RecertificationLine, reviewer_id: int | None) -> None:
    line.reviewer_id = reviewer_id
    line.save(update_fields=["reviewer", "escalated_at"])


def _take_undecided(review: RecertificationRound, now: datetime) -> tuple[int, int]:
    """Nothing is kept by silence; only the last who manages stays, with the question one step higher."""
    lapsed = escalated = 0
    for line in lock_lines(review):
        if is_last(line.grant):
            escalated += _escalate(line, now)
            continue
        step(line, "lapse", None, now)
        take(line, actor=None, at=now)
        lapsed += 1
    return lapsed, escalated


def _escalate(line: RecertificationLine, now: datetime) -> bool:
    """Once: the superior of the reviewer decides, and the round stays open and late."""
    if line.escalated_at is not None:
        return False
    line.escalated_at = now
    above = next_above(line.reviewer, line.person_id)
    _give_to(line, above if above is not None else line.reviewer_id)
    record(
        "recertification.escalated", actor=None, kind=LINE_KIND, object_id=line.pk, account_id=line.account_id,
        payload={"round": line.round_id, "grant": line.grant_id, "person": line.person_id, "to": line.reviewer_id},
        at=now,
    )  # fmt: skip
    if line.reviewer_id is not None:
        tell(
            [line.reviewer_id], "recertification.escalated", kind=KIND, object_id=line.round_id, at=now, urgent=True,
            params={"name": str(line.person)}, key=f"recertification.escalated:{line.pk}",
        )  # fmt: skip
    return True


def _remind(review: RecertificationRound, now: datetime) -> int:
    """Everybody who still has lines, once."""
    reviewers = set(review.lines.waiting().exclude(reviewer=None).order_by().values_list("reviewer_id", flat=True))
    people = User.objects.filter(pk__in=reviewers, is_active=True).values_list("pk", flat=True)
    return tell(people, "recertification.remind", kind=KIND, object_id=review.pk, params=due_in(review),
                key=f"recertification.remind:{review.pk}", at=now)  # fmt: skip
