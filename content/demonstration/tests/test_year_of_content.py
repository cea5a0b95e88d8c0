"""The demo company's year of content: whatever can be verified holds, and the board has something to measure."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from content.campaigns.models import Campaign, CampaignIssue
from content.comments.models import CommentThread
from content.demonstration.campaign_copy import NICKNAMES
from content.draws.models import Draw
from content.draws.verifying import verify as verify_draw
from content.evidence.building import pack_of
from content.evidence.verifying import verify as verify_evidence
from content.evidence.verifying import written
from content.promotions.models import Promotion
from content.publishing.models import Publication, SlotChoice
from content.suspension.models import ReleaseHold, Suspension
from governance.ledger.models import LedgerEntry
from governance.public import DemoCompany, measure_now

# Filled once for the file, some 45 s of one processor; the limit is for a machine that does much beside.
pytestmark = [pytest.mark.newcomer, pytest.mark.django_db, pytest.mark.timeout(900)]
MEASURED = (
    "R-018", "R-019", "R-022", "R-023", "R-024", "R-025", "R-026", "R-027", "R-028", "R-029", "R-030", "R-031",
    "R-032", "R-033", "R-034", "R-035", "R-036", "R-037", "R-038", "R-039", "R-040", "R-041", "R-042", "R-044",
    "R-045", "R-046", "R-047", "R-049", "R-050", "R-051", "R-052", "R-053", "R-054", "R-055", "R-056", "R-057",
    "R-058",
)  # fmt: skip
# What no record of the demo company may break: the software itself refuses it.
NEVER_BROKEN = (
    "R-018", "R-024", "R-026", "R-027", "R-030", "R-031", "R-032", "R-034", "R-035", "R-036", "R-037", "R-038",
    "R-039", "R-040", "R-044", "R-045", "R-046", "R-047", "R-050", "R-051", "R-052", "R-055",
)  # fmt: skip


@pytest.mark.parametrize("code", MEASURED)
def test_the_requirement_is_measured_with_records(company: DemoCompany, code: str) -> None:
    assert measure_now(code, at=company.now).status != "not_measured"


@pytest.mark.parametrize("code", NEVER_BROKEN)
def test_the_software_lets_nobody_break_it(company: DemoCompany, code: str) -> None:
    assert measure_now(code, at=company.now).bad == 0


def test_the_ledger_verifies(company: DemoCompany) -> None:
    assert LedgerEntry.objects.count() > 5000
    call_command("verify_ledger", verbosity=0)


def test_the_evidence_of_published_posts_verifies(company: DemoCompany) -> None:
    """One post of each account, and everything that took an unusual way."""
    kinds = (
        Publication.objects.exclude(draft__urgent_reason=""), Publication.objects.exclude(version__override_reason=""),
        Publication.objects.filter(draft__threads__isnull=False), Publication.objects.exclude(proof=None),
    )  # fmt: skip
    posts = {row.pk: row for kind in kinds for row in kind.select_related("draft")[:4]}
    for account in company.accounts.values():
        row = Publication.objects.filter(account=account).select_related("draft").latest("published_at")
        posts[row.pk] = row
    assert len(posts) >= len(company.accounts)
    for row in posts.values():
        _told, faults = verify_evidence(written(pack_of(row.draft, at=company.now)))
        assert faults == [], row


def test_every_draw_follows_from_its_published_files_and_names_nobody(company: DemoCompany) -> None:
    draws = list(Draw.objects.exclude(result=None).select_related("result", "list"))
    assert len(draws) >= 3
    for draw in draws:
        assert verify_draw(draw.result.document.encode(), draw.list.document.encode()) == []
        assert not any(name in draw.result.document for name in NICKNAMES)


def test_times_are_taken_as_proposed_or_with_a_reason(company: DemoCompany) -> None:
    rows = SlotChoice.objects.filter(draft__status="published")
    assert rows.filter(was_proposed=True).count() > rows.filter(was_proposed=False).count() > 0
    assert not rows.filter(was_proposed=False, reason="").exists()


def test_what_was_held_back_went_out_by_another_yes(company: DemoCompany) -> None:
    assert Suspension.objects.exclude(lifted_at=None).count() == 1
    held = ReleaseHold.objects.select_related("draft")
    assert held
    assert all(hold.approved_at and hold.draft.status == "published" for hold in held)


def test_campaigns_stand_in_every_part_of_their_way(company: DemoCompany) -> None:
    assert {"closed", "running"} < set(Campaign.objects.values_list("status", flat=True))
    assert Campaign.objects.filter(status__in=["draft", "submitted", "approved", "announced"]).exists()
    assert not CampaignIssue.objects.filter(owner=None).exists()


def test_comments_are_answered_and_resolved_before_the_post_goes_out(company: DemoCompany) -> None:
    threads = CommentThread.objects.filter(draft__status="published")
    assert {"body", "asset"} <= set(threads.values_list("part", flat=True))
    assert not threads.exclude(status="resolved").exists()


def test_money_was_spent_within_agreed_budgets_and_one_was_refused(company: DemoCompany) -> None:
    assert all(row.spent <= row.budget and row.agreed_at for row in Promotion.objects.filter(spent__gt=0))
    assert Promotion.objects.filter(request__status="refused").exists()
