"""Letting a blocking finding pass weighs as much as a signature: the same bars, and a password just confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User
from content.conftest import NOW, House
from content.drafts.models import LintFinding
from content.review.clearing import answer_finding
from content.review.submission import submit_draft
from governance.public import NotAllowed, Refused, grant_role, name_deputy

pytestmark = pytest.mark.django_db
BLOCKED = "这是全国最好的茶杯。"


@pytest.fixture
def block(house: House) -> LintFinding:
    submit_draft(house.draft(body=BLOCKED), actor=house.author, override_reason="获奖原文", at=NOW)
    return LintFinding.objects.filter(severity="block")[:1].get()


def test_an_administrator_without_the_role_lets_nothing_pass(house: House, block: LintFinding) -> None:
    root = User.objects.create_superuser("root")
    with pytest.raises(NotAllowed):
        answer_finding(block, actor=root, answer="没问题", reauthenticated_at=NOW, at=NOW)


def test_whoever_stood_in_for_a_writer_lets_nothing_pass(house: House, block: LintFinding) -> None:
    deputy = User.objects.create_user("deputy")
    grant_role(deputy, "legal", accounts=[house.account], actor=None)
    name_deputy(
        house.author, deputy, begins_at=NOW, ends_at=NOW + timedelta(days=1), kind="user", object_id=1
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        answer_finding(block, actor=deputy, answer="没问题", reauthenticated_at=NOW, at=NOW)


@pytest.mark.parametrize("minutes", [None, 6, -1])
def test_legal_lets_it_pass_with_a_password_just_confirmed_alone(
    house: House, block: LintFinding, minutes: int | None
) -> None:
    moment = None if minutes is None else NOW - timedelta(minutes=minutes)
    with pytest.raises(NotAllowed):
        answer_finding(block, actor=house.legal, answer="证书在案", reauthenticated_at=moment, at=NOW)
    answered = answer_finding(block, actor=house.legal, answer="证书在案", reauthenticated_at=NOW, at=NOW)
    assert (answered.cleared_by, answered.reauthenticated_at) == (house.legal, NOW)


def test_a_warning_is_answered_without_a_password_by_a_reviewer(house: House) -> None:
    submit_draft(house.draft(body=BLOCKED), actor=house.author, override_reason="获奖原文", at=NOW)
    warning = LintFinding.objects.create(
        version=LintFinding.objects.filter(severity="block")[:1].get().version, account=house.account, rule="X-1",
        severity="warn", start=0, end=1, message_zh="注意", message_en="careful",
    )  # fmt: skip
    answer_finding(warning, actor=house.first_reviewer, answer="已核实", at=NOW)
    warning.refresh_from_db()
    assert warning.cleared_by == house.first_reviewer


def test_the_words_to_legal_are_clean_and_within_their_limit(house: House) -> None:
    draft = house.draft(body=BLOCKED)
    for words in ("长" * 2001, "a\x00b"):
        with pytest.raises(Refused) as refusal:
            submit_draft(draft, actor=house.author, override_reason=words, at=NOW)
        assert refusal.value.field == "override_reason"
    moved = submit_draft(draft, actor=house.author, override_reason=" 获奖原文\r\n", at=NOW)
    assert moved.current_version is not None
    assert moved.current_version.override_reason == "获奖原文"
