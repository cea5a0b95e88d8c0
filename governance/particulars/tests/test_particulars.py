"""Particulars: what is asked, kept and shown, whoever asks."""

from __future__ import annotations

import pytest

from governance.particulars.reading import kept, shown
from governance.particulars.rules import CHECK, FAULTY, NUMBER, YES, Particular, check_particulars, faults_in
from governance.refusals.exceptions import Refused

ROWS = (Particular("logo", "Logo", CHECK), Particular("size", "Size", NUMBER, required=False))


def test_a_check_finds_good_faulty_or_not_applicable_and_nothing_else() -> None:
    assert kept(ROWS, {"logo": "faulty", "size": "3"}) == {"logo": "faulty", "size": 3}
    with pytest.raises(Refused) as refused:
        kept(ROWS, {"logo": "perhaps"})
    assert refused.value.field == "logo"


def test_faults_are_the_checks_that_found_something() -> None:
    assert faults_in(ROWS, {"logo": FAULTY, "size": 3}) == [ROWS[0]]
    assert faults_in(ROWS, {"logo": "good"}) == []


def test_what_nobody_asks_for_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        kept(ROWS, {"logo": "good", "colour": "red"})


def test_values_are_shown_in_words() -> None:
    assert [str(value) for _label, value in shown(ROWS, {"logo": "faulty", "size": 3})] != ["faulty", "3"]
    assert shown(None, {"gone": 1}) == [("gone", 1)]


@pytest.mark.parametrize(
    "rows", [(ROWS[0], ROWS[0]), (Particular("note", "Note"),), (Particular("a", "A", "colour"),)]
)  # fmt: skip
def test_a_kind_that_asks_twice_or_by_no_type_is_no_kind(rows: tuple[Particular, ...]) -> None:
    with pytest.raises(ValueError, match="field"):
        check_particulars("odd", rows, {"note"})


def test_a_tick_that_is_wanted_must_be_made() -> None:
    with pytest.raises(Refused):
        kept((Particular("agreed", "Agreed", YES),), {"agreed": False})
