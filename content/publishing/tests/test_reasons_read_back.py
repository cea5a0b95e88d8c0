"""Why a post left the schedule, and why work was given up, stands on the page of the record (R-030, R-049)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.public import User
from content.conftest import HOUR, NOW, House
from content.drafts.services import discard_draft
from content.promotions.services import drop_promotion
from content.promotions.tests.test_promotion import planned
from content.publishing.services import schedule_draft, unschedule_draft
from governance.public import LedgerEntry

WHY = "<b>客户</b>要求再等一等"


def taken_out(house: House) -> tuple[Any, User]:
    draft = schedule_draft(house.approved(), actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + HOUR)
    return unschedule_draft(draft, actor=house.publisher, note=WHY, at=NOW + 2 * HOUR), house.publisher


def thrown_away(house: House) -> tuple[Any, User]:
    return discard_draft(house.draft(), actor=house.author, note=WHY, at=NOW), house.author


def dropped(house: House) -> tuple[Any, User]:
    return drop_promotion(planned(house), actor=house.author, note=WHY, at=NOW), house.author


@pytest.mark.parametrize("deed", [taken_out, thrown_away, dropped])
def test_the_reason_stands_on_the_page_and_not_in_the_ledger(
    house: House, client: Client, deed: Callable[[House], tuple[Any, User]]
) -> None:
    record, actor = deed(house)
    client.force_login(actor)
    page = client.get(record.get_absolute_url()).content.decode()
    assert "&lt;b&gt;客户&lt;/b&gt;要求再等一等" in page
    assert not [entry for entry in LedgerEntry.objects.all() if "客户" in str(entry.payload)]
