"""The holder alone accepts the newest duty sheet; a new version must be accepted anew."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import DutySheet, PostHolding, User
from accounts.posts import cards
from accounts.posts.services import accept_sheet, end_holding, write_sheet
from accounts.posts.tests.conftest import DAY, NOW, Staff
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NotAllowed, Refused, StaleVersion, WrongState

pytestmark = pytest.mark.django_db
duty_sheets_to_accept: Any = cards.duty_sheets_to_accept


def test_accepted_by_the_holder_and_recorded(staff: Staff) -> None:
    holding = staff.held()
    entry = LedgerEntry.objects.get(event="post.sheet_accepted")
    assert (entry.actor, entry.payload) == (staff.anna, {"number": 1, "holding": holding.pk})
    with pytest.raises(WrongState):
        accept_sheet(holding, actor=staff.anna, at=NOW)


def test_nobody_accepts_for_the_holder(staff: Staff) -> None:
    staff.sheet()
    holding = staff.appointed()
    for person in (staff.manager, staff.bert, User.objects.create_superuser("root")):
        with pytest.raises(NotAllowed):
            accept_sheet(holding, actor=person, at=NOW)


def test_a_new_version_is_told_and_accepted_anew(staff: Staff) -> None:
    holding = staff.held()
    assert not duty_sheets_to_accept(staff.anna, NOW).items
    staff.sheet(text="Publishes and checks.", at=NOW + DAY)
    assert Notice.objects.get(template="post.sheet").recipient == staff.anna
    assert [item.title for item in duty_sheets_to_accept(staff.anna, NOW + DAY).items] == [str(holding.post)]
    assert PostHolding.objects.accepted(NOW).exists()
    assert not PostHolding.objects.accepted(NOW + DAY).exists()
    with pytest.raises(StaleVersion):
        accept_sheet(holding, actor=staff.anna, number=1, at=NOW + DAY)
    accept_sheet(holding, actor=staff.anna, number=2, at=NOW + DAY)
    assert not duty_sheets_to_accept(staff.anna, NOW + DAY).items


def test_without_a_sheet_or_after_the_end_there_is_nothing_to_accept(staff: Staff) -> None:
    holding = staff.appointed()
    with pytest.raises(WrongState):
        accept_sheet(holding, actor=staff.anna, at=NOW)
    staff.sheet()
    end_holding(holding, actor=staff.manager, reason="Moves", at=NOW)
    with pytest.raises(WrongState):
        accept_sheet(holding, actor=staff.anna, at=NOW)


def test_a_sheet_is_written_with_the_right_in_both_languages_and_only_where_it_says_something_new(
    staff: Staff,
) -> None:
    with pytest.raises(Denial):
        write_sheet(staff.post(), actor=staff.anna, text_zh="发布。", text_en="Publishes.", at=NOW)
    with pytest.raises(Refused) as refused:
        write_sheet(staff.post(), actor=staff.manager, text_zh="发布。", text_en=" \u200b", at=NOW)
    assert refused.value.field == "text_en"
    staff.sheet()
    with pytest.raises(Refused):
        staff.sheet()
    with pytest.raises(StaleVersion):
        write_sheet(staff.post(), actor=staff.second, text_zh="另。", text_en="Other.", number=0, at=NOW)
    assert DutySheet.objects.count() == 1
