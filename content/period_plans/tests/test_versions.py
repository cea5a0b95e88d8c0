"""An approved plan is changed by a new version that goes the same way again, and replaces it (R-017)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from content.conftest import HOUR, NOW
from content.period_plans.models import PeriodPlan
from content.period_plans.services import (
    approve_period_plan,
    drop_period_plan,
    edit_period_plan,
    revise_period_plan,
    submit_period_plan,
)
from content.period_plans.tests.year import DAY, Year
from governance.ledger.models import LedgerEntry
from governance.public import Deadline, NotAllowed, WrongState


def test_a_new_version_holds_from_its_approval_and_takes_the_items_along(year: Year) -> None:
    house = year.house
    old = year.approved()
    item = house.plan()
    assert item.period_plan == old
    fresh = revise_period_plan(old, actor=house.author, at=NOW + HOUR)
    assert (fresh.revision, fresh.status, fresh.aims) == (2, "draft", old.aims)
    assert list(fresh.citations.values_list("record", flat=True)) == list(
        old.citations.values_list("record", flat=True)
    )
    with pytest.raises(WrongState, match="2"):
        revise_period_plan(old, actor=house.author, at=NOW + HOUR)
    fresh = edit_period_plan(fresh, actor=house.author, aims="更高的目标", at=NOW + HOUR)
    fresh = submit_period_plan(fresh, actor=house.author, at=NOW + HOUR)
    assert PeriodPlan.objects.get(pk=old.pk).status == "approved"
    approve_period_plan(fresh, actor=house.manager, at=NOW + 2 * HOUR)
    old.refresh_from_db()
    item.refresh_from_db()
    assert (old.status, old.superseded_at, item.period_plan) == ("superseded", NOW + 2 * HOUR, fresh)
    entry = LedgerEntry.objects.get(event="period_plan.superseded")
    assert (entry.object_id, entry.payload["by"]) == (old.pk, fresh.pk)
    assert not Deadline.objects.filter(kind="period_plan").running().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodPlan.objects.filter(pk=old.pk).update(status="approved", superseded_at=None)


def test_a_refused_approval_leaves_the_old_version_in_force(year: Year) -> None:
    old = year.approved()
    fresh = revise_period_plan(old, actor=year.house.author, at=NOW)
    submit_period_plan(fresh, actor=year.house.author, at=NOW)
    with pytest.raises(NotAllowed):
        approve_period_plan(fresh, actor=year.house.author, at=NOW)
    assert PeriodPlan.objects.get(pk=old.pk).status == "approved"


def test_only_what_is_approved_and_not_over_gets_a_new_version(year: Year) -> None:
    draft = year.written("week")
    with pytest.raises(WrongState):
        revise_period_plan(draft, actor=year.house.author, at=NOW)
    old = year.approved()
    with pytest.raises(NotAllowed):
        revise_period_plan(old, actor=year.house.first_reviewer, at=NOW)
    with pytest.raises(WrongState):
        revise_period_plan(old, actor=year.house.author, at=NOW + 40 * DAY)
    fresh = revise_period_plan(old, actor=year.house.author, at=NOW)
    drop_period_plan(fresh, actor=year.house.author, note="不改了", at=NOW)
    assert revise_period_plan(old, actor=year.house.author, at=NOW).revision == 2


def test_a_new_version_of_a_running_plan_has_a_term_of_its_own(year: Year) -> None:
    old = year.approved()
    fresh = revise_period_plan(old, actor=year.house.author, at=NOW)
    clock = Deadline.objects.of("period_plan", fresh.pk, "approval").get()
    assert clock.due_at == fresh.due_at > NOW + DAY
