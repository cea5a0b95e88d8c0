"""What rooms try after a restore, such as opening one credential."""

from __future__ import annotations

from collections.abc import Callable

_checks: dict[str, Callable[[], str]] = {}


def register_restore_check(name: str, check: Callable[[], str]) -> None:
    """Let a room try after every restore that its own things work; returns a sentence or raises Refused."""
    _checks[name] = check


def run_checks() -> list[str]:
    """The sentences of the rooms' own checks."""
    return [check() for _name, check in sorted(_checks.items())]
