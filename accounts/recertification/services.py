"""Opening a review of rights, and keeping or revoking its lines; nothing is kept by silence (R-013, O-3.3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.places import kept_places
from accounts.recertification.last import LAST, is_last
from accounts.recertification.models import REASON_LIMIT, RecertificationLine, RecertificationRound
from accounts.recertification.reviewers import Reviewers
from accounts.recertification.rules import (
    CALENDAR,
    KIND,
    MANAGE,
    MANAGE_PEOPLE,
    PURPOSE,
    REVIEWED,
    TIME_TO_DECIDE,
)
from accounts.recertification.workflow import ENDED, REVOKED
from governance.public import (
    RECERTIFIED,
    Deadline,
    Grant,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    WrongState,
    can,
    clean_text,
    deputies_of,
    end_grant,
    has_visible_text,
    insert_many,
    lock_roles,
    meet_deadline,
    move,
    open_deadline,
    reassign_deadlines,
    record,
    require,
    standing_in_for,
    tell,
)


@dataclass
class Decided:
    """What a decision on several lines did: those decided, and the others each with the sentence why not."""

    done: list[RecertificationLine] = field(default_factory=list)
    refused: list[tuple[RecertificationLine, Sentence]] = field(default_factory=list)


@transaction.atomic
def open_round(
    account: PlatformAccount | None, *, actor: User | None, at: datetime | None = None
) -> RecertificationRound:
    """Freeze the grants in force on `account`, or those of the company, as the lines of a new round.

    What is given later belongs to the next round. By hand for whoever manages the account, or people;
    `actor=None` is the sweep. Refuses a second open round, and one with nothing to review.
    """
    now = at or timezone.now()
    if actor is not None and (account is None or not can(actor, MANAGE, account)):
        require(actor, MANAGE_PEOPLE)
    _check_free(account)
    grants = list(Grant.objects.held_at(now).current().filter(account=account).order_by("person_id", "pk"))
    if not grants:
        raise Refused(_("Nobody holds a role there, so there is nothing to review."), field="account")
    row = RecertificationRound.objects.create(
        account=account, opened_at=now, opened_by=actor, due_at=now + TIME_TO_DECIDE
    )
    reviewers = Reviewers(account, {grant.person_id for grant in grants})
    lines = [
        RecertificationLine(
            round=row, grant=grant, person_id=grant.person_id, role=grant.role,
            reviewer_id=reviewers.of(grant.person_id),
        )
        for grant in grants
    ]  # fmt: skip
    insert_many(lines)
    _note("recertification.opened", row, actor, now, lines=len(lines), grants_until=grants[-1].pk)
    work = Counter(line.reviewer_id for line in lines if line.reviewer_id is not None)
    open_deadline(
        kind=KIND, object_id=row.pk, purpose=PURPOSE, due=row.due_at, at=now,
        owner=User.objects.get(pk=work.most_common(1)[0][0]) if work else None,
        calendar=account.calendar if account else CALENDAR, account_id=row.account_id,
        department_id=account.department_id if account else None,
    )  # fmt: skip
    tell(work, "recertification.opened", kind=KIND, object_id=row.pk, params=due_in(row),
         key=f"recertification.opened:{row.pk}", at=now)  # fmt: skip
    return row


def _check_free(account: PlatformAccount | None) -> None:
    """One round at a time, also for two who open it at once: the account's row is locked."""
    if account is not None:
        locked = PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
        if locked.status not in REVIEWED:
            raise WrongState(_("This account is not in use, so its rights are not reviewed."))
    else:
        list(Group.objects.select_for_update(no_key=True).filter(name="admin"))
    if RecertificationRound.objects.open().filter(account=account).exists():
        raise WrongState(_("A review of these rights is open already. Please decide there."))


def decide_lines(
    review: RecertificationRound,
    decision: str,
    lines: Collection[int],
    *,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
) -> Decided:
    """Keep or revoke the chosen lines, each checked on its own; what is refused is listed, what passed stays.

    A line whose grant ended meanwhile is closed as such, by itself, and refused: nothing is left to keep or take.
    `decision` is "keep" or "revoke"; revoking needs a reason, takes effect at once, and the person is told. The
    round closes with its last line. Raises NoteRequired without a reason, Refused where nothing was chosen.
    """
    now = at or timezone.now()
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if decision == "revoke" and not has_visible_text(words):
        raise NoteRequired(_("Please say why these rights are taken; the reason is kept."), field="reason")
    decided = Decided()
    with transaction.atomic():
        if decision == "revoke":
            lock_roles()
        held = RecertificationRound.objects.select_for_update(of=("self",)).get(pk=review.pk)
        _hold_people(held, lines)
        end_lines(held, now)
        context = {"at": now, "stands_for": frozenset(standing_in_for(actor.pk, now))}
        for line in lock_lines(held, lines):
            try:
                decided.done.append(_decide(line, decision, actor, words, context, now))
            except Refused as refusal:
                decided.refused.append((line, refusal.sentence))
        if not decided.done and not decided.refused:
            raise Refused(_("Please tick the rights that you decide about."), field="lines")
        settle(held, now)
    return decided


def _hold_people(review: RecertificationRound, lines: Collection[int]) -> None:
    """Whose rights are decided: while their rows are held, no grant of theirs ends beside the decision."""
    concerned = review.lines.filter(pk__in=lines).order_by().values("person_id")
    list(User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=concerned).order_by("pk"))


