"""Asking for roles: for oneself, a colleague of the department or one's people, several at once (R-012, D-2.3.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.models import AskedGrant
from accounts.grants.rules import (
    APPROVER,
    EXCEPTION,
    KINDS,
    LINES_LIMIT,
    LONGEST,
    MANAGE_PEOPLE,
    PEOPLE_LIMIT,
    Approver,
    approver_of,
    approver_of_role,
)
from accounts.grants.separation import THE_COMPANY, check_separation, meetings
from accounts.grants.services import check_grant
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount, PlatformAccountQuerySet
from accounts.platforms.services import seen_or_managed
from governance.public import (
    ApprovalRequest,
    Denial,
    Grant,
    NotAllowed,
    Refused,
    Sentence,
    WrongState,
    ask_approval,
    can,
    holder_ids,
    listed,
    param,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A role on an account, or in the company."""

    role: str
    account: PlatformAccount | None = None

    @property
    def place(self) -> tuple[str, int | None]:
        return self.role, self.account.pk if self.account else None


def askable_people(actor: User) -> QuerySet[User]:
    """For whom this person may ask: oneself, the department, one's people; whoever manages people for everybody."""
    rows = User.objects.filter(is_active=True)
    if can(actor, MANAGE_PEOPLE):
        return rows
    near = Q(pk=actor.pk) | Q(superior=actor) | Q(department__head=actor) | Q(department__parent__head=actor)
    if actor.department_id is not None:
        near |= Q(department_id=actor.department_id)
    return rows.filter(near)


def askable_accounts(actor: User) -> PlatformAccountQuerySet:
    """On which accounts this person may ask for roles: those in reach that are not closed."""
    return _in_reach(actor).open()


def _in_reach(actor: User) -> PlatformAccountQuerySet:
    """The accounts seen, those of the department, of the departments that one heads and all below them, or all."""
    rows = PlatformAccount.objects.order_by("handle")
    if can(actor, MANAGE_PEOPLE):
        return rows
    near = Q(pk__in=seen_or_managed(actor)) | Q(department__in=_headed(actor))
    if actor.department_id is not None:
        near |= Q(department_id=actor.department_id)
    return rows.filter(near)


def _headed(actor: User) -> set[int]:
    """The departments that somebody heads, and all below them."""
    rows = list(Department.objects.values_list("pk", "parent_id", "head_id"))
    headed = {pk for pk, _parent, head in rows if head == actor.pk}
    below = headed
    while below:
        below = {pk for pk, parent, _head in rows if parent in below} - headed
        headed |= below
    return headed


def wishes_of(roles: Iterable[str], accounts: Sequence[PlatformAccount]) -> list[Wish]:
    """Each role on each account; without accounts, each in the company."""
    return [Wish(role, account) for role in roles for account in (accounts or [None])]  # type: ignore[list-item]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a colleague holds as far as the asker may see it, and how much more they hold: a count and nothing else."""

    wishes: list[Wish]
    left_out: int = 0


def wishes_like(colleague: User, at: datetime, *, actor: User) -> Likeness:
    """What a colleague holds at that moment, for somebody new in the same post: on accounts `actor` may ask for."""
    rows = Grant.objects.held_at(at).filter(person=colleague).select_related("account").order_by("pk")
    held = [row for row in rows if row.account is None or row.account.status != "closed"]
    places = askable_accounts(actor).filter(pk__in={row.account_id for row in held if row.account_id is not None})
    near = {None, *places.values_list("pk", flat=True)}
    wishes = [Wish(row.role, row.account) for row in held if row.account_id in near]
    return Likeness(wishes, len(held) - len(wishes))


def ask_grants(
    people: Sequence[User],
    wishes: Sequence[Wish],
    *,
    actor: User,
    reason: str,
    until: datetime | None = None,
    exception: str = "",
    at: datetime | None = None,
) -> list[ApprovalRequest]:
    """Ask for roles; each person's requests go to whoever the rule books of the accounts name (`grant.approver`).

    What a person holds with the same end already is left out. Another end is another grant, which replaces the one
    held. `exception` says why roles that are kept apart come into one hand until then; whoever decides reads it.
    Raises Denial for people for whom one may not ask, Refused naming `people`, `roles`, `accounts` (also those on
    which one may not ask), `until` or `exception`, WrongState for what is asked already, NotAllowed where nobody is
    left to decide.
    """
    now = at or timezone.now()
    _check_shape(people, wishes, until, now)
    _check_people(people, actor)
    _check_reach(wishes, actor)
    asked: list[ApprovalRequest] = []
    with transaction.atomic():
        for person in sorted(people, key=lambda person: person.pk):
            asked += _ask_for(person, wishes, actor, reason, until, exception, now)
    return asked


def _check_shape(people: Sequence[User], wishes: Sequence[Wish], until: datetime | None, now: datetime) -> None:
    if not people:
        raise Refused(_("Please choose at least one person."), field="people")
    if not wishes:
        raise Refused(_("Please choose at least one role, or a colleague whose rights it shall be."), field="roles")
    if len(people) > PEOPLE_LIMIT or len(wishes) > LINES_LIMIT:
        raise Refused(
            _("At most %(people)d people and %(lines)d roles on accounts fit into one request. Please ask in parts.")
            % {"people": PEOPLE_LIMIT, "lines": LINES_LIMIT},
            field="people",
        )
    if until is not None and not now < until <= now + LONGEST:
        raise Refused(
            _("The end lies in the past, or more than three years ahead. Please choose another day, or none."),
            field="until",
        )


