"""A draw whose witness cannot come gets another one: asked for by a manager, named by a second person (R-057)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import User, leave_company
from content.campaigns.tests.way import DRAWS, Way
from content.conftest import HOUR, House
from content.draws.models import Draw, WitnessChange
from content.draws.services import witness_draw
from content.draws.witnesses import ask_witness, name_witness
from governance.public import Denial, NotAllowed, NoteRequired, Refused, WrongState, grant_role

LATER = DRAWS + 2 * HOUR


@pytest.fixture
def draw(house: House) -> Draw:
    """Drawn; the legal colleague was named as its witness."""
    return Way(house).held()


def asked(house: House, draw: Draw, witness: User | None = None) -> WitnessChange:
    return ask_witness(draw, actor=house.manager, witness=witness or house.adviser, reason="见证人长期病假", at=LATER)


def test_a_manager_and_a_second_person_name_another_witness_in_public(
    house: House, draw: Draw, client: Client
) -> None:
    change = asked(house, draw)
    with pytest.raises(NotAllowed):
        witness_draw(draw, actor=house.adviser, at=LATER)
    for person in (house.manager, house.author, house.adviser, house.stranger):
        with pytest.raises(NotAllowed):
            name_witness(change, actor=person, witness=house.adviser.pk, at=LATER)
    named = name_witness(change, actor=house.first_reviewer, witness=house.adviser.pk, at=LATER)
    assert named.witness == house.adviser
    page = client.get(reverse("content:draw_public", args=[draw.slug])).content.decode()
    assert "见证人长期病假" in page
    with pytest.raises(WrongState):
        name_witness(change, actor=house.publisher, witness=house.adviser.pk, at=LATER)
    with pytest.raises(NotAllowed):
        witness_draw(draw, actor=house.legal, at=LATER)
    assert witness_draw(draw, actor=house.adviser, at=LATER).status == "witnessed"


def test_only_a_manager_asks_with_a_reason_for_somebody_who_has_no_part_in_it(house: House, draw: Draw) -> None:
    with pytest.raises(Denial):
        ask_witness(draw, actor=house.author, witness=house.adviser, reason="病假", at=LATER)
    with pytest.raises(NoteRequired):
        ask_witness(draw, actor=house.manager, witness=house.adviser, reason=" ", at=LATER)
    for person in (house.author, house.manager, house.legal, house.stranger):
        with pytest.raises(Refused):
            asked(house, draw, person)
    first, second = asked(house, draw), asked(house, draw, house.executive)
    assert (first.pk, second.witness) == (second.pk, house.executive)


def test_nobody_agrees_to_a_witness_whom_they_did_not_see(house: House, draw: Draw, client: Client) -> None:
    change = asked(house, draw)
    asked(house, draw, house.executive)
    with pytest.raises(WrongState, match=str(house.executive)):
        name_witness(change, actor=house.first_reviewer, witness=house.adviser.pk, at=LATER)
    client.force_login(house.first_reviewer)
    address = reverse("content:draw_name_witness", args=[change.pk])
    for sent in ({}, {"witness": house.adviser.pk}):
        assert client.post(address, sent).status_code in (409, 422)
    assert Draw.objects.get(pk=draw.pk).witness == house.legal


def test_the_page_asks_and_names(house: House, draw: Draw, client: Client) -> None:
    client.force_login(house.manager)
    answer = client.post(
        reverse("content:draw_ask_witness", args=[draw.pk]), {"witness": house.adviser.pk, "reason": "病假"}
    )
    assert answer.status_code == 302
    change = WitnessChange.objects.get()
    address = reverse("content:draw_name_witness", args=[change.pk])
    assert client.post(address).status_code == 403
    client.force_login(house.first_reviewer)
    page = client.get(draw.get_absolute_url()).content.decode()
    assert address in page
    assert f'name="witness" value="{house.adviser.pk}"' in page
    assert client.post(address, {"witness": house.adviser.pk}).status_code == 302
    draw.refresh_from_db()
    assert draw.witness == house.adviser
    assert "病假" in client.get(draw.get_absolute_url()).content.decode()


def test_when_the_witness_leaves_the_draw_has_another_one(house: House, draw: Draw, client: Client) -> None:
    grant_role(house.stranger, "legal", accounts=[house.account, house.weibo], actor=None)
    leave_company(house.legal, actor=None)
    draw.refresh_from_db()
    assert draw.witness not in (house.legal, house.author)
    change = WitnessChange.objects.get()
    assert (change.before, change.witness, change.reason) == (house.legal, draw.witness, "")
    page = client.get(reverse("content:draw_public", args=[draw.slug])).content.decode()
    assert "离" in page
    assert witness_draw(draw, actor=draw.witness, at=LATER).status == "witnessed"
