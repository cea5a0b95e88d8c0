"""Two people at one draw in the same moment: one list, one result, and the other reads why (PostgreSQL)."""

from __future__ import annotations

from functools import partial

import pytest

from content.campaigns.tests.way import DRAWS, ENDS, PEOPLE, VALUE, Way
from content.conftest import HOUR, House
from content.draws.delivering import deliver_prize, pass_prize
from content.draws.models import DrawList, DrawResult, DrawWinner
from content.draws.services import faults_of, freeze_list, hold_draw
from content.review.tests.test_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_lists_one_is_frozen(house: House) -> None:
    draw = Way(house).over().draws.get()
    done, refused = at_once(
        partial(freeze_list, draw, actor=house.author, handles=PEOPLE, at=ENDS + HOUR),
        partial(freeze_list, draw, actor=house.manager, handles=PEOPLE[:5], at=ENDS + HOUR),
    )
    assert (done, len(refused), DrawList.objects.count()) == (1, 1, 1), refused


def test_ten_draws_at_once_have_one_result(house: House) -> None:
    draw = Way(house).frozen()
    values = [f"{number:x}" * 64 for number in range(10)]
    done, refused = at_once(
        *[partial(hold_draw, draw, actor=house.author, value=value, at=DRAWS + HOUR) for value in (VALUE, *values)]
    )
    assert (done, len(refused), DrawResult.objects.count()) == (1, 10, 1)
    draw.refresh_from_db()
    assert (draw.status, draw.winners.count(), faults_of(draw)) == ("drawn", 6, [])


def test_a_prize_is_delivered_or_passed_on_but_not_both(house: House) -> None:
    draw = Way(house).witnessed()
    winner = draw.winners.all()[0]
    done, refused = at_once(
        partial(deliver_prize, winner, actor=house.author, how="顺丰", at=DRAWS + 3 * HOUR),
        partial(pass_prize, winner, actor=house.manager, reason="无法联系", at=DRAWS + 3 * HOUR),
    )
    assert (done, len(refused)) == (1, 1)
    holders = DrawWinner.objects.filter(draw=draw, prize=winner.prize).exclude(status="passed")
    assert holders.count() == 1
