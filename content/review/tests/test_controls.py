"""Each requirement on reviews turns to breached on the board and back (R-026 to R-038, R-044, R-045)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.public import Accreditation, end_accreditation
from content.conftest import HOUR, NOW, House, seal
from content.drafts.models import Draft, LintFinding
from content.drafts.services import discard_draft
from content.publishing.models import Publication
from content.review.clearing import answer_finding
from content.review.models import ReviewSlot
from content.review.submission import submit_draft
from content.review.tests.test_probes import copy_of
from governance.public import LedgerEntry, bind_pack
from tests.board import status, tampered, turns

DAY = timedelta(days=1)
SOON, LATE = NOW + 5 * DAY, NOW + 34 * DAY


def slot_of(publication: Publication, **which: Any) -> ReviewSlot:
    return ReviewSlot.objects.get(version=publication.version, **which)


def released(house: House, extra: dict[str, str], **content: Any) -> Publication:
    """A post with the signatures of the floor and of these further slots."""
    draft = house.submitted(**content)
    for code, role in {"first": "first_reviewer", **extra, "final": "final_reviewer"}.items():
        house.sign(draft, code, house.people[role])
    return house.released(draft)


def test_a_post_whose_relevance_nobody_passed_breaches_r_026_while_it_is_in_the_period(house: House) -> None:
    good = house.approved(window_end=NOW + 30 * DAY)
    draft = house.submitted()
    marks = dict.fromkeys(house.slot(draft, "first").criteria, "pass") | {"relevance": "na"}
    house.sign(draft, "first", house.first_reviewer, marks=marks)
    house.sign(draft, "final", house.final_reviewer)
    house.released(draft)
    assert status("R-026", SOON) == "breached"
    house.released(good, at=NOW + 20 * DAY)
    assert status("R-026", NOW + 21 * DAY) == "breached"
    assert status("R-026", LATE) == "met"


def test_a_post_with_a_statement_without_source_breaches_r_027(house: House) -> None:
    post = house.published()
    bare = copy_of(post.version, unsourced_claims=1)
    turns("R-027", tampered(post, version_id=bare.pk), SOON)


def test_a_post_without_a_mark_of_the_quality_checklist_breaches_r_028(house: House) -> None:
    first = slot_of(house.published(), stage="first")
    turns("R-028", tampered(first, marks={code: "pass" for code in first.marks if code != "typos"}), SOON)


def test_a_post_with_another_hash_than_was_signed_breaches_r_030(house: House) -> None:
    post = house.published()
    turns("R-030", tampered(slot_of(post, stage="final"), sha256="0" * 64), SOON)
    turns("R-030", tampered(post, sha256="0" * 64), SOON)


def test_a_post_that_its_author_signed_breaches_r_031(house: House) -> None:
    post = house.published()
    turns("R-031", tampered(slot_of(post, stage="first"), signer=house.author.pk), SOON)
    turns("R-031", tampered(slot_of(post, stage="final"), decision="changes"), SOON)
    wrote = LedgerEntry.objects.filter(event="draft.created", kind="draft", object_id=post.draft_id).get()
    turns("R-031", tampered(wrote, actor=slot_of(post, stage="first").signer_id), SOON)


def test_a_signature_with_an_unmarked_criterion_breaches_r_032(house: House) -> None:
    turns("R-032", tampered(slot_of(house.published(), stage="final"), marks={}), SOON)


def test_a_draft_that_is_not_corrected_in_time_breaches_r_033_until_it_is_thrown_away(house: House) -> None:
    draft = house.submitted()
    house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    assert status("R-033", NOW + DAY) == "met"
    assert status("R-033", SOON) == "breached"
    discard_draft(Draft.objects.get(pk=draft.pk), actor=house.author, note="不再需要", at=SOON)
    assert status("R-033", SOON) == "met"


def test_a_draft_that_is_corrected_in_time_keeps_r_033_and_a_nameless_return_breaches_it(house: House) -> None:
    draft = house.submitted()
    house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    submit_draft(Draft.objects.get(pk=draft.pk), actor=house.author, at=NOW + 2 * HOUR)
    house.sign(draft, "first", house.first_reviewer, at=NOW + 3 * HOUR)
    turns("R-033", tampered(house.slot(draft, "first"), decision="changes"), SOON)


def test_a_decision_without_a_fresh_password_breaches_r_034(house: House) -> None:
    post = house.published()
    seal()
    turns("R-034", tampered(slot_of(post, stage="first"), reauthenticated_at=NOW), SOON)
    turns("R-034", tampered(slot_of(post, stage="final"), sha256="0" * 64), SOON)


def test_a_flagged_post_without_the_executive_breaches_r_035(house: House) -> None:
    post = released(house, {"executive": "executive"}, flags=["important"])
    turns("R-035", tampered(slot_of(post, permission="governance.sign_executive"), decision="changes"), SOON)


def test_a_risky_post_without_legal_breaches_r_036(house: House) -> None:
    post = released(house, {"legal": "legal"}, flags=["legal_risk"])
    turns("R-036", tampered(slot_of(post, permission="governance.sign_legal"), decision="changes"), SOON)


def test_a_post_that_names_a_unit_which_did_not_confirm_breaches_r_037(house: House) -> None:
    bind_pack("self_media", account=house.account, actor=None, at=NOW - 90 * DAY)
    post = released(house, {"unit:rnd": "department_head", "legal": "legal"}, units=["rnd"])
    turns("R-037", tampered(slot_of(post, permission="governance.confirm_facts"), decision="changes"), SOON)


def health_post(house: House) -> Publication:
    bind_pack("kuaishou_health", account=house.account, actor=None, at=NOW - 90 * DAY)
    return released(house, {"adviser": "adviser"}, content_type="health_knowledge")


def test_a_health_post_without_an_adviser_breaches_r_038(house: House) -> None:
    slot = slot_of(health_post(house), permission="governance.sign_adviser")
    turns("R-038", tampered(slot, decision="changes"), SOON)


def let_pass(house: House, body: str) -> Publication:
    """A post with findings of the linter that reviewer and legal answered."""
    draft = submit_draft(house.draft(body=body), actor=house.author, override_reason="有书面同意", at=NOW)
    for finding in LintFinding.objects.filter(version=draft.current_version):
        actor = house.legal if finding.severity == "block" else house.first_reviewer
        answer_finding(finding, actor=actor, answer="已核对", reauthenticated_at=NOW, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "legal", house.legal)
    return house.released(house.sign(draft, "final", house.final_reviewer))


def test_a_post_with_personal_data_that_nobody_cleared_breaches_r_044(house: House) -> None:
    finding = let_pass(house, "预约请拨 13800138000，欢迎到店。").version.findings.filter(category="personal")[0]
    turns("R-044", tampered(finding, cleared_at=None, cleared_by=None, clearance=""), SOON)


def test_a_post_with_a_forbidden_word_that_legal_did_not_let_pass_breaches_r_045(house: House) -> None:
    finding = let_pass(house, "这是全国最好的茶杯，欢迎到店。").version.findings.filter(severity="block")[0]
    turns("R-045", tampered(finding, cleared_at=None, cleared_by=None, clearance=""), SOON)


def test_a_health_post_signed_by_an_adviser_without_an_accreditation_breaches_r_038(house: House) -> None:
    health_post(house)
    held = Accreditation.objects.get(person=house.adviser)
    turns("R-038", tampered(held, filed_at=NOW + 2 * HOUR), SOON)
    end_accreditation(held, actor=house.manager, reason="注册注销", at=NOW + 2 * HOUR)
    assert status("R-038", SOON) == "met"
    turns("R-038", tampered(held, ended_at=NOW), SOON)
