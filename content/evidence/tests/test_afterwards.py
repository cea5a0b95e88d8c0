"""Corrections and the withdrawal of a post stand in its evidence: who asked, who agreed, when, before and after."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from content.conftest import HOUR, NOW, House, address_on, seal
from content.corrections.tests.conftest import AGREED, RIGHT, Wrong, shot
from content.evidence.building import build_evidence
from content.evidence.lines import afterwards, when
from content.evidence.paper import make_pdf
from content.evidence.plain import plain_moment
from content.evidence.verifying import verify, written
from content.publishing.withdrawing import withdraw_publication
from tests.agreeing import agreed

ADDRESS = "https://www.douyin.com/video/2"
GONE = NOW + 9 * HOUR


@pytest.fixture
def wrong(house: House) -> Wrong:
    """A post that was corrected, got another address by that, and was taken down in the end."""
    found = Wrong(house, house.published())
    found.carry_out(found.agreed(), url=ADDRESS)
    found.post.refresh_from_db()
    agreed("publication_withdraw", actor=house.publisher, target=found.post, by=house.manager, at=GONE)
    withdraw_publication(found.post, actor=house.publisher, reason="活动取消", proof=shot(), at=GONE + HOUR)
    seal()
    return found


def pack_of(wrong: Wrong) -> tuple[bytes, dict[str, Any], str]:
    return build_evidence(wrong.post.draft, actor=wrong.house.auditor, at=GONE + timedelta(days=1))


def test_the_pack_tells_who_asked_who_agreed_and_what_stood_before_and_after(wrong: Wrong) -> None:
    data, pack, _root = pack_of(wrong)
    assert verify(data)[1] == []
    (post,) = pack["publications"]
    (correction,) = post["corrections"]
    house = wrong.house
    assert correction["asked_by"]["id"] == house.publisher.pk
    assert [(row["by"]["id"], row["right"], row["verdict"]) for row in correction["decisions"]] == [
        (house.first_reviewer.pk, "accounts.review_first", "agree"),
        (house.final_reviewer.pk, "accounts.review_final", "agree"),
    ]
    assert [row["reauthenticated_at"] for row in correction["decisions"]] == [plain_moment(AGREED)] * 2
    assert correction["address_before"] == address_on(house.account, f"p/{wrong.post.draft_id}")
    assert correction["address_after"] == post["url"] == ADDRESS
    assert (correction["text_before"], correction["corrected_text"]) == (wrong.post.version.body, RIGHT)
    assert correction["agreed_at"] < correction["corrected_at"]
    gone = post["withdrawal"]
    assert (gone["asked_by"]["id"], gone["withdrawn_by"]["id"]) == (house.publisher.pk, house.publisher.pk)
    assert [row["by"]["id"] for row in gone["decisions"]] == [house.manager.pk]
    assert (gone["reason"], len(gone["proof_sha256"])) == ("活动取消", 64)
    kinds = {row["columns"][3] for row in pack["ledger"]}
    assert {"draft", "publication", "correction"} <= kinds


def test_the_paper_says_the_same_and_is_whole(wrong: Wrong) -> None:
    _data, pack, root = pack_of(wrong)
    correction, withdrawal = afterwards(pack)
    words = "\n".join(value for row in (correction, withdrawal) for _label, value in row["facts"])
    for expected in (ADDRESS, RIGHT, wrong.post.version.body, "活动取消", str(wrong.house.final_reviewer)):
        assert expected in words
    assert words.count(when(plain_moment(AGREED))) == 4, "each yes with its moment and that of its password"
    assert verify(make_pdf(pack, root)) == (root, [])


def test_a_forged_correction_contradicts_itself(wrong: Wrong) -> None:
    data, _pack, _root = pack_of(wrong)

    def remade(**change: Any) -> list[str]:
        pack = json.loads(data)["pack"]
        pack["publications"][0]["corrections"][0].update(change)
        return [fault.where for fault in verify(written(pack))[1]]

    assert remade() == []
    assert remade(corrected_text="别的") == ["/publications/0/corrections/0/sha256"]
    assert remade(decisions=[]) == ["/publications/0/corrections/0/decisions"]


def test_a_password_confirmed_at_another_time_contradicts_the_yes_and_one_of_before_has_none(wrong: Wrong) -> None:
    data, _pack, _root = pack_of(wrong)

    def remade(**change: Any) -> list[str]:
        pack = json.loads(data)["pack"]
        decision = pack["publications"][0]["corrections"][0]["decisions"][0]
        del decision["reauthenticated_at"]
        decision.update(change)
        return [fault.where for fault in verify(written(pack))[1]]

    for moment in (AGREED - timedelta(minutes=6), AGREED + timedelta(minutes=1)):
        assert remade(reauthenticated_at=plain_moment(moment)) == ["/publications/0/corrections/0/decisions"]
    assert remade(reauthenticated_at=None) == []
    assert remade() == []


def test_a_pack_from_before_which_tells_of_neither_is_still_whole(wrong: Wrong, tmp_path: Path) -> None:
    pack = json.loads(pack_of(wrong)[0])["pack"]
    for post in pack["publications"]:
        del post["corrections"], post["withdrawal"]
    old = tmp_path / "old.json"
    old.write_bytes(written(pack))
    assert verify(old.read_bytes())[1] == []
    call_command("verify_evidence", str(old))


def test_a_post_that_stands_as_it_was_released_has_neither(house: House) -> None:
    pack = build_evidence(house.published().draft, actor=house.auditor, at=GONE)[1]
    assert [(post["corrections"], post["withdrawal"]) for post in pack["publications"]] == [([], None)]
    assert afterwards(pack) == []
