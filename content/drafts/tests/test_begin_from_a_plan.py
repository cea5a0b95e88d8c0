"""A draft that begins with a plan item brings what the plan said; a form that is sent twice makes one record."""

from __future__ import annotations

from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from content.conftest import HOUR, NOW, House
from content.drafts.forms import DraftForm, initial_from
from content.drafts.models import Draft
from content.plans.models import PlanItem


def test_the_form_takes_over_title_kind_and_window_of_the_plan(house: House, client: Client) -> None:
    item = house.plan()
    client.force_login(house.author)
    form = client.get(reverse("content:draft_new") + f"?plan={item.pk}").context["form"]
    assert (form["title"].value(), form["content_type"].value()) == (item.title, item.content_type)
    assert (form["medium"].value(), form["account"].value()) == (item.medium, item.account_id)
    start, end = form.initial["window_start"], form.initial["window_end"]
    assert start < item.planned_at < end
    for nonsense in ("x", "9" * 30, "9" * 5000, "-1"):
        assert client.get(reverse("content:draft_new"), {"plan": nonsense, "account": nonsense}).status_code == 200


def offered(form: DraftForm) -> list[int]:
    return [item.pk for item in form.fields["plan_item"].queryset]  # type: ignore[attr-defined]


def test_plan_items_name_account_and_day_and_the_likely_ones_come_first(house: House) -> None:
    used, elsewhere, free = house.plan(), house.plan(house.weibo), house.plan(planned_at=NOW + 48 * HOUR)
    soon = house.plan(planned_at=NOW + 24 * HOUR)
    house.draft(plan_item=used)
    with time_machine.travel(NOW, tick=False):
        form = DraftForm(actor=house.author, initial={"account": house.account.pk})
        labels = [str(label) for _value, label in form.fields["plan_item"].choices][1:]  # type: ignore[attr-defined]
        assert offered(form) == [soon.pk, free.pk, used.pk, elsewhere.pk]
    assert str(house.account) in labels[0]
    assert "2026-06-04" in labels[0]


def test_plan_items_that_are_over_or_published_are_not_offered_but_the_chosen_one_stays(house: House) -> None:
    over, coming = house.plan(), house.plan(planned_at=NOW + 96 * HOUR)
    published = house.published().draft
    own = house.draft(plan_item=over)
    with time_machine.travel(NOW + 48 * HOUR, tick=False):
        assert offered(DraftForm(actor=house.author)) == [coming.pk]
        assert set(offered(DraftForm(actor=house.author, draft=own))) == {over.pk, coming.pk}
        chosen = DraftForm(actor=house.author, initial=initial_from(over))
        assert set(offered(chosen)) == {over.pk, coming.pk}
    assert published.plan_item_id not in {over.pk, coming.pk}


def test_a_form_that_arrives_twice_makes_one_draft_and_one_plan_item(house: House, client: Client) -> None:
    client.force_login(house.author)
    plan: dict[str, Any] = {"account": house.account.pk, "title": "计划"}
    draft = {**plan, "body": "文", "content_type": "culture", "medium": "text", "urgent_reason": "急"}
    for name, data, model in (("plan_new", plan, PlanItem), ("draft_new", draft, Draft)):
        address = reverse(f"content:{name}")
        key = client.get(address).context["form"]["form_key"].value()
        answers = {client.post(address, {**data, "form_key": key}).headers["Location"] for _time in range(3)}
        assert len(answers) == 1
        assert model.objects.count() == 1
        refused = client.post(address, {**data, "title": "", "form_key": "other"})
        assert refused.status_code == 422
        assert client.post(address, {**data, "form_key": "other"}).status_code == 302
        assert model.objects.count() == 2
