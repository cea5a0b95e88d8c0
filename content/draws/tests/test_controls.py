"""A draw with frozen rules, witness, winners and delivered prizes, or R-057 turns to breached on the board."""

from __future__ import annotations

import pytest

from accounts.public import User
from content.campaigns.services import close_campaign
from content.campaigns.tests.way import DAY, DELIVERED_BY, DRAWS, ENDS, VALUE, Way
from content.conftest import HOUR, House
from content.draws.delivering import deliver_prize, pass_prize
from content.draws.models import Draw
from content.draws.planning import first_round
from content.draws.replacing import replace_draw, void_draw
from content.draws.services import hold_draw, witness_draw
from governance.public import NotAllowed, Scope, Window, grant_role, probes_of
from tests.board import status, tampered, turns


def test_a_draw_that_nobody_witnessed_breaches_r_057_until_the_witness_speaks(house: House) -> None:
    draw = Way(house).held()
    assert status("R-057", DRAWS + 2 * HOUR) == "at_risk"
    assert status("R-057", DRAWS + 2 * DAY) == "breached"
    witness_draw(draw, actor=house.legal, note="全程在场。", at=DRAWS + 2 * HOUR)
    assert status("R-057", DRAWS + 2 * DAY) == "met"
    turns("R-057", tampered(draw.campaign, terms_sha256="0" * 64), DRAWS + 2 * DAY)


def test_a_prize_that_is_not_delivered_breaches_r_057_until_it_is(house: House) -> None:
    draw, day = Way(house).witnessed(), DELIVERED_BY + HOUR
    assert status("R-057", day) == "breached"
    for winner in draw.winners.filter(status="won"):
        deliver_prize(winner, actor=house.author, how="顺丰", at=DRAWS + DAY)
    assert status("R-057", day) == "met"


def test_a_void_draw_breaches_r_057_and_keeps_its_campaign_open_until_another_takes_its_place(house: House) -> None:
    way = Way(house)
    draw = way.frozen()
    void_draw(draw, actor=house.manager, reason="名单有误", at=ENDS + 2 * HOUR)
    campaign = way.reported(draw.campaign)
    assert status("R-057", DRAWS + 2 * DAY) == "breached"
    with pytest.raises(NotAllowed, match="作废"):
        close_campaign(campaign, actor=house.author, at=DRAWS + 2 * DAY)
    again = DRAWS + 7 * DAY
    replace_draw(
        draw, actor=house.author, draws_at=again, source="drand_quicknet", reference=str(first_round(again)),
        deliver_by=again + DAY, witness=house.legal, at=DRAWS + DAY,
    )  # fmt: skip
    assert status("R-057", DRAWS + 2 * DAY) != "breached"


def voids_again(house: House, other: bool) -> User:
    """The manager who voided the draw before, or another one."""
    if not other:
        return house.manager
    second = User.objects.create_user("second_manager")
    grant_role(second, "manager", accounts=[house.account], actor=None)
    return second


@pytest.mark.parametrize("other", [True, False])
def test_a_draw_without_participants_is_over_once_two_people_have_voided_it(house: House, other: bool) -> None:
    way = Way(house)
    draw = way.over().draws.get()
    void_draw(draw, actor=house.manager, reason="无人参与", at=DRAWS + HOUR)
    again = DRAWS + 7 * DAY
    second = replace_draw(
        draw, actor=house.author, draws_at=again, source="drand_quicknet", reference=str(first_round(again)),
        deliver_by=again + DAY, witness=house.legal, at=DRAWS + DAY,
    )  # fmt: skip
    void_draw(second, actor=voids_again(house, other), reason="仍无人参与", at=again)
    assert Draw.objects.not_replaced().exists() is not other


def test_a_prize_that_was_passed_on_to_nobody_is_not_delivered(house: House) -> None:
    draw, day = Way(house).witnessed(), DELIVERED_BY + HOUR
    gone = draw.winners.filter(status="won").first()
    assert gone is not None
    # Two places stand in reserve, and both give up as well.
    while gone is not None:
        gone = pass_prize(gone, actor=house.author, reason="联系不上", at=DRAWS + DAY)
    for winner in draw.winners.filter(status="won"):
        deliver_prize(winner, actor=house.author, how="顺丰", at=DRAWS + DAY)
    part = next(probe for probe in probes_of("R-057") if probe.part == "delivery")
    evidence = part.measure(Scope(), Window(DRAWS, day, day))
    assert evidence.bad is not None
    assert evidence.total is not None
    assert (evidence.bad.count(), evidence.total.count()) == (1, 4)


def test_a_draw_that_is_never_held_and_a_prize_never_delivered_stay_on_the_board(house: House) -> None:
    way = Way(house)
    draw = way.frozen()
    for days in (2, 29, 31, 300):
        assert status("R-057", DRAWS + days * DAY) == "breached", days
    hold_draw(draw, actor=house.author, value=VALUE, at=DRAWS + HOUR)
    witness_draw(draw, actor=house.legal, at=DRAWS + 2 * HOUR)
    assert status("R-057", DELIVERED_BY + 60 * DAY) == "breached"
