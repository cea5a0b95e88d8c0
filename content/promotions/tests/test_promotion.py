"""No money is spent without plan, agreed budget and advertising label, and none beyond the budget (R-049)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.campaigns.tests.test_probes import numbers
from content.conftest import HOUR, NOW, House
from content.promotions.models import Promotion, PromotionSpend
from content.promotions.services import (
    ask_budget,
    drop_promotion,
    finish_promotion,
    plan_promotion,
    record_spend,
    see_label,
    start_promotion,
    write_result,
)
from content.review.tests.test_probes import broken
from governance.public import NotAllowed, NoteRequired, Refused, WrongState, decide_approval
from tests.board import status

DAY = NOW.date()


def planned(house: House, **content: Any) -> Promotion:
    whole: dict[str, Any] = {
        "title": "夏日视频加热", "form": "feed", "plan": "触达老客户，带来三百名新粉丝。", "budget": Decimal(1000),
        "label": "platform", "first_day": DAY, "last_day": DAY + timedelta(days=7), **content,
    }  # fmt: skip
    return plan_promotion(actor=house.author, account=house.account, at=NOW, **whole)


def agreed(house: House, *, agree: bool = True) -> Promotion:
    row = ask_budget(planned(house), actor=house.author, reason="新品季", at=NOW)
    assert row.request is not None
    decide_approval(row.request, actor=house.manager, agree=agree, note="太多", at=NOW + HOUR)
    row.refresh_from_db()
    return row


def running(house: House) -> Promotion:
    row = see_label(agreed(house), actor=house.author, at=NOW + 2 * HOUR)
    return start_promotion(row, actor=house.author, at=NOW + 3 * HOUR)


@pytest.mark.parametrize("content", [{"plan": " "}, {"title": ""}, {"budget": Decimal(0)}], ids=str)
def test_a_promotion_is_planned_whole(house: House, content: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        planned(house, **content)
    with pytest.raises(Refused):
        planned(house, last_day=DAY - timedelta(days=1))


def test_nothing_is_spent_before_the_budget_is_agreed_and_the_label_seen(house: House) -> None:
    row = planned(house)
    with pytest.raises(WrongState):
        record_spend(row, actor=house.author, amount=Decimal(1), spent_on=DAY, at=NOW)
    with pytest.raises(NoteRequired):
        ask_budget(row, actor=house.author, reason="", at=NOW)
    row = ask_budget(row, actor=house.author, reason="新品季", at=NOW)
    assert row.request is not None
    with pytest.raises(NotAllowed):
        decide_approval(row.request, actor=house.author, agree=True, at=NOW)
    with pytest.raises(WrongState):
        start_promotion(row, actor=house.author, at=NOW)
    decide_approval(row.request, actor=house.manager, agree=True, at=NOW)
    with pytest.raises(NotAllowed):
        start_promotion(row, actor=house.author, at=NOW)
    see_label(row, actor=house.author, at=NOW)
    assert start_promotion(row, actor=house.author, at=NOW).status == "running"


def test_a_refused_budget_is_planned_again(house: House) -> None:
    row = agreed(house, agree=False)
    assert (row.status, row.agreed_at) == ("planned", None)
    assert ask_budget(row, actor=house.author, reason="少一点", at=NOW + 2 * HOUR).status == "waiting"


def test_no_more_is_spent_than_was_agreed(house: House) -> None:
    row = running(house)
    record_spend(row, actor=house.author, amount=Decimal(900), spent_on=DAY, at=NOW + 4 * HOUR)
    with pytest.raises(Refused):
        record_spend(row, actor=house.author, amount=Decimal("100.01"), spent_on=DAY, at=NOW + 4 * HOUR)
    record_spend(row, actor=house.author, amount=Decimal(100), spent_on=DAY, at=NOW + 4 * HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.filter(pk=row.pk).update(spent=Decimal(1001))
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        PromotionSpend.objects.filter(promotion=row).delete()


@pytest.mark.parametrize("days", [-1, 1, 9999])
def test_money_is_spent_between_the_start_and_today(house: House, days: int) -> None:
    row = running(house)
    with pytest.raises(Refused) as refusal:
        record_spend(
            row, actor=house.author, amount=Decimal(1), spent_on=DAY + timedelta(days=days), at=NOW + 4 * HOUR
        )
    assert refusal.value.field == "spent_on"
    assert not PromotionSpend.objects.exists()


def test_the_same_form_sent_twice_records_one_amount(house: House, client: Client) -> None:
    row = running(house)
    Promotion.objects.filter(pk=row.pk).update(started_at=timezone.now())
    client.force_login(house.author)
    for _time in range(2):
        client.post(
            reverse("content:promotion_spend", args=[row.pk]),
            {"amount": "10", "spent_on": f"{timezone.localdate()}", "form_key": "b7c6f0aa3a8b4c64a2f4d3f0a1b2c3d4"},
        )
    assert PromotionSpend.objects.count() == 1


def test_it_ends_with_its_result(house: House) -> None:
    row = running(house)
    with pytest.raises(NotAllowed):
        finish_promotion(row, actor=house.author, at=NOW + 5 * HOUR)
    write_result(row, actor=house.author, result="新增粉丝二百八十人。", at=NOW + 5 * HOUR)
    assert finish_promotion(row, actor=house.author, at=NOW + 5 * HOUR).status == "over"
    with pytest.raises(WrongState):
        drop_promotion(row, actor=house.author, note="算了", at=NOW + 6 * HOUR)


def test_spending_is_measured(house: House) -> None:
    planned(house)
    assert numbers("R-049") == (0, 0)
    row = running(house)
    record_spend(row, actor=house.author, amount=Decimal(10), spent_on=DAY, at=NOW + 4 * HOUR)
    assert numbers("R-049") == (1, 1)
    write_result(row, actor=house.author, result="新增粉丝二百八十人。", at=NOW + 5 * HOUR)
    assert numbers("R-049") == (0, 1)
    assert row.request is not None
    with broken(type(row.request), row.request.pk, status="refused"):
        assert numbers("R-049") == (1, 1)
    with broken(Promotion, row.pk, label=""):
        assert numbers("R-049") == (1, 1)
    with broken(Promotion, row.pk, label_seen_at=NOW + 10 * HOUR):
        assert numbers("R-049") == (1, 1)
    assert numbers("R-049") == (0, 1)


def test_its_pages_take_it_from_plan_to_spending(house: House, client: Client) -> None:
    client.force_login(house.author)
    assert client.get(reverse("content:promotion_new")).status_code == 200
    answer = client.post(
        reverse("content:promotion_new"),
        {"account": house.account.pk, "title": "加热", "form": "feed", "plan": "老客户", "budget": "10",
         "currency": "CNY", "label": "text", "first_day": "2026-06-03", "last_day": "2026-06-04"},
    )  # fmt: skip
    row = Promotion.objects.get()
    assert answer.status_code == 302
    client.post(reverse("content:promotion_move", args=[row.pk]), {"move": "ask", "version": 0, "note": "新品季"})
    row.refresh_from_db()
    assert row.status == "waiting"
    wrong = client.post(reverse("content:promotion_spend", args=[row.pk]), {"amount": "1", "spent_on": "2026-06-03"})
    assert wrong.status_code == 422
    for name, args in (("promotion_list", []), ("promotion_detail", [row.pk])):
        assert "加热" in client.get(reverse(f"content:{name}", args=args)).content.decode()


def test_money_without_a_word_on_what_it_brought_breaches_r_049_until_it_is_written(house: House) -> None:
    row = running(house)
    record_spend(row, actor=house.author, amount=Decimal(10), spent_on=DAY, at=NOW + 4 * HOUR)
    soon, late = NOW + timedelta(days=8), NOW + timedelta(days=25)
    assert status("R-049", soon) == "met"
    assert status("R-049", late) == "breached"
    write_result(row, actor=house.author, result="新增粉丝二百八十人。", at=late)
    assert status("R-049", late) == "met"


def test_two_tabs_do_not_write_over_each_others_result(house: House, client: Client) -> None:
    row = running(house)
    client.force_login(house.author)
    address, read = reverse("content:promotion_result", args=[row.pk]), Promotion.objects.get().lock_version
    answers = [client.post(address, {"result": words, "version": read}) for words in ("第一个", "第二个")]
    assert ([answer.status_code for answer in answers], Promotion.objects.get().result) == ([302, 422], "第一个")
    assert "第二个" in answers[1].content.decode()
