"""Each bar of a signature is dropped in turn, in memory: the state machine misses it.

A rule that could be dropped unseen would be a rule that no test holds. Found is what an assertion sees, and what the
database refuses where the rule would have. That of accreditations is held by `test_qualified.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError

from accounts.public import User
from content import leaving
from content.conftest import House
from content.drafts import services
from content.review import eligibility, submission
from content.review.chain import chain_of
from content.review.eligibility import BARS, not_accredited
from content.review.models import ReviewSlot
from content.review.tests.machine import run
from content.review.tests.signers import people_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# A search ends with what it finds, mostly within the usual runs.
MOST_RUNS = 200


class Mutant(NamedTuple):
    """A rule, and how it is broken until the end of the test."""

    rule: str
    breaks: Callable[[pytest.MonkeyPatch], None]


def without_bar(bar: Any) -> Mutant:
    left = tuple(row for row in BARS if row is not bar)
    return Mutant(bar.__name__, lambda patch: patch.setattr(eligibility, "BARS", left))


def without_slots_of(permission: str) -> Mutant:
    def fewer(*args: Any, **kwargs: Any) -> list[ReviewSlot]:
        return [slot for slot in chain_of(*args, **kwargs) if slot.permission != permission]

    return Mutant(f"slot_of_{permission}", lambda patch: patch.setattr(submission, "chain_of", fewer))


def with_takers_of_a_moment_ago() -> Mutant:
    return Mutant("handing_on", lambda patch: patch.setattr(leaving, "_writers", lambda holding: everybody()))


def without_the_urgent_yes() -> Mutant:
    def forgotten(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(leaving, "agreed_to_urgency", lambda draft: frozenset())

    return Mutant("urgent_yes_and_handing_on", forgotten)


def with_writing_after_an_urgent_yes() -> Mutant:
    return Mutant("urgent_yes_and_writing", lambda patch: patch.setattr(services, "why_not_write", lambda *_: None))


def everybody() -> list[int]:
    return list(User.objects.values_list("pk", flat=True))


MUTANTS = tuple(without_bar(bar) for bar in BARS if bar is not not_accredited)
MUTANTS += (without_slots_of("governance.sign_legal"), with_takers_of_a_moment_ago())
MUTANTS += (without_the_urgent_yes(), with_writing_after_an_urgent_yes())


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.rule)
def test_the_state_machine_misses_the_rule(house: House, monkeypatch: pytest.MonkeyPatch, mutant: Mutant) -> None:
    people_of(house)
    mutant.breaks(monkeypatch)
    with pytest.raises((AssertionError, DatabaseError)):
        run(house, runs=MOST_RUNS, shrink=False)
