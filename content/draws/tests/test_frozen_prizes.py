"""What can be won does not change once participants were told, and who won is kept (C-02, C-03, R-057)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from content.campaigns.tests.way import ANNOUNCED, Way
from content.conftest import House
from content.draws.models import DrawWinner, Prize


def test_prizes_freeze_with_the_announcement_and_the_database_keeps_them(house: House) -> None:
    Way(house).announced()
    prizes = Prize.objects.all()
    assert set(prizes.values_list("frozen_at", flat=True)) == {ANNOUNCED}
    changes: tuple[dict[str, Any], ...] = (
        {"quantity": 2},
        {"worth": Decimal(1)},
        {"name": "贴纸"},
        {"currency": "USD"},
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            prizes.filter(position=1).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        prizes.delete()


def test_before_the_announcement_a_prize_may_change(house: House) -> None:
    Way(house).approved()
    assert Prize.objects.filter(name="保温杯").update(quantity=2) == 1


def test_nobody_takes_a_winner_off_the_list(house: House) -> None:
    Way(house).witnessed()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DrawWinner.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DrawWinner.objects.update(code="other")
