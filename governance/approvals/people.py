"""Who is responsible for a request, never the one who asks or gains (D-2.3.2, O-3.3.2).

A deputy decides in place of somebody on leave, who meanwhile does not. Whoever stands in for the asker or for
the one who gains, at any moment since it was asked, is as barred as they are, and so is whoever made the login of
one of them lately, or of somebody who asked it before; superusers obey too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.holding import holder_ids
from governance.access.services import Denied, can, label_of
from governance.approvals.models import ApprovalDecision, ApprovalRequest
from governance.approvals.rules import (
    BY_HEAD,
    BY_POST,
    BY_RIGHT,
    BY_SUPERIOR,
    BY_UNIT,
    DEPUTY_NAMED,
    LOGIN_MADE,
    MAKER_BARRED,
    RULE_WORDS,
    ApprovalKind,
    Responsible,
    deciding_together,
)
from governance.deputies.services import (
    away_because_of,
    deputies_at,
    standing_in_for,
    stood_in_for,
    were_stood_in_for_by,
)
from governance.ledger.models import LedgerEntry
from governance.policies.books import term
from governance.policies.params import packs_for
from governance.refusals.exceptions import Sentence
from governance.texts.listing import listed

if TYPE_CHECKING:
    from accounts.models import User

NAMED = 5


@dataclass(frozen=True, slots=True)
class ResponsiblePerson:
    """Somebody who may decide: in their own right, or as the deputy of somebody on leave."""

    user: User
    acting_for: User | None = None


Finder = Callable[[ApprovalRequest, Responsible, datetime], list[int]]


def _superiors(request: ApprovalRequest, rule: Responsible, at: datetime) -> list[int]:
    """Of the one who gains where that is somebody else, else of the one who asks."""
    concerned = request.beneficiary or request.asked_by
    return [concerned.superior_id] if concerned.superior_id else []


def _heads(request: ApprovalRequest, rule: Responsible, at: datetime) -> list[int]:
    """Of the department of the request, else of the account, else of the person concerned."""
    concerned = request.beneficiary or request.asked_by
    department = request.department or (request.account and request.account.department) or concerned.department
    chain: list[int] = []
    while department is not None and len(chain) < NAMED:
        if department.head_id:
            chain.append(department.head_id)
        department = department.parent
    return chain[:1]


def _holders_of_post(request: ApprovalRequest, rule: Responsible, at: datetime) -> list[int]:
    """Who holds the post then: under the rule books of the account, where anybody does, else under any (O-2.2.1b)."""
    rows = apps.get_model("accounts", "PostHolding").objects.in_office(at).filter(post__code=rule.of)
    found = list(rows.order_by("pk").values_list("post__policy__code", "person_id"))
    packs = packs_for(request.account, at) if found and request.account else ()
    return [person for pack, person in found if pack in packs] or [person for _pack, person in found]


FINDERS: dict[str, Finder] = {
    BY_RIGHT: lambda request, rule, at: holder_ids(rule.of, request.account_id),
    BY_POST: _holders_of_post,
    BY_SUPERIOR: _superiors,
    BY_HEAD: _heads,
    BY_UNIT: lambda request, rule, at: list(
        get_user_model().objects.filter(headed_departments__code=rule.of).values_list("pk", flat=True)
    ),
}


class _Search:
    """Collects people by rule and then upward, until enough are found."""

    def __init__(self, request: ApprovalRequest, kind: ApprovalKind, at: datetime) -> None:
        self.request, self.at = request, at
        self.own, self.barred = own_ids(request), barred_ids(request, at)
        decisions = list(request.decisions.all()) if request.pk else []
        self.wanted = kind.people - len(decisions)
        self.used = {row.by_id for row in decisions} | {row.acting_for_id for row in decisions if row.acting_for_id}
        self.met: set[int] = set()
        self.found: dict[int, ResponsiblePerson] = {}

    @property
    def enough(self) -> bool:
        return len(self.found) >= self.wanted

    def take(self, ids: Iterable[int]) -> None:
        """Of these people, or their deputies while they are away, those who may decide."""
        fresh = [pk for pk in dict.fromkeys(ids) if pk not in self.met]
        self.met.update(fresh)
        away = deputies_at(fresh, self.at)
        chosen = chosen_by(self.own, away, self.at)
        people = get_user_model().objects.in_bulk({*fresh, *away.values()})
        for pk in fresh:
            decider = people[away.get(pk, pk)]
            closed = self.barred | self.used | self.found.keys()
            if decider.pk not in closed and pk not in closed and pk not in chosen and decider.is_active:
                self.found[decider.pk] = ResponsiblePerson(decider, people[pk] if pk in away else None)

    def climb(self) -> None:
        """From everybody met, and from the one who asks, upward."""
        level = {*self.met, self.request.asked_by_id} - {None}
        seen = set(level)
        while level and not self.enough:
            above = get_user_model().objects.filter(pk__in=level).exclude(superior=None).order_by("pk")
            level = {pk for pk in above.values_list("superior_id", flat=True) if pk not in seen}
            seen |= level
            self.take(sorted(level))


def own_ids(request: ApprovalRequest) -> set[int]:
    """Whoever asks or asked it before, and the one who gains."""
    own = {request.asked_by_id, *request.asked_before_by}
    own.update([request.beneficiary_id] if request.beneficiary_id else [])
    return own


def chosen_by(own: Collection[int], away: Collection[int], at: datetime) -> set[int]:
    """Of these people who are away, those whose deputy one of `own` named for them."""
    absences = {(kind, record): person for person, kind, record in away_because_of(away, at)}
    if not absences:
        return set()
    named = LedgerEntry.objects.filter(
        event=DEPUTY_NAMED, actor_id__in=own, kind__in={kind for kind, _record in absences},
        object_id__in={record for _kind, record in absences},
    ).values_list("kind", "object_id")  # fmt: skip
    return {absences[place] for place in named if place in absences}


def barred_ids(request: ApprovalRequest, at: datetime) -> set[int]:
    """Whoever asks or asked it before, the one who gains, and everybody who stood in for one of them since.

    Whoever made the login of one of them not long before is barred too.
    """
    own = own_ids(request)
    return own | stood_in_for(own, min(request.asked_at, at), at) | _makers(request, at)


def _makers(request: ApprovalRequest, at: datetime) -> set[int]:
    """Who made the login of the asker, of somebody who asked it before or of the one who gains, not long before."""
    since = min(request.asked_at, at) - MAKER_BARRED
    concerned = (request.asked_by, request.beneficiary)
    fresh = [person.pk for person in concerned if person is not None and person.date_joined >= since]
    if request.asked_before_by:
        before = get_user_model().objects.filter(pk__in=request.asked_before_by, date_joined__gte=since)
        fresh += before.values_list("pk", flat=True)
    if not fresh:
        return set()
    made = LedgerEntry.objects.filter(event=LOGIN_MADE, kind="user", object_id__in=fresh, at__gte=since)
    return {maker for maker in made.values_list("actor_id", flat=True) if maker is not None}


def _decisions_on(request: ApprovalRequest) -> QuerySet[ApprovalDecision]:
    kind = request.kind_row
    if kind is None or not kind.decision or request.target_id is None:
        return request.decisions.all()
    return ApprovalDecision.objects.filter(
        request__kind__in=deciding_together(kind), request__target_kind=request.target_kind,
        request__target_id=request.target_id,
    )  # fmt: skip


def barred_askers(request: ApprovalRequest, at: datetime) -> set[int]:
    """Who cannot take the request over as its asker: its yes would be one's own, or that of one's deputy (R-012).

    Whoever gains, has decided on it, in whose place somebody has, and everybody for whom one of those stood in since.
    A decision on another request that counts together with it is one on this.
    """
    decisions = _decisions_on(request).values_list("by_id", "acting_for_id")
    decided = {pk for row in decisions for pk in row if pk is not None}
    own = decided | ({request.beneficiary_id} if request.beneficiary_id else set())
    return own | were_stood_in_for_by({row[0] for row in decisions}, min(request.asked_at, at), at)


def responsible_people(
    kind: ApprovalKind, request: ApprovalRequest, at: datetime | None = None
) -> list[ResponsiblePerson]:
    """Who may decide the request at that moment; empty where nobody is left.

    The rules of the kind in their order (all of them where everybody is asked), then the superiors of all whom they
    named, upward, where the kind climbs. Fewer than the kind wants may be left; asking is refused then.
    """
    search = _Search(request, kind, at or timezone.now())
    for rule in kind.deciders:
        search.take(FINDERS[rule.rule](request, rule, search.at))
        if search.enough and not kind.everybody:
            break
    if kind.climbs:
        search.climb()
    return list(search.found.values())


def why_not(request: ApprovalRequest, actor: User, at: datetime | None = None) -> Sentence | None:
    """Why this person does not decide this request, or None; names who does."""
    moment = at or timezone.now()
    kind = request.kind_row
    if kind is None:
        return _("What this request was about is no longer part of this site. Please withdraw it.")
    people = responsible_people(kind, request, moment)
    mine = next((person for person in people if person.user.pk == actor.pk), None)
    if mine is not None:
        return None if mine.acting_for else _suspended(kind, request, actor)
    instead = {"names": names_of(people)}
    if actor.pk == request.asked_by_id or actor.pk in request.asked_before_by:
        return _("You asked for this, so somebody else decides it: %(names)s.") % instead
    if actor.pk == request.beneficiary_id:
        return _("This is for your own benefit, so somebody else decides it: %(names)s.") % instead
    if actor.pk in _makers(request, moment):
        return _(
            "You made a login of the person who asks or gains not long ago, so somebody else decides it: %(names)s."
        ) % instead  # fmt: skip
    if actor.pk in barred_ids(request, moment):
        return _("You stand in for the person who asks or gains, so somebody else decides it: %(names)s.") % instead
    instead_of = standing_in_for(actor.pk, moment)
    if chosen_by(own_ids(request), instead_of, moment):
        return _("Whoever asks or gains named you deputy, so somebody else decides it: %(names)s.") % instead
    if request.decisions.filter(by=actor).exists():
        return _("You decided this already. It needs one more person: %(names)s.") % instead
    if deputies_at([actor.pk], moment):
        return _("You are on leave, so your deputy or somebody else decides this: %(names)s.") % instead
    return _("You are not asked to decide this. These people can: %(names)s.") % instead


def _suspended(kind: ApprovalKind, request: ApprovalRequest, actor: User) -> Sentence | None:
    """A gate that suspends a right suspends deciding by it; a deputy decides by the right of somebody else."""
    for rule in kind.deciders:
        if rule.rule == BY_RIGHT and actor.pk in holder_ids(rule.of, request.account_id):
            answer = can(actor, rule.of, request)
            if isinstance(answer, Denied):
                return answer.reason
    return None


def names_of(people: Iterable[ResponsiblePerson]) -> str:
    """Names for a sentence, no more than a few."""
    names = [str(person.user) for person in people]
    if not names:
        return _("nobody at present; please ask an administrator to name somebody responsible")
    return listed(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def chain_in_words(kind: ApprovalKind) -> list[str]:
    """Who decides requests of this kind, for the page on which one asks."""
    return [
        str(RULE_WORDS[row.rule]) % {"of": label_of(row.of) if row.rule == BY_RIGHT else term(row.of)}
        for row in kind.deciders
    ]
