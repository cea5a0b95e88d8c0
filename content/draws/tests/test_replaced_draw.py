"""A draw that does not count is void in public and drawn anew by a second person; names are kept no longer (R-057)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from content.campaigns.tests.way import DRAWS, ENDS, PEOPLE, VALUE, Way
from content.conftest import HOUR, House
from content.draws.delivering import sweep_draws
from content.draws.models import Draw, DrawSecret
from content.draws.planning import first_round
from content.draws.replacing import reject_draw, replace_draw, void_draw
from content.draws.services import freeze_list, hold_draw, look_up_code, witness_draw
from content.draws.verifying import verify
from governance.public import LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState, grant_role

DAY = timedelta(days=1)
AGAIN = DRAWS + 7 * DAY


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def anew(way: Way, draw: Draw, **content: Any) -> Draw:
    whole = {
        "actor": way.house.author, "draws_at": AGAIN, "source": "drand_quicknet", "reference": str(first_round(AGAIN)),
        "deliver_by": AGAIN + 20 * DAY, "witness": way.house.legal, "at": DRAWS + DAY, **content,
    }  # fmt: skip
    return replace_draw(draw, **whole)


def test_a_list_frozen_too_late_leads_to_a_draw_in_its_place(way: Way, client: Client) -> None:
    house = way.house
    late = way.over().draws.get()
    with pytest.raises(NotAllowed):
        freeze_list(late, actor=house.author, handles=PEOPLE, at=DRAWS)
    void_draw(late, actor=house.manager, reason="名单冻结太晚", at=DRAWS + HOUR)
    with pytest.raises(NotAllowed):
        anew(way, late, actor=house.manager)
    with pytest.raises(Refused) as refusal:
        anew(way, late, reference="7000000")
    assert refusal.value.field == "reference"
    draw = anew(way, late)
    prizes = [list(row.prizes.values_list("name", "quantity", "worth")) for row in (late, draw)]
    assert prizes[0] == prizes[1]
    with pytest.raises(WrongState):
        anew(way, late)
    pages = [client.get(reverse("content:draw_public", args=[row.slug])).content.decode() for row in (late, draw)]
    assert all("名单冻结太晚" in page for page in pages)
    assert draw.slug in pages[0]
    assert late.slug in pages[1]
    freeze_list(draw, actor=house.author, handles=PEOPLE, at=AGAIN - HOUR)
    hold_draw(draw, actor=house.author, value=VALUE, at=AGAIN + HOUR)
    assert witness_draw(draw, actor=house.legal, at=AGAIN + 2 * HOUR).status == "witnessed"


def test_a_draw_that_stands_is_not_replaced(way: Way) -> None:
    with pytest.raises(WrongState):
        anew(way, way.held())


def test_the_witness_rejects_a_mistyped_value_in_public_and_for_good(way: Way, client: Client) -> None:
    draw, house = way.held(), way.house
    for person in (house.author, house.manager):
        with pytest.raises(NotAllowed):
            reject_draw(draw, actor=person, reason="不对", at=DRAWS + 2 * HOUR)
    with pytest.raises(NoteRequired):
        reject_draw(draw, actor=house.legal, reason=" ", at=DRAWS + 2 * HOUR)
    rejected = reject_draw(draw, actor=house.legal, reason="随机值录入有误", at=DRAWS + 2 * HOUR)
    assert (rejected.status, rejected.void_reason, rejected.voided_by) == ("void", "随机值录入有误", house.legal)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(void_reason="别的")
    file = client.get(reverse("content:draw_file", args=[draw.slug])).content
    before = client.get(reverse("content:draw_file_before", args=[draw.slug])).content
    assert (file.decode(), verify(file, before)) == (draw.result.document, [])
    page = client.get(reverse("content:draw_public", args=[draw.slug])).content.decode()
    assert "随机值录入有误" in page
    assert not any(winner.masked in page for winner in draw.winners.all())
    assert anew(way, draw).status == "planned"


def test_who_plans_a_draw_or_wrote_in_it_is_no_witness(way: Way) -> None:
    grant_role(way.house.manager, "author", accounts=[way.house.account], actor=None)
    campaign, manager = way.written(), type(way.house.manager).objects.get(pk=way.house.manager.pk)
    with pytest.raises(Refused) as refusal:
        way.drawing(campaign, actor=manager, witness=manager)
    assert refusal.value.field == "witness"
    draw = way.drawing(campaign, actor=manager)
    with pytest.raises(Refused):
        way.drawing(campaign, draw=draw, version=0, witness=manager)


def test_names_are_erased_after_a_void_draw_and_the_ledger_says_so(way: Way) -> None:
    draw = way.frozen()
    void_draw(draw, actor=way.house.manager, reason="名单有误", at=ENDS + 2 * HOUR)
    assert sweep_draws(ENDS + 6 * DAY)["names"] == 0
    assert sweep_draws(ENDS + 8 * DAY)["names"] == 1
    assert DrawSecret.objects.get(draw=draw).sealed == ""
    entry = LedgerEntry.objects.get(event="draw.names_erased")
    assert (entry.kind, entry.object_id, entry.payload) == ("draw", draw.pk, {})


def test_names_of_a_draw_that_nobody_witnessed_are_not_kept_for_ever(way: Way) -> None:
    way.held()
    assert sweep_draws(DRAWS + 89 * DAY)["names"] == 0
    assert sweep_draws(DRAWS + 91 * DAY)["names"] == 1


def test_a_code_is_looked_up_by_who_runs_the_campaign_alone(way: Way) -> None:
    draw, house = way.frozen(), way.house
    for person in (house.legal, house.publisher, house.stranger):
        with pytest.raises(NotAllowed):
            look_up_code(draw, PEOPLE[0], actor=person, at=ENDS + HOUR)
    assert look_up_code(draw, PEOPLE[0], actor=house.author, at=ENDS + HOUR) is not None
