"""Many period plans are approved at once, each by the rules of one, as the list showed them (R-017)."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.conftest import NOW
from content.period_plans.bulk import approve_period_plans
from content.period_plans.cards import period_plans_to_approve
from content.period_plans.models import PeriodPlan
from content.period_plans.services import return_period_plan, submit_period_plan
from content.period_plans.tests.year import Year
from governance.public import LedgerEntry

ADDRESS = "content:period_plans_approve"


def waiting(year: Year) -> list[PeriodPlan]:
    now = timezone.now()
    return [year.submitted(level, timezone.localdate(), now) for level in ("year", "month")]


def chosen(*plans: PeriodPlan) -> dict[str, list[str]]:
    return {"item": [f"{plan.pk}:{plan.lock_version}" for plan in plans]}


def test_what_is_ticked_is_approved_and_each_stands_in_the_ledger(year: Year, client: Client) -> None:
    plans = waiting(year)
    client.force_login(year.house.manager)
    page = client.get(reverse("content:period_plan_list")).content.decode()
    assert f'value="{plans[0].pk}:{plans[0].lock_version}"' in page
    client.post(reverse(ADDRESS), chosen(*plans))
    assert {plan.status for plan in PeriodPlan.objects.all()} == {"approved"}
    assert LedgerEntry.objects.filter(event="period_plan.approved", actor=year.house.manager).count() == 2


def test_what_changed_since_stays_and_the_rest_passes(year: Year) -> None:
    first, second = waiting(year)
    versions = {plan.pk: plan.lock_version for plan in (first, second)}
    now = timezone.now()
    returned = return_period_plan(first, actor=year.house.manager, note="缺", at=now)
    submit_period_plan(returned, actor=year.house.author, at=now)
    found = approve_period_plans(versions, actor=year.house.manager)
    assert (found.done, [plan.pk for plan, _sentence in found.refused]) == (1, [first.pk])


def test_nobody_approves_their_own_and_sees_no_box_for_it(year: Year, client: Client) -> None:
    plans = waiting(year)
    client.force_login(year.house.author)
    assert "data-all" not in client.get(reverse("content:period_plan_list")).content.decode()
    client.post(reverse(ADDRESS), chosen(*plans))
    assert {plan.status for plan in PeriodPlan.objects.all()} == {"submitted"}


def test_nothing_chosen_and_nonsense_get_a_sentence(year: Year, client: Client) -> None:
    client.force_login(year.house.manager)
    for item in ([], ["x"], ["1"], ["9" * 5000 + ":1"], ["1:2:3"], ["99999:0"]):
        assert client.post(reverse(ADDRESS), {"item": item}, follow=True).status_code == 200


def test_people_are_read_once_however_many_plans_wait(year: Year) -> None:
    counts = []
    for level in ("month", "year", "quarter", "week"):
        year.submitted(level)
        if level != "month":
            with CaptureQueriesContext(connection) as statements:
                period_plans_to_approve(year.house.manager, NOW)
            counts.append(len(statements))
    assert len(set(counts)) == 1
