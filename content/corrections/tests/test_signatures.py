"""A correction replaces a text that many signed, so all of them agree to it, one after the other (R-030 to R-038)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from content.conftest import NOW, House
from content.corrections.models import Correction
from content.corrections.signatures import unanswered
from content.corrections.tests.conftest import ASKED, RIGHT, Wrong
from content.drafts.models import LintFinding
from content.evidence.building import build_evidence
from content.evidence.verifying import verify
from content.review.tests.test_probes import broken, numbers
from governance.public import ApprovalRequest, NotAllowed, WrongState, bind_pack

HEALTH = "早睡早起，适量运动。"


def published(house: House, signers: dict[str, str], **content: Any) -> Wrong:
    """A post with further signatures beside the two of the floor."""
    draft = house.submitted(**content)
    house.sign(draft, "first", house.first_reviewer)
    for code, role in signers.items():
        house.sign(draft, code, house.people[role])
    return Wrong(house, house.released(house.sign(draft, "final", house.final_reviewer)))


@pytest.fixture
def health(house: House) -> Wrong:
    bind_pack("kuaishou_health", account=house.account, actor=None, at=NOW - timedelta(days=90))
    return published(house, {"adviser": "adviser"}, content_type="health_knowledge", body="我们的新品与健康常识。")


def test_an_adviser_agrees_to_another_text_on_health(health: Wrong) -> None:
    house, row = health.house, health.ask(corrected_text=HEALTH)
    health.decide(row, house.first_reviewer)
    assert row.status == "asked", "one yes is not that of everybody"
    row, people = health.all_agree(row)
    assert set(people) == {house.adviser, house.final_reviewer}
    assert row.status == "agreed"
    health.carry_out(row, published_text=HEALTH)
    for code in ("R-030", "R-038"):
        assert numbers(code) == (0, 1), code
    pack = build_evidence(health.post.draft, actor=house.auditor, at=ASKED + timedelta(days=1))
    rights = [each["right"] for each in pack[1]["publications"][0]["corrections"][0]["decisions"]]
    assert "governance.sign_adviser" in rights
    assert verify(pack[0])[1] == []


@pytest.mark.parametrize(
    ("flags", "code", "requirement"),
    [(["legal_risk"], "legal", "R-036"), (["important"], "executive", "R-035")],
)
def test_no_correction_passes_legal_or_the_executive(
    house: House, flags: list[str], code: str, requirement: str
) -> None:
    wrong = published(house, {code: code}, flags=flags)
    row, people = wrong.all_agree(wrong.ask())
    assert set(people) == {house.first_reviewer, house.people[code], house.final_reviewer}
    wrong.carry_out(row)
    assert numbers(requirement) == (0, 1)
    yes = ApprovalRequest.objects.get(kind=f"post_correction_{code}")
    with broken(ApprovalRequest, yes.pk, target_id=0):
        assert numbers(requirement) == (1, 1)


def test_the_unit_that_is_named_confirms_again(house: House) -> None:
    bind_pack("self_media", account=house.account, actor=None, at=NOW - timedelta(days=90))
    signers = {"unit:rnd": "department_head", "legal": "legal"}
    wrong = published(house, signers, units=["rnd"])
    row, people = wrong.all_agree(wrong.ask())
    assert set(people) == {house.first_reviewer, house.department_head, house.legal, house.final_reviewer}
    wrong.carry_out(row)
    assert numbers("R-037") == (0, 1)
    yes = ApprovalRequest.objects.get(kind="post_correction_unit")
    with broken(ApprovalRequest, yes.pk, target_id=0):
        assert numbers("R-037") == (1, 1)


def test_a_no_of_the_second_ends_it(wrong: Wrong) -> None:
    row = wrong.decide(wrong.ask(), wrong.house.first_reviewer)
    assert wrong.decide(row, wrong.house.final_reviewer, agree=False).status == "refused"


def test_without_an_adviser_it_is_not_asked_for(health: Wrong) -> None:
    health.house.adviser.is_active = False
    health.house.adviser.save()
    with pytest.raises(NotAllowed):
        health.ask(corrected_text=HEALTH)
    assert not Correction.objects.exists()


def test_one_yes_alone_is_not_carried_out(wrong: Wrong) -> None:
    row = wrong.decide(wrong.ask(), wrong.house.first_reviewer)
    with pytest.raises(WrongState):
        wrong.carry_out(row)


def test_the_board_sees_a_corrected_text_that_passed_nobody(wrong: Wrong) -> None:
    row = wrong.agreed()
    wrong.carry_out(row)
    for code in ("R-030", "R-044", "R-045"):
        assert numbers(code) == (0, 1), code
    yes = ApprovalRequest.objects.get(kind="post_correction")
    with broken(ApprovalRequest, yes.pk, target_id=0):
        assert numbers("R-030") == (1, 1)
    with broken(Correction, row.pk, corrected_text=f"{RIGHT}电话13812345678"):
        assert numbers("R-044") == (1, 1)
    with broken(Correction, row.pk, corrected_text="我们的新品是全国第一，效果最佳。"):
        assert numbers("R-045") == (1, 1)


def test_what_was_answered_in_this_post_may_stay(house: House) -> None:
    draft = house.submitted(body="我们的新品，邮箱 one@example.org。")
    for finding in LintFinding.objects.filter(version__draft=draft):
        assert finding.severity == "warn"
    LintFinding.objects.update(cleared_by=house.legal, cleared_at=NOW, clearance="本人同意公开")
    house.sign(draft, "first", house.first_reviewer)
    post = house.released(house.sign(draft, "final", house.final_reviewer))
    assert unanswered(post, "我们的新品上市，邮箱 one@example.org。", at=ASKED) == []
    assert unanswered(post, "我们的新品上市，邮箱 two@example.org。", at=ASKED) != []
