"""State machines as tables: states, and the moves between them. Pure, no database."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models

from governance.refusals.exceptions import Sentence

Tone = Literal["neutral", "info", "progress", "good", "warn", "bad"]
# In place of a right: everybody who may log in (the guards say who), and nobody but the system itself.
EVERYBODY, SYSTEM = "", "system"
# A guard answers None, or the sentence with which the move is refused.
Guard = Callable[[Any, Any, dict[str, Any]], Sentence | None]


@dataclass(frozen=True, slots=True)
class State:
    """One state, and how it looks everywhere: colour, icon and word."""

    value: str
    label: Sentence
    tone: Tone = "neutral"
    icon: str = "dot"


@dataclass(frozen=True, slots=True)
class Transition:
    """One move: from where to where, who may, under which guards, and the ledger event that it writes."""

    name: str
    label: Sentence
    sources: tuple[str, ...]
    target: str
    permission: str
    event: str
    needs_note: bool = False
    guards: tuple[Guard, ...] = ()
    main: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """A table of states and transitions for one model's `field`; the first state is the initial one."""

    code: str
    model: str
    label: Sentence
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    field: str = "status"
    _by_name: dict[str, Transition] = dataclasses.field(default_factory=dict, compare=False, repr=False)
    _by_value: dict[str, State] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_value.update({state.value: state for state in self.states})
        for transition in self.transitions:
            unknown = {*transition.sources, transition.target} - self._by_value.keys()
            if unknown or transition.name in self._by_name:
                raise ValueError(f"{self.code}: transition {transition.name} is unknown in {unknown or 'name'}")
            self._by_name[transition.name] = transition

    @property
    def initial(self) -> str:
        return self.states[0].value

    @property
    def choices(self) -> list[tuple[str, Sentence]]:
        """Choices for the model field."""
        return [(state.value, state.label) for state in self.states]

    def state(self, value: str) -> State:
        return self._by_value[value]

    def transition(self, name: str) -> Transition:
        return self._by_name[name]


_machines: dict[str, Machine] = {}


def register_machine(machine: Machine) -> Machine:
    """Make a machine known to the drawings, the access matrix and the operations page; returns it."""
    known = _machines.get(machine.code)
    if known is not None and known != machine:
        raise ValueError(f"machine {machine.code} is registered already")
    _machines[machine.code] = machine
    return machine


def machines() -> list[Machine]:
    """All machines, by code."""
    return [_machines[code] for code in sorted(_machines)]


def state_constraint(machine: Machine, name: str) -> models.CheckConstraint:
    """A CHECK that the state column holds a known state only."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{machine.field}__in": [state.value for state in machine.states]}), name=name
    )
