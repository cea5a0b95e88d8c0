"""Every requirement of the lower floors is probed, and some test turns its status on the board to breached and back.

A test turns a requirement where it hands the code to `tests.board.turns`, or where it asserts, of something that was
asked with the code, that it is "breached" and that it is "met"; a parametrized test asserts it of each of its codes.
What is found here are promises in the text of the tests; the tests themselves keep them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.public import probes_of
from tests.architecture.test_floors import PYTHON, ROOT

CODE = re.compile(r"R-\d{3}")
# The floor, and the first and last of its requirements in chapter 5.
FLOORS = (("accounts", 1, 16), ("content", 17, 58))
REQUIREMENTS = [
    (floor, code) for floor, first, last in FLOORS for code in (f"R-{number:03d}" for number in range(first, last + 1))
]


def constants(tree: ast.AST) -> set[str]:
    """Every text that stands in this piece of a program."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def codes_in(tree: ast.AST) -> set[str]:
    """The requirements that are named in it."""
    return {text for text in constants(tree) if CODE.fullmatch(text)}


def turned_by(function: ast.FunctionDef, asking: dict[str, set[str]]) -> set[str]:
    """The requirements that one test turns; `asking` holds the codes inside functions of its file that it may call."""
    seen: dict[str, set[str]] = {}
    inner = {one.name: codes_in(one) for one in ast.walk(function) if isinstance(one, ast.FunctionDef)}
    asking = {**asking, **{name: codes for name, codes in inner.items() if name != function.name}}
    given = {code for decorator in function.decorator_list for code in codes_in(decorator)}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "turns":
            for code in codes_in(node):
                seen.setdefault(code, set()).update({"met", "breached"})
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
            told = constants(node.test)
            called = {one.func.id for one in ast.walk(node.test)
                      if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}  # fmt: skip
            codes = codes_in(node.test) or set(given)
            for name in called:
                codes |= asking.get(name, set())
            for code in codes:
                seen.setdefault(code, set()).update(told & {"met", "breached"})
    return {code for code, statuses in seen.items() if statuses == {"met", "breached"}}


def turning_tests(files: Iterator[Path] | list[Path]) -> dict[str, list[str]]:
    """Code -> the tests that turn it, as file::name."""
    found: dict[str, list[str]] = {}
    for path in files:
        if not path.name.startswith("test_"):
            continue
        functions = [node for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)]
        asking = {one.name: codes_in(one) for one in functions if not one.name.startswith("test_")}
        for function in functions:
            if function.name.startswith("test_"):
                for code in turned_by(function, asking):
                    found.setdefault(code, []).append(f"{path}::{function.name}")
    return found


TURNED = turning_tests(PYTHON)


@pytest.mark.parametrize(("floor", "code"), REQUIREMENTS, ids=lambda value: value)
def test_it_is_probed_and_some_test_turns_it_to_breached_and_back(floor: str, code: str) -> None:
    assert probes_of(code), f"nothing measures {code}: write its probe in {floor}/<room>/controls.py"
    assert TURNED.get(code), f"no test turns {code}: write one beside its probe, with tests.board.turns or status"


def test_a_test_that_only_sees_one_side_does_not_count() -> None:
    half, whole, handed = (
        ast.parse(text).body[0]
        for text in (
            'def test_a():\n    assert status("R-001") == "met"\n    assert status("R-002") == "breached"',
            'def test_b():\n    assert status("R-001") == "met"\n    assert status("R-001") == "breached"',
            'def test_c():\n    turns("R-003", hole, SOON)',
        )
    )
    assert isinstance(half, ast.FunctionDef)
    assert isinstance(whole, ast.FunctionDef)
    assert isinstance(handed, ast.FunctionDef)
    assert [turned_by(one, {}) for one in (half, whole, handed)] == [set(), {"R-001"}, {"R-003"}]
