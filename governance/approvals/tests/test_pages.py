"""The pages of requests: list, asking, one request, Today, search, file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.public import User
from governance.approvals.cards import requests_to_decide
from governance.approvals.models import ApprovalRequest
from governance.approvals.rules import approval_kind, register_approval_kind
from governance.approvals.services import ask_approval
from governance.approvals.tests.conftest import Office
from governance.home.registry import Card
from governance.search.registry import search_everything


@pytest.fixture
def at_page(client: Client) -> Any:
    def login(user: User) -> Client:
        client.force_login(user)
        return client

    return login


def asked(office: Office) -> ApprovalRequest:
    return ask_approval("try_one", actor=office.asker, reason="因为展会", title="展会报名")


def test_each_sees_what_concerns_them(office: Office, at_page: Any) -> None:
    request = asked(office)
    for user, status in ((office.asker, 200), (office.chief, 200), (office.other, 404), (office.boss, 404)):
        assert at_page(user).get(f"/requests/{request.pk}/").status_code == status
    assert "展会报名" in at_page(office.chief).get("/requests/").content.decode()
    assert "展会报名" not in at_page(office.asker).get("/requests/").content.decode()
    assert "展会报名" in at_page(office.asker).get("/requests/?tab=mine").content.decode()
    assert "展会报名" not in at_page(office.other).get("/requests/?tab=all").content.decode()


def test_the_form_is_made_of_the_rows_and_keeps_what_was_typed(office: Office, at_page: Any) -> None:
    page = at_page(office.asker)
    assert 'name="amount"' in page.get("/requests/ask/try_fields/").content.decode()
    wrong = page.post("/requests/ask/try_fields/", {"whom": office.colleague.pk, "amount": "-1", "reason": "展会"})
    assert (wrong.status_code, "展会" in wrong.content.decode()) == (422, True)
    done = page.post("/requests/ask/try_fields/", {"whom": office.colleague.pk, "amount": "1", "reason": "展会"})
    request = ApprovalRequest.objects.get()
    assert (done.status_code, request.beneficiary) == (302, office.colleague)
    assert page.get(f"/requests/{request.pk}/").status_code == 200
    assert page.get("/requests/ask/").status_code == 200
    assert page.get("/requests/ask/unknown/").status_code == 404


def test_a_decision_is_pressed_and_what_is_missing_is_said(office: Office, at_page: Any) -> None:
    request = asked(office)
    page = at_page(office.asker)
    assert page.post(f"/requests/{request.pk}/move/", {"move": "agree"}).status_code == 403
    page = at_page(office.chief)
    assert page.post(f"/requests/{request.pk}/move/", {"move": "withdraw"}).status_code == 403
    without = page.post(f"/requests/{request.pk}/move/", {"move": "refuse", "version": 0})
    assert (without.status_code, "#move-note" in without.content.decode()) == (422, True)
    request.refresh_from_db()
    assert request.status == "waiting"
    said = page.post(f"/requests/{request.pk}/move/", {"move": "agree", "version": 0, "note": "好"}, follow=True)
    assert [row.level_tag for row in said.context["messages"]] == ["success"]
    request.refresh_from_db()
    assert (request.status, request.decisions.get().note) == ("agreed", "好")


@pytest.mark.parametrize("sent", [{"move": "refuse", "version": 7}, {"move": "lapse", "version": 0}, {"version": 0}])
def test_a_decision_that_is_refused_keeps_the_reason_beside_its_sentence(
    office: Office, at_page: Any, sent: dict[str, Any]
) -> None:
    request = asked(office)
    answer = at_page(office.chief).post(f"/requests/{request.pk}/move/", {"note": "预算不够", **sent})
    assert answer.status_code == 422
    assert "预算不够</textarea>" in answer.content.decode()
    assert answer.context["move_form"].errors
    request.refresh_from_db()
    assert (request.status, request.decisions.count()) == ("waiting", 0)


def test_today_and_search_show_it_to_whom_it_concerns(office: Office) -> None:
    request = asked(office)
    for user, titles in ((office.chief, [str(request)]), (office.asker, [])):
        card = requests_to_decide(user, request.asked_at) or Card()
        assert [item.title for item in card.items] == titles
    kinds = {user.username: [kind for kind, _l, _h in search_everything(user, "展会", 5)]
             for user in (office.chief, office.other)}  # fmt: skip
    assert kinds == {"chief": ["approval_request"], "other": []}


def test_the_list_is_taken_away_as_a_file(office: Office, at_page: Any) -> None:
    asked(office)
    answer = at_page(office.chief).post("/requests/export/", {"format": "csv", "reason": "检查"})
    assert "展会报名" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_list_costs_the_same_for_one_row_and_for_ten(
    office: Office, at_page: Any, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        asked(office)
    page = at_page(office.chief)
    page.get("/requests/")
    with django_assert_max_num_queries(20):
        page.get("/requests/")


def test_kinds_that_read_alike_are_one_entry_of_the_filter(office: Office, at_page: Any) -> None:
    for code in ("try_again", "try_anew"):
        register_approval_kind(replace(approval_kind("try_one"), code=code))
    for code in ("try_two", "try_again", "try_anew"):
        ask_approval(code, actor=office.asker, reason="因为展会", title=f"按{code}")
    page = at_page(office.asker)
    assert page.get("/requests/").content.decode().count(">One</option>") == 1
    # An address of before names any one of them.
    for chosen in ("try_one", "try_anew"):
        text = page.get(f"/requests/?tab=mine&kind={chosen}").content.decode()
        assert ("按try_again" in text, "按try_anew" in text, "按try_two" in text) == (True, True, False)
