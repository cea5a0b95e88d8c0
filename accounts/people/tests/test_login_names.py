"""A login name that the eye takes for another's, or that holds what nobody sees, is refused (ASVS 2.2.1)."""

from __future__ import annotations

import pytest

from accounts.people.names import fault_alone, fault_of_name

TAKEN = ("admin", "manager", "legal", "executive", "Iris", "chen01")


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u200b"])
def test_a_letter_without_a_shape_is_refused(filler: str) -> None:
    assert fault_alone(f"admin{filler}")


@pytest.mark.parametrize("name", ["1egal", "Iegal", "|egal", "execut\u0131ve", "lris", "chenOl", "ΑDMIN", "LEGAL"])
def test_a_stroke_a_ring_or_a_dotless_letter_makes_no_other_name(name: str) -> None:
    assert fault_of_name(name, TAKEN)


@pytest.mark.parametrize("name", ["iris.wang", "ligal", "chen02", "陈一", "managers"])
def test_a_name_of_its_own_is_had(name: str) -> None:
    assert fault_of_name(name, TAKEN) == ""
