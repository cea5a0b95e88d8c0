"""Everything that somebody holds, line by line, with who may take each and who is proposed (R-012, R-013)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.leave.models import Leave
from accounts.leaving.holdings import Holding, HoldingKind, holding_kinds
from accounts.leaving.models import Departure
from accounts.leaving.rules import OFFERED
from accounts.people.models import User
from governance.public import Refused, Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One holding, or those of a bundled kind on one account, with the people who may take it."""

    kind: HoldingKind
    key: str
    holdings: tuple[Holding, ...]
    candidates: tuple[User, ...] = ()
    proposed: User | None = None


class Estate:
    """What `person` holds then. `chosen` are the ids of successors by line, `preferred` is who is asked first."""

    def __init__(
        self, person: User, at: datetime, *, chosen: Mapping[str, int] | None = None, preferred: User | None = None
    ) -> None:
        self.person, self.at = person, at
        self.chosen = dict(chosen or {})
        self.preferred = preferred
        self.first = self._first_asked()
        self.colleagues = list(
            User.objects.filter(is_active=True, department=person.department_id)
            .order_by("username")
            .values_list("pk", flat=True)[:OFFERED]
            if person.department_id
            else ()
        )

    def lines(self) -> list[Line]:
        """Every line, in the order in which it is handed over."""
        found: dict[str, tuple[HoldingKind, list[Holding]]] = {}
        for kind in holding_kinds():
            for holding in kind.find(self.person, self.at):
                found.setdefault(kind.key(holding), (kind, []))[1].append(holding)
        offered = {
            key: self._offered(kind.takers(holdings[0]), self.chosen.get(key))
            for key, (kind, holdings) in found.items()
            if kind.passes
        }
        ids = {pk for some in offered.values() for pk in some}
        people = User.objects.in_bulk(ids)
        unfit = why_unfit(ids, self.at)
        lines = []
        for key, (kind, holdings) in found.items():
            fit = tuple(
                people[pk]
                for pk in offered.get(key, ())
                if pk not in unfit and not any(kind.why_not(holding, people[pk]) for holding in holdings)
            )
            wanted = self.chosen.get(key)
            proposed = next((person for person in fit if person.pk == wanted), None) or (fit[0] if fit else None)
            lines.append(Line(kind, key, tuple(holdings), fit, proposed))
        return lines

    def successor_of(self, line: Line) -> User | None:
        """Who takes this line; raises Refused naming the line where it is nobody, or somebody who cannot."""
        if not line.kind.passes:
            return None
        wanted = self.chosen.get(line.key)
        if wanted is None:
            if line.proposed is None:
                raise Refused(f"{words_of(line)}: {line.kind.nobody}", field=line.key)
            return line.proposed
        user = next((user for user in line.candidates if user.pk == wanted), None)
        if user is None:
            raise Refused(f"{words_of(line)}: {self._why_not(line, wanted)}", field=line.key)
        return user

    def _why_not(self, line: Line, wanted: int) -> Sentence:
        """Why the one who was chosen cannot take it."""
        user = User.objects.filter(pk=wanted).first()
        if user is None or user.pk == self.person.pk:
            return _("Please choose somebody else who works here.")
        unfit = why_unfit([user.pk], self.at).get(user.pk)
        if unfit is not None:
            return unfit
        takers = line.kind.takers(line.holdings[0])
        if takers is not None and user.pk not in takers:
            return _("%(name)s does not hold the right for this. Please have it granted first, or choose another.") % {
                "name": user
            }
        found = (line.kind.why_not(holding, user) for holding in line.holdings)
        return next((sentence for sentence in found if sentence is not None), line.kind.nobody)

    def _first_asked(self) -> list[int]:
        """The one who is preferred, the superiors upward, the head of the department."""
        chain = [self.preferred.pk] if self.preferred else []
        above = self.person.superior
        while above is not None and above.pk not in chain and above.pk != self.person.pk:
            chain.append(above.pk)
            above = above.superior
        department = self.person.department
        if department is not None and department.head_id is not None:
            chain.append(department.head_id)
        return list(dict.fromkeys(chain))

    def _offered(self, takers: Collection[int] | None, chosen: int | None) -> list[int]:
        """Ids in the order of preference, never the person's own."""
        ids: Iterable[int]
        if takers is None:
            ids = [*self.first, *self.colleagues, *([chosen] if chosen else ())]
        else:
            known = set(takers)
            ids = [*(pk for pk in (*self.first, *self.colleagues) if pk in known), *sorted(known)]
        return [pk for pk in dict.fromkeys(ids) if pk != self.person.pk]


def why_unfit(ids: Iterable[int], at: datetime) -> dict[int, Sentence]:
    """Of these people, those to whom nothing is handed over now, each with the sentence why; three statements."""
    some = list(ids)
    unfit: dict[int, Sentence] = {
        user.pk: _("%(name)s does not work here any more. Please choose somebody else.") % {"name": user}
        for user in User.objects.filter(pk__in=some, is_active=False)
    }
    for leave in Leave.objects.at(at).filter(person__in=some).select_related("person"):
        unfit[leave.person_id] = _("%(name)s is away until %(day)s. Please choose somebody who is there.") % {
            "name": leave.person, "day": leave.last_day.isoformat()
        }  # fmt: skip
    for departure in Departure.objects.planned().filter(person__in=some).select_related("person"):
        unfit[departure.person_id] = _("%(name)s leaves on %(day)s. Please choose somebody who stays.") % {
            "name": departure.person, "day": departure.leaves_on.isoformat()
        }  # fmt: skip
    return unfit


def words_of(line: Line) -> str:
    """The line in a few words, without what only those may read who see its account."""
    return str(line.kind.label)
