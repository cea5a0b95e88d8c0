"""Which public values are taken: of the future, that come out at all, and signed by drand where they say so (C-02)."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from content.campaigns.tests.way import DRAWS, ENDS, Way
from content.conftest import HOUR, House
from content.draws import services, verifying
from content.draws.models import DrawResult
from content.draws.services import freeze_list, hold_draw
from governance.public import NotAllowed, Refused

DAY = timedelta(days=1)
# Two rounds of quicknet, as drand published them.
BEACONS = {
    "1000": "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    "657413": "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
}


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def shanghai(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=verifying.CHINA)


def refused(way: Way, draws_at: datetime, source: str, reference: str) -> str | None:
    """The field of the refusal, None where the draw is planned."""
    try:
        way.drawing(
            way.written(), draws_at=draws_at, source=source, reference=reference, deliver_by=draws_at + 30 * DAY
        )
    except Refused as refusal:
        return refusal.field
    return None


def test_a_lottery_of_the_past_is_never_named(way: Way) -> None:
    tuesday = shanghai(2026, 6, 30, 20)
    for past in ("2020001", "2026065", "2026-06-28", "2025-07-01", "2026-02-30"):
        assert refused(way, tuesday, "ssq", past) == "reference", past
    assert refused(way, tuesday, "ssq", "2026-06-30") is None


@pytest.mark.parametrize("round_number", ["999999999999", "9999999999", "99999999999999999999"])
def test_a_round_that_comes_out_never_is_refused_in_words(way: Way, round_number: str) -> None:
    assert refused(way, DRAWS, "drand_quicknet", round_number) == "reference"


def test_a_lottery_that_rests_is_refused(way: Way) -> None:
    assert refused(way, shanghai(2026, 10, 1, 20), "ssq", "2026-10-01") == "draws_at"
    assert refused(way, shanghai(2026, 10, 6, 20), "ssq", "2026-10-06") is None


def test_a_day_without_trading_is_refused(way: Way) -> None:
    dragon_boat = shanghai(2026, 6, 19, 14)
    assert refused(way, dragon_boat, "sse_composite", "2026-06-19") == "draws_at"
    assert refused(way, shanghai(2026, 6, 20, 14), "sse_composite", "2026-06-20") == "reference"
    assert refused(way, shanghai(2026, 6, 24, 14), "sse_composite", "2026-06-24") is None


def test_nobody_draws_before_the_value_is_out(way: Way) -> None:
    campaign = way.written()
    draws_at = shanghai(2026, 6, 24, 10)
    way.drawing(campaign, draws_at=draws_at, source="sse_composite", reference="2026-06-24")
    draw = way.frozen(campaign)
    with pytest.raises(NotAllowed):
        hold_draw(draw, actor=way.house.author, value="3367.46", at=draws_at + HOUR)
    assert not DrawResult.objects.exists()
    held = hold_draw(draw, actor=way.house.author, value="3367.46", at=draws_at + 6 * HOUR)
    assert held.status == "drawn"


def test_a_signature_of_drand_holds_for_its_round_alone() -> None:
    depth = sys.getrecursionlimit()
    assert verifying.signature_holds("1000", BEACONS["1000"]) is True
    assert verifying.signature_holds("657413", BEACONS["657413"]) is True
    assert verifying.signature_holds("1001", BEACONS["1000"]) is False
    assert verifying.signature_holds("1000", "ab" * 48) is False
    assert sys.getrecursionlimit() == depth


@pytest.mark.parametrize("signature", ["ab" * 48, BEACONS["1000"]])
def test_an_invented_pair_of_value_and_signature_is_refused(way: Way, signature: str) -> None:
    value = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    with pytest.raises(Refused, match="signature"):
        hold_draw(way.frozen(), actor=way.house.author, value=value, signature=signature, at=DRAWS + HOUR)
    assert not DrawResult.objects.exists()


def test_long_lists_are_worked_on_before_anything_is_locked(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noting(step: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*files: Any) -> Any:
            order.append(step)
            return act(*files)

        return noted

    monkeypatch.setattr(verifying, "render", noting("work", verifying.render))
    monkeypatch.setattr(verifying, "verify", noting("work", verifying.verify))
    monkeypatch.setattr(services, "lock_draw", noting("lock", services.lock_draw))
    draw = way.over().draws.get()
    freeze_list(draw, actor=way.house.author, handles=["甲", "乙"], at=ENDS + HOUR)
    hold_draw(draw, actor=way.house.author, value="5" * 64, at=DRAWS + HOUR)
    assert re.fullmatch("w+lw+l", "".join(step[0] for step in order)), order
