"""Roles that are kept apart: refused, taken as a named exception, or shown to whoever decides (R-012, R-013)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.grants.asking import ask_grants, wishes_of
from accounts.grants.tests.conftest import DAY, NOW, Company
from governance.public import ApprovalRequest, Grant, Refused, WrongState, grant_role


def test_roles_that_are_kept_apart_are_refused_with_the_reason(company: Company) -> None:
    company.given(role="first_reviewer")
    with pytest.raises(Refused, match="made by two people") as refused:
        company.ask(role="final_reviewer")
    assert refused.value.field == "exception"
    assert not ApprovalRequest.objects.waiting().exists()


def test_what_waits_for_a_yes_and_what_is_asked_together_counts_as_well(company: Company) -> None:
    company.ask(role="first_reviewer")
    with pytest.raises(Refused, match="kept apart"):
        company.ask(role="final_reviewer")
    both = wishes_of(["author", "final_reviewer"], [company.account])
    with pytest.raises(Refused, match="kept apart"):
        ask_grants([company.wang], both, actor=company.admin, reason="x", at=NOW)


def test_a_role_in_the_company_meets_those_on_every_account(company: Company) -> None:
    company.given()
    with pytest.raises(Refused, match="kept apart"):
        company.ask(role="auditor", accounts=[])


def test_an_exception_takes_an_end_and_whoever_decides_reads_it(company: Company) -> None:
    company.given(role="first_reviewer")
    with pytest.raises(Refused) as refused:
        company.ask(role="final_reviewer", exception="The final reviewer is ill")
    assert refused.value.field == "until"
    request = company.ask(role="final_reviewer", exception="The final reviewer is ill", until=NOW + 30 * DAY)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(company.head)
    page = browser.get(request.get_absolute_url()).content.decode()
    assert "The final reviewer is ill" in page
    assert "K-4.2.2c" in page
    company.agree(request)
    assert Grant.objects.held_at(NOW + DAY).filter(person=company.lin, role="final_reviewer").exists()


def test_an_exception_without_need_is_not_kept(company: Company) -> None:
    assert not company.ask(exception="Just in case").payload.get("exception")


def test_a_yes_that_would_join_what_has_come_apart_since_is_refused(company: Company) -> None:
    request = company.ask(role="final_reviewer")
    grant_role(company.lin, "first_reviewer", accounts=[company.account], actor=None, at=NOW)
    with pytest.raises(WrongState, match="since this was asked"):
        company.agree(request)
    request.refresh_from_db()
    assert request.status == "waiting"
    assert not Grant.objects.current().filter(person=company.lin, role="final_reviewer").exists()


def test_a_warning_stands_on_the_form_and_on_the_page_of_the_request(company: Company) -> None:
    company.given()
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(company.admin)
    data = {
        "people": [company.lin.pk], "roles": ["first_reviewer"], "accounts": [company.account.pk], "reason": "Reviews",
    }  # fmt: skip
    warned = browser.post("/grants/ask/", data)
    assert warned.status_code == 422
    assert 'type="checkbox" name="understood"' in warned.content.decode()
    assert "D-3.3.1" in warned.content.decode()
    assert browser.post("/grants/ask/", {**data, "understood": "on"}).status_code == 302
    request = ApprovalRequest.objects.waiting().get()
    browser.force_login(company.head)
    assert "D-3.3.1" in browser.get(request.get_absolute_url()).content.decode()
    company.agree(request)
    assert Grant.objects.current().filter(person=company.lin, role="first_reviewer").exists()
