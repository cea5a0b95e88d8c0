"""What the program finds in files that were made to deceive it, or to exhaust the computer (R-057, C-02)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from content.draws import verifying

pytestmark = pytest.mark.once

CODES = sorted(f"CODE{number:02d}" for number in range(20))
SEED = "1" * 64
ROUND = 22_000_000
AT = verifying.drand_time(str(ROUND))


def moment(seconds: int) -> str:
    return verifying.datetime.fromtimestamp(seconds, verifying.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def before(**changes: Any) -> dict[str, Any]:
    return {
        "algorithm": verifying.FORMAT, "draw": "a1", "title": "抽奖", "campaign": "夏日", "organiser": "安禾",
        "terms_sha256": "2" * 64, "draws_at": moment(AT - 2), "frozen_at": moment(AT - 3600), "drawn_at": None,
        "entries": {"codes": CODES, "count": len(CODES), "sha256": verifying.list_hash(CODES)},
        "commitment": verifying.sha256(SEED), "seed": None,
        "randomness": {"source": "drand_quicknet", "reference": str(ROUND), "value": None, "signature": None},
        "prizes": [{"name": "壶", "quantity": 1, "worth": "299.00", "currency": "CNY"}], "reserves": 2,
        "winners": None, **changes,
    }  # fmt: skip


def after(**changes: Any) -> dict[str, Any]:
    """The draw as it was held; its winners follow from what it says, whatever was changed."""
    draw = before(drawn_at=moment(AT + 60), seed=SEED) | changes
    draw["randomness"] = {**draw["randomness"], "value": "5" * 64}
    return {**draw, "winners": verifying.winners_of(draw)}


def faults(draw: dict[str, Any], told: dict[str, Any] | None = None) -> str:
    files = [verifying.render(row).encode() for row in (draw, told) if row is not None]
    return "\n".join(verifying.verify(*files))


def test_a_draw_in_its_order_holds_and_its_value_is_to_be_compared() -> None:
    assert faults(after(), before()) == ""
    told = verifying.told_by(verifying.render(after()).encode(), verifying.render(before()).encode())
    assert "5" * 64 in told
    assert f"/public/{ROUND}, to be compared there" in told
    assert "no signature" in told


@pytest.mark.parametrize(
    ("changes", "fault"),
    [({"frozen_at": moment(AT - 2)}, "frozen_at"), ({"draws_at": moment(AT + 5)}, "randomness.reference"),
     ({"draws_at": moment(AT + 9), "frozen_at": moment(AT)}, "frozen_at"),
     ({"drawn_at": moment(AT - 1)}, "drawn_at"), ({"frozen_at": "yesterday"}, "ValueError")],
)  # fmt: skip
def test_moments_out_of_their_order_are_named(changes: dict[str, Any], fault: str) -> None:
    assert fault in faults(after(**changes))


@pytest.mark.parametrize("name", ["draw", "title", "campaign", "organiser", "terms_sha256"])
def test_every_word_that_was_told_before_is_compared(name: str) -> None:
    assert name in faults(after(**{name: "x"}), before())
    assert "frozen_at" in faults(after(frozen_at=moment(AT - 1800)), before())


def test_two_files_of_the_result_are_no_proof_of_what_was_told_before() -> None:
    assert "earlier file" in faults(after(), after())


@pytest.mark.parametrize(
    "changes",
    [{"reserves": 10**12}, {"prizes": [{"name": "壶", "quantity": 10**12}]}, {"prizes": []}, {"reserves": True},
     {"prizes": [{"name": "壶", "quantity": -1}]}],
)  # fmt: skip
def test_numbers_beyond_every_draw_are_refused_before_they_are_used(changes: dict[str, Any]) -> None:
    draw = {**after(), **changes}
    assert faults(draw) != ""


def sealed(text: str) -> bytes:
    """A body in a good seal, as somebody who has the program makes it."""
    body = text.encode()
    return body + verifying._tail(body)


def test_a_name_that_stands_twice_is_found() -> None:
    text = verifying.render(after())
    body = text[: text.rindex(',\n "seal"')]
    twice = body.replace('  "reserves": 2,', '  "reserves": 1,\n  "reserves": 2,')
    assert json.loads(sealed(twice))["draw"]["reserves"] == 2
    assert "not written as it was made" in verifying.verify(sealed(twice))[0]
    assert verifying.verify(sealed(body)) == []


def test_json_nested_without_end_is_no_file_of_a_draw() -> None:
    assert "RecursionError" in verifying.verify(sealed('{\n "draw": ' + "[" * 50_000))[0]
