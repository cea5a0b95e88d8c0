"""What the state machine of reviews holds a draft to, whatever people did: asked of the rows (R-027 to R-038)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from accounts.public import Accreditation, Qualification
from content.comments.models import CommentThread
from content.drafts.models import Draft, LintFinding
from content.drafts.sealing import digest, sealed_content
from content.review.chain import chain_of
from content.review.models import ReviewFinding, ReviewSlot
from content.review.rules import APPROVALS, REAUTHENTICATION_MAX_AGE
from governance.public import ApprovalRequest, holder_ids, stood_in_for

Slot = tuple[Any, ...]


def place_of(slot: ReviewSlot) -> Slot:
    """What a signature is asked for, by whom and for which accounts."""
    return slot.stage, slot.permission, slot.department_id, slot.market, tuple(sorted(slot.accounts))


def laid_out_whole(draft: Draft, at: datetime) -> Counter[Slot]:
    """The slots of a new version against what the rule books of its accounts ask of it at that moment."""
    version = draft.current_version
    assert version is not None
    blocked = LintFinding.objects.filter(version=version, severity="block").exists()
    flags = ["legal_risk"] if blocked else []
    accounts = list(draft.targets.order_by("pk"))
    wanted = Counter(place_of(slot) for slot in chain_of(draft, accounts, flags=flags, at=at))
    assert wanted == Counter(place_of(slot) for slot in ReviewSlot.objects.filter(version=version))
    assert version.way == ("urgent" if draft.urgent_reason else "plan")
    return wanted


def given_rightly(slot: ReviewSlot, draft: Draft, writers: set[int], at: datetime) -> None:
    """Who gave a signature, with what: by the rows."""
    signer, author = slot.signer, draft.author
    assert signer is not None
    assert slot.reauthenticated_at is not None
    assert at - REAUTHENTICATION_MAX_AGE <= slot.reauthenticated_at <= at
    assert set(slot.criteria) == set(slot.marks)
    assert signer.pk not in writers | stood_in_for(writers, draft.created_at, at)
    of_account = slot.permission.startswith("accounts.")
    for account in slot.accounts if of_account else [None]:
        assert signer.pk in holder_ids(slot.permission, account)
    assert slot.department_id in (None, signer.department_id)
    if slot.permission == "governance.sign_adviser":
        assert Accreditation.objects.covering(at).filter(person=signer).exists()
    if "market_competent" in slot.scopes:
        known = Qualification.objects.covering(at).filter(person=signer).values_list("markets", flat=True)
        assert any(slot.market in markets for markets in known)
    unit = author.department
    of_the_unit = unit is None or unit.pk == signer.department_id or unit.head_id == signer.pk
    if "same_department" in slot.scopes:
        assert of_the_unit
    if "same_team" in slot.scopes:
        superior = author.superior_id
        assert of_the_unit or (superior is not None and superior in (signer.pk, signer.superior_id))
    if slot.decision == "changes":
        assert ReviewFinding.objects.filter(slot=slot).exists()
        return
    assert "fail" not in slot.marks.values()
    assert not CommentThread.objects.filter(draft=draft).open().exists()
    standing = LintFinding.objects.filter(version=slot.version, cleared_at=None)
    assert not standing.filter(severity="warn").exists() or slot.stage == "final"
    if slot.stage == "final":
        assert slot.version.unsourced_claims == 0
        assert not standing.filter(severity="block").exists()


def agreers(draft: Draft) -> list[str]:
    """Who gave a yes, the first of two or both, to the urgent reason of a draft: their names, by the rows."""
    requests = ApprovalRequest.objects.of_target("urgent_post", "draft", draft.pk)
    standing = requests.filter(status__in=["waiting", "agreed"], decisions__verdict="agree")
    return list(standing.values_list("decisions__by__username", flat=True).order_by("decisions__by"))


def submitted_whole(draft: Draft) -> None:
    """What TO_SUBMIT asks for is there."""
    assert draft.body
    assert draft.window_start
    assert draft.window_end
    assert draft.hashtags
    assert draft.originality
    planned = draft.plan_item is not None and draft.plan_item.status == "approved"
    assert draft.urgent_approved_by_id if draft.urgent_reason else planned


def signed_whole(draft: Draft, asked: Counter[Slot]) -> None:
    """Every signature that was asked for at submission, each by somebody else, on the very version."""
    version = draft.current_version
    assert version is not None
    slots = list(ReviewSlot.objects.filter(version=version).order_by("position"))
    assert {slot.stage for slot in slots} == {"first", "final"}
    assert all(slot.decision in APPROVALS and slot.sha256 == version.sha256 for slot in slots)
    assert len({slot.signer_id for slot in slots}) == len(slots) >= 2
    writers = {draft.author_id, *draft.editors}
    for slot in slots:
        assert slot.decided_at is not None
        assert slot.signer_id not in writers | stood_in_for(writers, draft.created_at, slot.decided_at)
    handles = [account.handle for account in draft.targets.all()]
    assert digest(sealed_content(draft, handles=handles, assets=[])) == version.sha256
    assert not CommentThread.objects.filter(draft=draft).open().exists()
    # As it was asked for when it was submitted, whatever the rule books say by now.
    assert Counter(place_of(slot) for slot in slots) == asked
    assert {"accounts.review_first", "accounts.review_final"} <= {slot.permission for slot in slots}
