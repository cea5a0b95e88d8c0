"""The watch list, one operation, and what pages of records show in place of a button (R-014)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import User
from governance.approvals.services import decide_approval
from governance.home.registry import cards
from governance.models import ListExport
from governance.search.registry import search_everything
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.tests.conftest import CLOSE, DAY, HOUR, NOW, PROOF, Desk
from governance.sensitive.tests.test_carry_out import picture

LIST = "governance:sensitive_operations"


@pytest.fixture
def enter(desk: Desk, client: Client) -> Client:
    client.force_login(desk.publisher)
    return client


def agreed_now(desk: Desk) -> SensitiveOperation:
    """Asked and agreed to on the clock of the wall, as pages look at it."""
    operation = desk.ask(at=None)
    assert operation.request is not None
    decide_approval(operation.request, actor=desk.second, agree=True)
    operation.refresh_from_db()
    return operation


def test_the_list_shows_what_is_open_and_filters_the_rest(desk: Desk, enter: Client) -> None:
    desk.ask()
    desk.agree(desk.ask(title="第二个"), agree=False)
    page = enter.get(reverse(LIST)).content.decode()
    assert "新头像" in page
    assert "第二个" not in page
    assert "第二个" in enter.get(reverse(LIST), {"tab": "all", "status": "refused"}).content.decode()
    assert "新头像" not in enter.get(reverse(LIST), {"account": desk.other.pk}).content.decode()
    assert enter.get(reverse(LIST), {"account": "x", "code": "none"}).status_code == 200
    assert enter.get(reverse(LIST), {"tab": "grants"}).status_code == 200


def test_others_do_not_know_of_it(desk: Desk, client: Client) -> None:
    operation = desk.ask()
    client.force_login(desk.stranger)
    assert "新头像" not in client.get(reverse(LIST)).content.decode()
    assert client.get(operation.get_absolute_url()).status_code == 404


def test_it_is_asked_for_on_a_page(desk: Desk, enter: Client) -> None:
    address = reverse("governance:sensitive_ask", args=["profile_change"])
    assert enter.get(reverse("governance:sensitive_kinds")).status_code == 200
    assert (
        enter.post(address, {"account": desk.account.pk, "title": "x", "what": "", "reason": "y"}).status_code == 422
    )
    sent = {"account": desk.account.pk, "title": "新头像", "what": "换成春季版", "reason": "活动"}
    assert enter.post(address, sent).status_code == 302
    assert SensitiveOperation.objects.get().asked_by == desk.publisher
    assert enter.get(reverse("governance:sensitive_ask", args=["account_closure"])).status_code == 404
    assert enter.get(reverse("governance:sensitive_ask", args=["binding_change"])).status_code == 403


def test_what_was_agreed_is_written_down_with_a_picture(desk: Desk, enter: Client) -> None:
    operation = agreed_now(desk)
    assert "proof_url" in enter.get(operation.get_absolute_url()).content.decode()
    address = reverse("governance:sensitive_done", args=[operation.pk])
    assert enter.post(address, {"proof_url": ""}).status_code == 422
    assert enter.post(address, {"picture": picture(), "version": operation.lock_version}).status_code == 302
    operation.refresh_from_db()
    assert operation.status == "done"
    shown = enter.get(reverse("governance:sensitive_proof", args=[operation.pk]))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    enter.force_login(desk.second)
    assert enter.post(address, {"proof_url": PROOF}).status_code == 403


def test_the_page_of_the_account_asks_instead_of_closing(desk: Desk, client: Client) -> None:
    client.force_login(desk.manager)
    page, ask = (
        reverse("accounts:account_detail", args=[desk.account.handle]),
        reverse("governance:sensitive_ask_act", args=[CLOSE, desk.account.pk]),
    )
    shown = client.get(page).content.decode()
    assert ask in shown
    assert 'value="close"' not in shown
    assert client.post(ask, {"reason": "停用"}).status_code == 302
    assert ask not in client.get(page).content.decode()
    operation = SensitiveOperation.objects.get()
    assert operation.request is not None
    decide_approval(operation.request, actor=desk.second, agree=True)
    assert 'value="close"' in client.get(page).content.decode()
    sent = {"name": "close", "move": "close", "note": "停用"}
    client.post(reverse("accounts:account_move", args=[desk.account.handle]), sent)
    desk.account.refresh_from_db()
    assert desk.account.status == "closed"


def test_asking_on_a_record_is_refused_to_who_may_not(desk: Desk, client: Client) -> None:
    ask = reverse("governance:sensitive_ask_act", args=[CLOSE, desk.account.pk])
    for name, answer in (("stranger", 404), ("publisher", 403)):
        client.force_login(desk.people[name])
        assert client.get(ask).status_code == answer
    client.force_login(desk.manager)
    assert client.get(reverse("governance:sensitive_ask_act", args=["list_export", 1])).status_code == 404
    assert client.get(reverse("governance:sensitive_ask_act", args=["none", 1])).status_code == 404


def test_it_is_taken_back_and_found_done(desk: Desk, enter: Client) -> None:
    operation = desk.ask()
    address = reverse("governance:sensitiveoperation_move", args=[operation.pk])
    enter.post(address, {"move": "withdraw", "version": operation.lock_version})
    operation.refresh_from_db()
    assert operation.status == "withdrawn"
    assert enter.post(address, {"move": "find_done", "note": "x"}).status_code == 403
    enter.force_login(desk.manager)
    assert enter.post(address, {"move": "withdraw"}).status_code == 403
    enter.post(address, {"move": "find_done", "note": "仍然改了"})
    operation.refresh_from_db()
    assert operation.status == "done_without"


def test_what_was_found_is_entered_on_a_page(desk: Desk, enter: Client) -> None:
    address = reverse("governance:sensitive_found")
    assert enter.get(address).status_code == 403
    enter.force_login(desk.manager)
    sent = {
        "code": "ad_spend", "account": desk.account.pk, "title": "未批投放", "done_at": "2026-06-02T10:00",
        "note": "账单上看到",
    }  # fmt: skip
    assert enter.post(address, {**sent, "note": ""}).status_code == 422
    assert enter.post(address, sent).status_code == 302
    assert SensitiveOperation.objects.get().status == "done_without"


def test_the_list_is_taken_away_for_a_reason(desk: Desk, enter: Client) -> None:
    desk.ask()
    address = reverse("governance:sensitive_export")
    assert enter.post(address, {"format": "csv", "reason": ""}).status_code == 422
    answer = enter.post(address, {"format": "csv", "reason": "审计"})
    assert "新头像" in b"".join(answer).decode()
    assert ListExport.objects.get().rows == 1


def test_today_shows_what_is_to_be_carried_out_and_reviewed(desk: Desk) -> None:
    def items(code: str, user: User) -> list[str]:
        filled = next(row for row in cards() if row.code == code).fill(user, NOW + HOUR)
        return [item.title for item in filled.items] if filled else []

    operation = desk.agree(desk.ask("delete_post", at_once=True), desk.reviewer)
    assert items("operations_to_carry_out", desk.publisher) == [str(operation)]
    assert items("operations_to_carry_out", desk.manager) == []
    desk.done(operation)
    assert items("operations_to_carry_out", desk.publisher) == []
    assert items("operations_to_review", desk.manager) == [str(operation)]
    assert items("operations_to_review", desk.reviewer) == []


def test_search_finds_what_one_may_see(desk: Desk) -> None:
    desk.ask()
    found = {kind: hits for kind, _label, hits in search_everything(desk.publisher, "春季", 5)}
    assert [hit.title for hit in found["sensitive_operation"]] == [str(SensitiveOperation.objects.get())]
    assert not any(
        kind == "sensitive_operation" for kind, _label, _hits in search_everything(desk.stranger, "春季", 5)
    )


def test_pages_are_read_in_both_languages(desk: Desk, enter: Client) -> None:
    waiting, done = desk.ask(planned_at=NOW + DAY), desk.done(desk.agree(desk.ask(title="二")))
    for language in ("zh-hans", "en"):
        User.objects.filter(pk=desk.publisher.pk).update(language=language)
        for address in (
            reverse(LIST), waiting.get_absolute_url(), done.get_absolute_url(), reverse("governance:sensitive_kinds"),
            reverse("governance:sensitive_ask", args=["delete_post"]),
        ):  # fmt: skip
            assert enter.get(address).status_code == 200


def test_a_form_sent_twice_asks_once(desk: Desk, enter: Client) -> None:
    address = reverse("governance:sensitive_ask", args=["profile_change"])
    sent = {
        "account": desk.account.pk,
        "title": "新简介",
        "what": "换成新的简介",
        "reason": "改版",
        "form_key": "k" * 32,
    }
    places = {enter.post(address, sent)["Location"] for _time in range(2)}
    assert (len(places), SensitiveOperation.objects.count()) == (1, 1)


def test_what_is_written_down_too_early_is_refused_in_words_and_kept(desk: Desk, enter: Client) -> None:
    operation = desk.ask()
    sent = {"note": "已经换好了", "proof_url": "https://example.com/p", "version": operation.lock_version}
    answer = enter.post(reverse("governance:sensitive_done", args=[operation.pk]), sent)
    assert answer.status_code == 422
    assert "已经换好了" in answer.content.decode()
    assert "put_aside" in answer.context