def lock_lines(review: RecertificationRound, lines: Collection[int] | None = None) -> list[RecertificationLine]:
    """The lines under their lock, by person: two rounds that revoke at once lock people in the same order."""
    rows = review.lines.select_for_update(of=("self",)).select_related("grant__person", "person", "reviewer")
    found = list((rows.waiting() if lines is None else rows.filter(pk__in=lines)).order_by("person_id", "pk"))
    for line in found:
        line.round = review
    return found


def _decide(
    line: RecertificationLine, decision: str, actor: User, words: str, context: dict[str, Any], now: datetime
) -> RecertificationLine:
    if line.status == ENDED:
        raise WrongState(_("This right has ended meanwhile, so nothing is left to decide about it."))
    reason = words if decision == "revoke" else ""
    moved = step(line, decision, actor, now, context, note=words, reason=reason, decided_by=actor)
    if moved.status == REVOKED:
        take(moved, actor=actor, at=now)
    return moved


def step(
    line: RecertificationLine, name: str, actor: User | None, now: datetime, context: dict[str, Any] | None = None,
    *, note: str = "", **changes: Any,
) -> RecertificationLine:  # fmt: skip
    """One decision on a line that the caller locked, with its entry in the ledger."""
    return move(
        line, name, actor=actor, note=note, at=now, context=context, held=True,
        payload={"round": line.round_id, "grant": line.grant_id, "person": line.person_id, "role": line.role},
        changes={"decided_at": now, **changes},
    )  # fmt: skip


def take(line: RecertificationLine, *, actor: User | None, at: datetime) -> None:
    """End the grant of a line, and tell the person; the very next request is refused."""
    end_reviewed(line.grant, actor=actor, at=at, silent=actor is None)


def end_reviewed(grant: Grant, *, actor: User | None, at: datetime, silent: bool = False) -> bool:
    """End a grant because no review kept it, and tell the person; whether it was still in force."""
    if not end_grant(grant, actor=actor, because=RECERTIFIED, at=at):
        return False
    params = {"role": grant.role, **kept_places([grant.account])}
    tell([grant.person_id], "recertification.lapsed" if silent else "recertification.revoked", kind="user",
         object_id=grant.person_id, params=params, key=f"recertification.taken:{grant.pk}", at=at)  # fmt: skip
    return True


@transaction.atomic
def revoke_found(grant: Grant, *, actor: User, reason: str, at: datetime | None = None) -> None:
    """Take a right that was found unused, in conflict, or with somebody who has left, without waiting for a round.

    For whoever manages the account, or people; never one's own. Raises Denial, NotAllowed, NoteRequired, WrongState.
    """
    now = at or timezone.now()
    require_over(grant, actor)
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(_("Please say why these rights are taken; the reason is kept."), field="reason")
    if actor.pk == grant.person_id or actor.pk in deputies_of(grant.person_id, now):
        raise NotAllowed(_("This is your own right, or as good as that. Somebody else decides about it."))
    lock_roles()
    reviews = RecertificationRound.objects.open().filter(account=grant.account).select_for_update(of=("self",))
    under_review = list(reviews)
    if is_last(grant):
        raise NotAllowed(LAST % {"name": grant.person})
    if not end_reviewed(grant, actor=actor, at=now):
        raise WrongState(_("This right has ended meanwhile. Please load the page again."))
    for review in under_review:
        end_lines(review, now)
        settle(review, now)


def require_over(grant: Grant, actor: User) -> None:
    """Raise Denial unless the actor manages the account of the grant, or people."""
    if grant.account_id is None or not can(actor, MANAGE, grant):
        require(actor, MANAGE_PEOPLE)


def end_lines(review: RecertificationRound, now: datetime) -> int:
    """Say on the waiting lines of a round, which the caller locked, that their grant has ended meanwhile."""
    over = [line for line in lock_lines(review) if line.grant.is_over(now)]
    for line in over:
        step(line, "end", None, now)
    return len(over)


def settle(review: RecertificationRound, now: datetime) -> bool:
    """Close the locked round if no line waits; else give its clock to somebody who still has lines."""
    waiting = Counter(review.lines.waiting().order_by().values_list("reviewer_id", flat=True))
    if not waiting:
        move(review, "close", actor=None, at=now, held=True, changes={"closed_at": now})
        meet_deadline(KIND, review.pk, PURPOSE, at=now)
        return True
    owners = [pk for pk, _count in waiting.most_common() if pk is not None]
    _pass_clock(review, owners)
    return False


def _pass_clock(review: RecertificationRound, owners: list[int]) -> None:
    clock = Deadline.objects.of(KIND, review.pk, PURPOSE).open().first()
    if clock is not None and owners and clock.owner_id not in owners:
        reassign_deadlines(KIND, review.pk, User.objects.get(pk=owners[0]), purpose=PURPOSE)


def due_in(review: RecertificationRound) -> dict[str, Any]:
    """What notices say of a round."""
    return {"due": f"{timezone.localtime(review.due_at):%Y-%m-%d}"}


def _note(event: str, review: RecertificationRound, actor: User | None, now: datetime, **payload: Any) -> None:
    record(event, actor=actor, kind=KIND, object_id=review.pk, account_id=review.account_id, payload=payload, at=now)
