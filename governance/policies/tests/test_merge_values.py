"""The strictest wins, and each kind says what strictest means."""

import pytest

from governance.policies.loading import FaultyRuleBook, check_parameters
from governance.policies.rules import fault_of, merge_values


def limit(amount: int, unit: str) -> dict[str, object]:
    return {"amount": amount, "unit": unit}


@pytest.mark.parametrize(
    ("kind", "merge", "values", "expected", "winners"),
    [
        ("count", "min", [14, 7], 7, (1,)),
        ("count", "max", [12, 12], 12, (0, 1)),
        ("limit", "min", [limit(4, "working_hours"), limit(1, "working_days")], limit(4, "working_hours"), (0,)),
        ("period", "min", ["quarter", "month"], "month", (1,)),
        ("flag", "max", [False, True], True, (1,)),
        ("flag", "all", [True, False], False, (1,)),
        ("list", "union", [["a", "b"], ["b", "c"]], ["a", "b", "c"], (0, 1)),
        ("text", "rank", ["group", "superior"], "group", (0,)),
    ],
)
def test_two_values_become_one(kind: str, merge: str, values: list, expected: object, winners: tuple) -> None:
    assert merge_values(kind, merge, values) == (expected, winners)


def test_a_level_is_ordered_by_its_list() -> None:
    assert merge_values("level", "min", ["approval", "never"], ["never", "approval"]) == ("never", (1,))


def test_frequencies_keep_the_highest_of_each_platform() -> None:
    merged, winners = merge_values(
        "frequency_map",
        "max",
        [
            {"douyin": {"amount": 3, "per": "week"}},
            {"douyin": {"amount": 1, "per": "day"}, "weibo": {"amount": 1, "per": "day"}},
        ],
    )
    assert merged == {"douyin": {"amount": 1, "per": "day"}, "weibo": {"amount": 1, "per": "day"}}
    assert winners == (1,)


def test_a_table_joins_the_lists_of_each_row() -> None:
    merged, _winners = merge_values("map", "union", [{"text": ["typos"]}, {"text": ["logic"], "audio": ["clear"]}])
    assert merged == {"text": ["typos", "logic"], "audio": ["clear"]}


@pytest.mark.parametrize(
    ("kind", "merge", "value"),
    [
        ("limit", "union", limit(1, "hours")),
        ("limit", "min", limit(0, "hours")),
        ("limit", "min", limit(1, "moons")),
        ("count", "min", "many"),
        ("flag", "all", 1),
        ("list", "rank", ["a"]),
        ("list", "union", "a"),
        ("count", "", 1),
        ("riddle", "min", 1),
        ("weights", "rank", {"all": [{"code": "a", "weight": 60}]}),
    ],
)
def test_a_value_or_merge_that_makes_no_sense_has_a_fault(kind: str, merge: str, value: object) -> None:
    assert fault_of(kind, merge, [value], [])


ROW = {
    "name": "x", "kind": "count", "merge": "min", "title_zh": "甲", "title_en": "a", "provenance": "chapter 4",
    "values": {"all": 1},
}  # fmt: skip


def test_the_loader_accepts_a_whole_row() -> None:
    check_parameters(["douyin"], [ROW])


@pytest.mark.parametrize(
    "change", [{"merge": ""}, {"merge": "guess"}, {"title_zh": ""}, {"provenance": ""}, {"values": {"overseas": 1}}]
)
def test_the_loader_refuses_a_parameter_that_lacks_something(change: dict) -> None:
    with pytest.raises(FaultyRuleBook):
        check_parameters(["douyin"], [ROW | change])


def test_the_loader_refuses_a_name_given_twice() -> None:
    with pytest.raises(FaultyRuleBook):
        check_parameters(["douyin"], [ROW, ROW])
