"""What somebody can hold, as rows that every floor registers, and how each passes on when they leave (R-012, R-013).

A room brings one `HoldingKind` for each thing that must not lie there ownerless; nothing else is needed for it to
appear on the page of a leave-taking, to be handed over in its transaction and to stand in its record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from governance.public import Sentence

# In this order: the place in the company first, since it decides who is responsible; then work and logins; then
# clocks that no other kind has moved; last what can be found only once the login is closed.
PLACE, WORK, CLOCKS, AFTERWARDS = 1, 2, 3, 4
NOBODY: Sentence = _("Nobody else may take this over. Please give somebody the right first.")


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that somebody holds: a record of a registered kind; the title is for those who see its account."""

    record: str
    object_id: int
    title: str = ""
    account_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Handing:
    """One thing on its way: from whom to whom (nobody where it ends), by whom (None: the sweep), when."""

    person: User
    holding: Holding
    successor: User | None
    actor: User | None
    at: datetime


def everybody(holding: Holding) -> Collection[int] | None:
    """Anybody who works here may take it."""
    return None


def no_objection(holding: Holding, successor: User) -> Sentence | None:
    """Nothing speaks against anybody who may take it."""
    return None


@dataclass(frozen=True, slots=True)
class HoldingKind:
    """A kind of things that somebody holds.

    `find` lists them; `takers` gives the ids of those who may take one over (None: everybody), and `why_not` what
    speaks against one of them. `hand_over` carries it out under the locks of the leave-taking and returns who has it
    now. What does not pass on ends with the person. A bundled kind has one successor for each account.
    """

    code: str
    label: Sentence
    find: Callable[[User, datetime], list[Holding]]
    hand_over: Callable[[Handing], User | None]
    takers: Callable[[Holding], Collection[int] | None] = everybody
    why_not: Callable[[Holding, User], Sentence | None] = no_objection
    passes: bool = True
    bundled: bool = False
    stage: int = WORK
    nobody: Sentence = NOBODY

    def key(self, holding: Holding) -> str:
        """The line of the page on which its successor is chosen."""
        return f"{self.code}-{(holding.account_id or 0) if self.bundled else holding.object_id}"


_kinds: dict[str, HoldingKind] = {}


def register_holding(kind: HoldingKind) -> HoldingKind:
    """Make a kind known and return it. Registering another one under the same code raises ValueError."""
    known = _kinds.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"holding {kind.code} is registered already")
    _kinds[kind.code] = kind
    return kind


def holding_kinds() -> list[HoldingKind]:
    """All kinds, in the order in which they are handed over."""
    return sorted(_kinds.values(), key=lambda kind: (kind.stage, kind.code))


def holding_kind(code: str) -> HoldingKind | None:
    """The kind of that code; None where the room that brought it is gone."""
    return _kinds.get(code)
