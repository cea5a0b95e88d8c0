"""What the pages of leaving show: the plan line by line, and what went to whom, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.leaving.estate import Line
from accounts.leaving.holdings import Holding, HoldingKind, holding_kind
from accounts.leaving.models import Departure, DepartureLine, manages_or_reads
from accounts.leaving.rules import ROLE
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import ROLES_BY_CODE, Record, Sentence, accounts_for, listed, resolve


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words: how many things it is, its field where one chooses, else who is to take it."""

    words: str
    count: int
    field: Any
    proposed: User | None
    nobody: Sentence


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of holdings with its lines."""

    label: Sentence
    passes: bool
    rows: list[Row]

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(row.count for row in self.rows)


class Wording:
    """Says what a thing is: its title where the reader sees its account, else its kind and number."""

    def __init__(self, reader: User, accounts: Iterable[int | None]) -> None:
        self.seen = accounts_for(reader)
        self.names = PlatformAccount.objects.in_bulk({pk for pk in accounts if pk})

    def of(self, holding: Holding) -> str:
        """One thing in words."""
        account = self.names.get(holding.account_id or 0)
        if account is None or account.pk in self.seen:
            return holding.title or f"#{holding.object_id}"
        return f"{account} · #{holding.object_id}"

    def line(self, line: Line) -> str:
        """A line of the plan: a bundle is named by its account."""
        first = line.holdings[0]
        if not line.kind.bundled:
            return self.of(first)
        account = self.names.get(first.account_id or 0)
        if account is not None:
            return str(account)
        names = [holding.title for holding in line.holdings if holding.title]
        return listed(names[:5]) + (" …" if len(names) > 5 else "")


def sections_of(lines: list[Line], reader: User, fields: Any = None) -> list[Section]:
    """The lines of a plan by kind, what passes on first; `fields` is the bound form, by the keys of the lines."""
    wording = Wording(reader, (holding.account_id for line in lines for holding in line.holdings))
    found: dict[str, Section] = {}
    for line in lines:
        section = found.setdefault(line.kind.code, Section(line.kind.label, line.kind.passes, []))
        field = fields[line.key] if fields is not None and line.kind.passes else None
        words = wording.line(line)
        if field is not None:
            field.label = f"{words} ({len(line.holdings)})" if len(line.holdings) > 1 else words
        section.rows.append(Row(words, len(line.holdings), field, line.proposed, line.kind.nobody))
    return sorted(found.values(), key=lambda section: not section.passes)


@dataclass(frozen=True, slots=True)
class Handed:
    """A line of the record: what it was, its page, its account, who has it now."""

    what: Sentence
    thing: str
    url: str | None
    account: PlatformAccount | None
    successor: User | None


def lines_for(departure: Departure, reader: User) -> Any:
    """Every line for whoever manages or reads people; for others what came to them."""
    rows = departure.lines.select_related("successor", "account")
    return rows if manages_or_reads(reader) else rows.filter(successor=reader)


def handed(rows: Iterable[DepartureLine]) -> Iterator[Handed]:
    """Lines as a page or a file shows them: numbers and roles, never the words of a record."""
    some = list(rows)
    records = resolve((row.record, row.object_id) for row in some)
    for row in some:
        kind = holding_kind(row.holding)
        label = _("Roles that ended") if row.holding == ROLE else _label(kind, row)
        yield Handed(label, _thing(row), _url(records.get((row.record, row.object_id))), row.account, row.successor)


def _label(kind: HoldingKind | None, row: DepartureLine) -> Sentence:
    return kind.label if kind is not None else row.holding


def _thing(row: DepartureLine) -> str:
    if row.holding == ROLE:
        role = ROLES_BY_CODE.get(row.detail)
        return str(role.label) if role else row.detail
    return f"#{row.object_id}"


def _url(record: Record | None) -> str | None:
    return record.url if record is not None else None
