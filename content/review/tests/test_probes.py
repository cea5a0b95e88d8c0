"""Every probe of this floor turns bad when what it guards is broken, and good again when it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from content.conftest import HOUR, NOW, House, lifted
from content.drafts.models import Draft, DraftVersion, LintFinding
from content.plans.models import PlanItem
from content.publishing.models import Checkpoint, Preflight, Publication
from content.review.models import ReviewSlot
from governance.public import Deadline, Evidence, Scope, Window, bind_pack, probes_of

WINDOW = Window(NOW - timedelta(days=40), NOW + timedelta(days=30), NOW + timedelta(days=30))


def measure(code: str, part: str = "") -> Evidence:
    return next(probe for probe in probes_of(code) if probe.part == part).measure(Scope(), WINDOW)


def numbers(code: str, part: str = "") -> tuple[int, int]:
    evidence = measure(code, part)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


@contextmanager
def broken(model: type[Model], pk: int, **values: Any) -> Iterator[None]:
    """The row with other values, as a hole in the services would leave it; whole again afterwards."""
    rows = model._default_manager.filter(pk=pk)
    before = rows.values(*values).get()
    # A signature that was given cannot change; somebody with the password of the database lifts what refuses it.
    with lifted(connection, model._meta.db_table) if model is ReviewSlot else nullcontext():
        rows.update(**values)
    yield
    with lifted(connection, model._meta.db_table) if model is ReviewSlot else nullcontext():
        rows.update(**before)


def copy_of(version: DraftVersion, **values: Any) -> DraftVersion:
    """Another version like this one; stored versions cannot change."""
    names = ("draft", "account", "sealed", "sha256", "submitted_by", "submitted_at", "findings_count")
    same = {name: getattr(version, name) for name in names}
    return DraftVersion.objects.create(**{**same, "number": version.number + 10, **values})


def test_probes_of_planning(house: House) -> None:
    publication = house.published()
    draft = publication.draft
    item = draft.plan_item
    assert item is not None
    assert numbers("R-018") == (0, 1)
    with broken(PlanItem, item.pk, status="dropped", topic=""):
        assert numbers("R-018") == (1, 1)
    assert numbers("R-019") == (0, 1)
    unfrozen = copy_of(publication.version)
    with broken(PlanItem, item.pk, status="submitted"):
        assert numbers("R-019") == (0, 1)
    with broken(PlanItem, item.pk, status="submitted"), broken(Draft, draft.pk, current_version=unfrozen.pk):
        assert numbers("R-019") == (1, 1)
        with broken(Draft, draft.pk, urgent_approved_by=house.manager.pk):
            assert numbers("R-019") == (0, 1)
            assert numbers("R-019", "urgent") == (1, 1)
    assert numbers("R-019", "urgent") == (0, 1)


def test_probes_of_review(house: House) -> None:
    publication = house.published()
    version, draft = publication.version, publication.draft
    first, final = ReviewSlot.objects.filter(version=version).order_by("position")
    for code in ("R-026", "R-027", "R-030", "R-031", "R-044", "R-045"):
        assert numbers(code) == (0, 1), code
    with broken(ReviewSlot, first.pk, marks={**first.marks, "relevance": "na"}):
        assert numbers("R-026") == (1, 1)
    with broken(Publication, publication.pk, version_id=copy_of(version, unsourced_claims=1).pk):
        assert numbers("R-027") == (1, 1)
        assert numbers("R-030") == (1, 1)
    with broken(ReviewSlot, final.pk, sha256="0" * 64):
        assert numbers("R-030") == (1, 1)
        assert numbers("R-034", "signatures") == (1, 2)
    with broken(ReviewSlot, first.pk, signer=house.author.pk):
        assert numbers("R-031") == (1, 1)
    assert numbers("R-032") == (0, 2)
    with broken(ReviewSlot, first.pk, marks={}):
        assert numbers("R-032") == (1, 2)
    assert numbers("R-034", "signatures") == (0, 2)
    with broken(ReviewSlot, first.pk, reauthenticated_at=NOW):
        assert numbers("R-034", "signatures") == (1, 2)
    finding = LintFinding.objects.create(
        version=version,
        account=draft.account,
        rule="S-1",
        severity="block",
        category="secret",
        start=0,
        end=1,
        message_zh="密",
        message_en="secret",
    )
    assert (numbers("R-044"), numbers("R-045")) == ((1, 1), (1, 1))
    with broken(LintFinding, finding.pk, cleared_by=house.legal.pk, cleared_at=NOW, clearance="可以"):
        assert (numbers("R-044"), numbers("R-045")) == ((0, 1), (0, 1))
    assert (numbers("R-026"), numbers("R-030"), numbers("R-031")) == ((0, 1), (0, 1), (0, 1))


def test_probes_of_rejections(house: House) -> None:
    draft = house.submitted()
    assert numbers("R-033") == (0, 0)
    house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    assert numbers("R-033") == (0, 1)
    nameless = house.submitted()
    house.sign(nameless, "first", house.first_reviewer)
    with broken(ReviewSlot, house.slot(nameless, "first").pk, decision="changes"):
        assert numbers("R-033") == (1, 2)
    clock = Deadline.objects.get(purpose="fix")
    assert numbers("R-033", "fixed") == (1, 1)
    with broken(Deadline, clock.pk, state="met", met_at=clock.due_at - HOUR, next_rung_at=None):
        assert numbers("R-033", "fixed") == (0, 1)


@pytest.mark.parametrize(
    ("code", "permission", "content", "signers"),
    [
        ("R-035", "governance.sign_executive", {"flags": ["important"]}, {"executive": "executive"}),
        ("R-036", "governance.sign_legal", {"flags": ["legal_risk"]}, {"legal": "legal"}),
    ],
)
def test_probes_of_further_signatures(
    house: House, code: str, permission: str, content: dict[str, Any], signers: dict[str, str]
) -> None:
    house.published()
    assert numbers(code) == (0, 0)
    flagged = _published_with(house, content, signers)
    assert numbers(code) == (0, 1)
    slot = ReviewSlot.objects.get(version=flagged.version, permission=permission)
    with broken(ReviewSlot, slot.pk, decision="changes"):
        assert numbers(code) == (1, 1)
    with broken(ReviewSlot, slot.pk, permission="accounts.review_final"):
        assert numbers(code) == (1, 1)


def _published_with(house: House, content: dict[str, Any], signers: dict[str, str]) -> Publication:
    approve: Callable[..., Draft] = house.approved

    def approved(account: Any = None, **extra: Any) -> Draft:
        draft = house.submitted(account, **extra)
        house.sign(draft, "first", house.first_reviewer)
        for code, role in signers.items():
            house.sign(draft, code, house.people[role])
        return house.sign(draft, "final", house.final_reviewer)

    house.approved = approved  # type: ignore[method-assign]
    try:
        return house.published(**content)
    finally:
        house.approved = approve  # type: ignore[method-assign]


def test_probes_of_units_and_advisers(house: House) -> None:
    bind_pack("kuaishou_health", account=house.account, actor=None, at=NOW - timedelta(days=90))
    health = _published_with(house, {"content_type": "health_knowledge"}, {"adviser": "adviser"})
    assert numbers("R-038") == (0, 1)
    slot = ReviewSlot.objects.get(version=health.version, permission="governance.sign_adviser")
    with broken(ReviewSlot, slot.pk, decision="changes"):
        assert numbers("R-038") == (1, 1)
    bind_pack("self_media", account=house.account, actor=None, at=NOW - timedelta(days=90))
    named = _published_with(house, {"units": ["rnd"]}, {"unit:rnd": "department_head", "legal": "legal"})
    assert numbers("R-037") == (0, 1)
    slot = ReviewSlot.objects.get(version=named.version, permission="governance.confirm_facts")
    with broken(ReviewSlot, slot.pk, decision="changes"):
        assert numbers("R-037") == (1, 1)


def test_probes_of_release(house: House) -> None:
    publication = house.published(window_end=NOW + timedelta(days=20))
    for code, part in (("R-039", ""), ("R-040", "record"), ("R-041", "")):
        assert numbers(code, part) == (0, 1), code
    with broken(Preflight, publication.preflight_id, ticked_at=publication.published_at - 3 * HOUR):
        assert numbers("R-039") == (1, 1)
    with broken(Publication, publication.pk, text_matches=False):
        assert numbers("R-040", "record") == (1, 1)
    untagged = copy_of(publication.version, sealed={**publication.version.sealed, "hashtags": []})
    with broken(Publication, publication.pk, version_id=untagged.pk):
        assert numbers("R-041") == (1, 1)
    assert numbers("R-023") == (1, 1)
    with broken(Publication, publication.pk, planned_for=publication.published_at + timedelta(minutes=14)):
        assert numbers("R-023") == (0, 1)
    checkpoint = Checkpoint.objects.get(code="24h")
    assert numbers("R-042") == (3, 3)
    note = {"noted_at": checkpoint.due_at, "noted_by": house.publisher.pk, "note": "好"}
    with broken(Checkpoint, checkpoint.pk, **note):
        assert numbers("R-042") == (2, 3)
        with broken(Checkpoint, checkpoint.pk, noted_at=checkpoint.due_at + HOUR):
            assert numbers("R-042") == (3, 3)


def test_probes_of_mix(house: House) -> None:
    posts = [house.published() for _number in range(3)]
    Publication.objects.update(published_at=WINDOW.end - timedelta(days=2))
    assert numbers("R-025") == (1, 1)
    kinds = ("culture", "text"), ("activity", "image"), ("hot_topic", "text")
    for post, (content_type, medium) in zip(posts, kinds, strict=True):
        Draft.objects.filter(pk=post.draft_id).update(content_type=content_type, medium=medium)
    assert numbers("R-025") == (0, 1)
