"""Who must sign: two stages always, more where a rule book or a flag asks."""

from collections.abc import Callable
from typing import Any

import pytest

from governance.policies.chain import slots_for

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def codes(slots: list) -> list[str]:
    return [slot.code for slot in slots]


@pytest.mark.parametrize(
    ("pack", "expected"),
    [
        ("douyin", ["first", "final"]),
        ("kuaishou_health", ["first", "final"]),
        ("self_media", ["first", "final", "legal"]),
        ("overseas", ["first:CN", "final"]),
    ],
)
def test_every_rule_book_asks_for_two_stages(make_account: Make, pack: str, expected: list[str]) -> None:
    assert codes(slots_for([make_account("a", pack)])) == expected


@pytest.mark.parametrize("flag", ["important", "sensitive", "major_decision", "key_event"])
@pytest.mark.parametrize("pack", ["douyin", "kuaishou_health", "self_media", "overseas"])
def test_a_weighty_draft_needs_an_executive(make_account: Make, pack: str, flag: str) -> None:
    slots = slots_for([make_account("a", pack)], {flag: True, "health": False})
    executive = next(slot for slot in slots if slot.code == "executive")
    assert (executive.stage, executive.permission) == ("final", "governance.sign_executive")
    assert executive.condition == f"flag:{flag}"


def test_health_content_of_the_health_company_needs_the_adviser(make_account: Make) -> None:
    slots = slots_for([make_account("a", "kuaishou_health")], ["health"])
    assert codes(slots) == ["first", "adviser", "final"]
    assert "adviser" not in codes(slots_for([make_account("b", "douyin")], ["health"]))


def test_legal_signs_by_subject_where_the_rule_book_does_not_always_ask(make_account: Make) -> None:
    assert "legal" in codes(slots_for([make_account("a", "overseas")], ["personal_data"]))
    assert "legal" not in codes(slots_for([make_account("b", "overseas")]))


def test_each_department_named_confirms_for_itself(make_account: Make) -> None:
    slots = slots_for([make_account("a", "self_media")], {"departments": ["rnd", "hr"]})
    units = [(slot.department_code, slot.stage, slot.permission) for slot in slots if slot.department_code]
    assert units == [("hr", "first", "governance.confirm_facts"), ("rnd", "first", "governance.confirm_facts")]


def test_one_post_signs_for_two_rule_books_and_meets_the_criteria_of_both(make_account: Make) -> None:
    slots = slots_for([make_account("a", "kuaishou_health", "self_media")])
    assert codes(slots) == ["first", "final", "legal"]
    first, final, _legal = slots
    assert set(first.scopes) == {"same_team", "same_department"}
    assert {"completeness", "accuracy", "legality"} <= set(first.criteria)
    assert {"culture", "publicity_needs"} <= set(final.criteria)
    assert final.asked_by == (("kuaishou_health", "K-4.2.2c"), ("self_media", "M-4.3.3"))


def test_markets_stand_apart_and_one_of_them_serves_the_plain_reviewer(make_account: Make) -> None:
    home = make_account("a", "douyin")
    abroad = make_account("b", "overseas", market="US")
    slots = slots_for([home, abroad], markets=["US", "DE"])
    assert codes(slots) == ["first:DE", "first:US", "final"]
    assert [slot.market for slot in slots] == ["DE", "US", ""]
    assert "platform_rules" in slots[0].criteria


def test_every_slot_says_what_it_is_in_both_languages(make_account: Make) -> None:
    accounts = [make_account(pack, pack) for pack in ("douyin", "kuaishou_health", "self_media", "overseas")]
    slots = slots_for(accounts, {"important": True, "health": True, "advertising": True, "departments": ["rnd"]})
    for slot in slots:
        assert slot.title_zh
        assert slot.title_en
        assert slot.clause
        assert all(words != code for code, words in slot.criteria_words)