def _check_people(people: Sequence[User], actor: User) -> None:
    allowed = set(askable_people(actor).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    for person in people:
        if person.pk not in allowed:
            raise Denial(
                _("You may ask for yourself, your department and your people. Please ask %(name)s to ask.")
                % {"name": person.superior or person}
            )


def _check_reach(wishes: Sequence[Wish], actor: User) -> None:
    """The form offers no others; whoever sends them all the same learns nothing of them."""
    asked = {wish.account.pk for wish in wishes if wish.account is not None}
    if asked and _in_reach(actor).filter(pk__in=asked).count() < len(asked):
        raise Refused(
            _(
                "You may ask for roles on accounts that you see and on those of your department. Please leave the"
                " others out, or ask somebody who manages people to ask."
            ),
            field="accounts",
        )


def _ask_for(
    person: User, wishes: Sequence[Wish], actor: User, reason: str, until: datetime | None, exception: str,
    now: datetime,
) -> list[ApprovalRequest]:  # fmt: skip
    """The requests for one person, under a lock on their row: the same is not asked twice."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    end = until.replace(microsecond=0) if until else None
    wanted = _not_held(person, wishes, end, now)
    by_kind: dict[Approver, list[Wish]] = defaultdict(list)
    for wish in wanted:
        check_grant(person, wish.role, accounts=[wish.account] if wish.account else [])
        by_kind[_approver(person, wish, now)].append(wish)
    _check_not_waiting(person, wanted)
    payload = {EXCEPTION: check_separation(person, wanted, exception, end, now)}
    return [_ask(row, person, group, actor, reason, end, payload, now) for row, group in by_kind.items()]


def _not_held(person: User, wishes: Sequence[Wish], end: datetime | None, now: datetime) -> list[Wish]:
    held = {
        (row.role, row.account_id): row.expires_at for row in Grant.objects.held_at(now).filter(person=person)
    }  # fmt: skip
    wanted = [wish for wish in dict.fromkeys(wishes) if wish.place not in held or held[wish.place] != end]
    if not wanted:
        raise Refused(
            _("%(name)s holds all of this already. Please choose another role, account or end.") % {"name": person},
            field="roles",
        )
    return wanted


def _check_not_waiting(person: User, wanted: Sequence[Wish]) -> None:
    waiting = ApprovalRequest.objects.waiting().filter(beneficiary=person, kind__in=KINDS)
    lines = AskedGrant.objects.filter(request__in=waiting).select_related("account")
    asked = {(line.role, line.account_id): line for line in lines}
    again = [asked[wish.place] for wish in wanted if wish.place in asked]
    if again:
        raise WrongState(
            _("This is asked for %(name)s already and waits for a decision: %(line)s. Please leave it out.")
            % {"name": person, "line": again[0]}
        )


def _approver(person: User, wish: Wish, now: datetime) -> Approver:
    """By the rights of the role, else who the rule books of the account or, for the company, the department name."""
    by_right = approver_of_role(wish.role)
    if by_right is not None:
        return by_right
    rule = (
        param(APPROVER, account=wish.account, at=now)
        if wish.account
        else param(APPROVER, department=person.department_id, at=now)
    )
    return approver_of(str(rule.value))


def _ask(
    row: Approver, person: User, wishes: Sequence[Wish], actor: User, reason: str, end: datetime | None,
    payload: Mapping[str, str], now: datetime,
) -> ApprovalRequest:  # fmt: skip
    places = {wish.account for wish in wishes}
    try:
        request = ask_approval(
            row.kind, actor=actor, beneficiary=person, account=places.pop() if len(places) == 1 else None,
            department=person.department, payload=payload, reason=reason, at=now,
        )  # fmt: skip
    except NotAllowed as refusal:
        raise NotAllowed(_no_administrator(row) or _alone(person, actor) or refusal.sentence) from refusal
    AskedGrant.objects.bulk_create(
        AskedGrant(request=request, role=wish.role, account=wish.account, expires_at=end) for wish in wishes
    )
    return request


def _no_administrator(row: Approver) -> Sentence | None:
    """What to do where the role takes an administrator, and nobody but whoever asks, gains or is barred is one."""
    if row.climbs:
        return None
    return _(
        "This role reaches over the whole company, so an administrator agrees to it who neither asks nor gains, and"
        " who made the login of neither in the last 30 days; nobody is left who could. Please have the person ask for"
        " it themselves, or ask again when the 30 days are over."
    )


def _alone(person: User, actor: User) -> Sentence | None:
    """What the only person who manages people does where nobody is left to decide."""
    if set(holder_ids(MANAGE_PEOPLE)) - {actor.pk, person.pk}:
        return None
    return _(
        "Nobody else manages people here, and neither you nor %(name)s may decide this. Please enter a superior on the"
        " page of %(name)s: the superior decides, and needs no role for it."
    ) % {"name": person}


def details_of(request: ApprovalRequest) -> list[tuple[Sentence, object]]:
    """What the request asks, role by role, for its page; while it waits, which roles would come into one hand."""
    by_role: dict[Sentence, list[str]] = defaultdict(list)
    ends = set()
    lines = list(request.asked_grants.select_related("account").order_by("pk"))
    for line in lines:
        by_role[line.role_label].append(str(line.account or THE_COMPANY))
        ends.add(line.expires_at)
    rows: list[tuple[Sentence, object]] = [(role, listed(places)) for role, places in by_role.items()]
    for end in ends - {None}:
        rows.append((_("Until"), f"{timezone.localtime(end):%Y-%m-%d %H:%M}"))
    if request.status == "waiting" and request.beneficiary is not None:
        for met in meetings(request.beneficiary, lines, timezone.now(), apart_from=request):
            label = _("Kept apart, asked as an exception") if met.blocks else _("Better in two hands")
            rows.append((label, met.sentence))
    return rows
