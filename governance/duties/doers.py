"""Whose duty it is, who may write it down, and who hears of a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.holding import holder_ids
from governance.access.services import Denied, can, label_of
from governance.deadlines.models import Deadline
from governance.deputies.services import deputies_at
from governance.duties.places import DutyPlace
from governance.duties.rules import BY_HEAD, BY_RIGHT, BY_SELF, DOER_WORDS, DUTY, PURPOSE, Doer, DutyKind
from governance.refusals.exceptions import Sentence

if TYPE_CHECKING:
    from accounts.models import User
    from governance.duties.models import Duty

HIGHEST = 6


def _holders(doer: Doer, place: DutyPlace) -> list[int]:
    """Who holds the right there, those of the place's own department first."""
    ids = holder_ids(doer.of, place.account.pk if place.account is not None else None)
    if place.home_id is None or len(ids) < 2:
        return ids
    near = set(
        get_user_model().objects.filter(pk__in=ids, department_id=place.home_id).values_list("pk", flat=True)
    )  # fmt: skip
    return sorted(ids, key=lambda pk: (pk not in near, pk))


def _head(doer: Doer, place: DutyPlace) -> list[int]:
    """The head of the place's department, or of the nearest one above that has a head who works here."""
    department, steps = place.home, 0
    while department is not None and steps < HIGHEST:
        if department.head is not None and department.head.is_active:
            return [department.head.pk]
        department, steps = department.parent, steps + 1
    return []


FINDERS: dict[str, Callable[[Doer, DutyPlace], list[int]]] = {
    BY_RIGHT: _holders,
    BY_HEAD: _head,
    BY_SELF: lambda doer, place: [place.person.pk] if place.person is not None else [],
}


def doer_ids(doer: Doer, place: DutyPlace) -> list[int]:
    """Everybody whose duty it could be there, whoever comes first being the one who is asked."""
    return FINDERS[doer.rule](doer, place)


def responsible_ids(kind: DutyKind, place: DutyPlace) -> list[int]:
    """Everybody whose duty it could be; where there is nobody, whoever answers for what is found there."""
    return doer_ids(kind.doer, place) or (doer_ids(kind.told, place) if kind.told is not None else [])


def owner_of(kind: DutyKind, place: DutyPlace) -> User | None:
    """Who is asked to do it there; None while nobody is responsible, which the ladder tells those above."""
    ids = responsible_ids(kind, place)
    return get_user_model().objects.filter(pk=ids[0]).first() if ids else None


def acting_for(kind: DutyKind, place: DutyPlace, actor: User, at: datetime, duty: Duty | None) -> User | None:
    """The person on leave whose duty the actor does, or None."""
    if kind.doer.rule == BY_SELF:
        return None
    ids = responsible_ids(kind, place)
    if actor.pk in ids or (duty is not None and duty.owner_id == actor.pk):
        return None
    away = deputies_at([*ids, *([duty.owner_id] if duty is not None and duty.owner_id else [])], at)
    found = next((person for person, deputy in away.items() if deputy == actor.pk), None)
    return get_user_model().objects.get(pk=found) if found is not None else None


def why_not(
    kind: DutyKind | None, place: DutyPlace, actor: User, at: datetime | None = None, duty: Duty | None = None
) -> Sentence | None:
    """Why this person does not write it down there, or None.

    May: whoever the rule names, their deputy while they are away, and whoever the clock of the duty was given to.
    What a person says of themselves nobody else says.
    """
    moment = at or timezone.now()
    if kind is None:
        return _("What this duty was about is no longer part of this site.")
    if not actor.is_active:
        return _("This login is not active. Please ask an administrator.")
    if kind.doer.rule == BY_SELF:
        if place.person is not None and place.person.pk == actor.pk:
            return None
        return _("This is a person's own word, so only %(name)s can give it. Please remind them.") % {"name": place}
    ids = responsible_ids(kind, place)
    if actor.pk in ids:
        return _suspended(kind, place, actor)
    if duty is not None and _holds_the_clock(duty, actor):
        return None
    if actor.pk in deputies_at(ids, moment).values():
        return None
    return _("This is the duty of %(who)s. Please leave it to them, or ask them to pass it on to you.") % {
        "who": doer_in_words(kind.doer)
    }


def _suspended(kind: DutyKind, place: DutyPlace, actor: User) -> Sentence | None:
    """A gate that suspends the right suspends the duty by it, with the sentence of the gate."""
    rules = (kind.doer, *([kind.told] if kind.told is not None else []))
    answers = [can(actor, rule.of, place.account) for rule in rules if rule.rule == BY_RIGHT]
    if not answers or any(answers):
        return None
    denied = answers[0]
    return denied.reason if isinstance(denied, Denied) else None


def _holds_the_clock(duty: Duty, actor: User) -> bool:
    return Deadline.objects.of(DUTY, duty.pk, PURPOSE).running().filter(owner=actor).exists()


def doer_in_words(doer: Doer) -> str:
    """Whose duty it is, for a page or a sentence."""
    return str(DOER_WORDS[doer.rule]) % {"of": label_of(doer.of) if doer.rule == BY_RIGHT else ""}
