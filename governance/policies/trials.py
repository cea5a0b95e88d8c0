"""Where a changed parameter can be tried before it is proposed: floors above name the address of their page."""

from __future__ import annotations

from django.urls import reverse

_trials: dict[str, str] = {}


def register_trial(parameter: str, address: str) -> None:
    """Name the page, found by the code of a rule book, that shows what a change of this parameter would do."""
    _trials[parameter] = address


def trial_address(parameter: str, pack: str) -> str:
    """The page for this rule book, or nothing."""
    return reverse(_trials[parameter], args=[pack]) if parameter in _trials else ""
