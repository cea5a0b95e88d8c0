"""Draws the machines as Mermaid diagrams, from the tables that the services run."""

from __future__ import annotations

from django.utils import translation

from governance.workflow.machine import EVERYBODY, SYSTEM, Machine, machines


def _right(permission: str) -> str:
    """The right of a move, or in words who needs none."""
    return {EVERYBODY: "everybody", SYSTEM: "the system"}.get(permission, f"`{permission}`")


def draw(machine: Machine) -> str:
    """One machine: a heading, a state diagram, and a table of its moves."""
    with translation.override("en"):
        lines = [f"## {machine.label}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {machine.initial}"]
        lines += [f"    {state.value}: {state.label}" for state in machine.states]
        for transition in machine.transitions:
            lines += [f"    {source} --> {transition.target}: {transition.label}" for source in transition.sources]
        lines += ["```", "", "| move | from | to | right | reason asked | ledger event |", "|---|---|---|---|---|---|"]
        lines += [
            f"| {row.label} | {', '.join(row.sources)} | {row.target} | {_right(row.permission)} "
            f"| {'yes' if row.needs_note else 'no'} | `{row.event}` |"
            for row in machine.transitions
        ]
        return "\n".join([*lines, ""])


def draw_all() -> str:
    """The whole of docs/workflows.md."""
    head = "# Workflows\n\nDrawn from the tables by `manage.py draw_workflows`; a test compares. Change the tables.\n"
    return "\n".join([head, *(draw(machine) for machine in machines())])
