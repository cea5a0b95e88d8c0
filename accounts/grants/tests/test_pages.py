"""The pages of grants: list, asking, taking, and who could do what on a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.grants.tests.conftest import DAY, NOW, Company, fresh
from accounts.models import PlatformAccount, User
from governance.public import ApprovalRequest, Grant, can, decide_approval, grant_role


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_asked_on_the_page_agreed_on_the_request_and_held(company: Company) -> None:
    browser = logged_in(company.admin)
    data = {
        "people": [company.lin.pk, company.wang.pk], "roles": ["author"], "accounts": [company.account.pk],
        "reason": "Both write",
    }  # fmt: skip
    assert browser.post("/grants/ask/", data).status_code == 302
    requests = ApprovalRequest.objects.filter(kind="grant_by_marketing")
    assert requests.count() == 2
    page = logged_in(company.head).get(requests[0].get_absolute_url()).content.decode()
    assert company.account.name_zh in page
    for request in requests:
        decide_approval(request, actor=company.head, agree=True)
    assert can(fresh(company.wang), "accounts.draft", company.account)
    listed = browser.get("/grants/?role=author").content.decode()
    assert "Lin" in listed
    assert "Wang" in listed


def test_nothing_chosen_and_people_of_others_are_told_beside_the_field(company: Company) -> None:
    browser = logged_in(company.lin)
    assert browser.post("/grants/ask/", {"people": [company.lin.pk], "reason": "x"}).status_code == 422
    data = {"people": [company.outsider.pk], "roles": ["legal"], "reason": "x"}
    assert browser.post("/grants/ask/", data).status_code == 422
    assert not ApprovalRequest.objects.exists()


def test_the_page_of_requests_leads_to_the_form(company: Company) -> None:
    browser = logged_in(company.lin)
    address = reverse("governance:approval_ask", args=["grant"])
    assert address in browser.get(reverse("governance:approval_kinds")).content.decode()
    assert browser.get(address).headers["Location"] == "/grants/ask/"


def test_a_grant_is_taken_on_its_page_for_a_reason(company: Company) -> None:
    company.given()
    grant = Grant.objects.get(person=company.lin)
    browser = logged_in(company.head)
    assert "</textarea>" in browser.get(grant.get_absolute_url()).content.decode()
    address = f"/people/{company.lin.pk}/roles/take/"
    browser.post(address, {"role": "author", "account": company.account.pk})
    grant.refresh_from_db()
    assert grant.ended_at is None
    browser.post(address, {"role": "author", "account": company.account.pk, "reason": "Moved"})
    grant.refresh_from_db()
    assert (grant.ended_because, grant.ended_note) == ("revoked", "Moved")
    assert logged_in(company.outsider).post(address, {"role": "author", "reason": "x"}).status_code == 403


def test_one_sees_ones_own_ones_peoples_and_those_of_accounts_one_manages(company: Company) -> None:
    company.given()
    company.given(company.wang, "publisher")
    assert b"Wang" not in logged_in(company.lin).get("/grants/").content
    assert b"Wang" in logged_in(company.head).get("/grants/").content
    theirs = Grant.objects.get(person=company.wang)
    assert logged_in(company.lin).get(theirs.get_absolute_url()).status_code == 404
    assert logged_in(company.outsider).get(f"/people/{company.lin.pk}/roles/").status_code == 403


def test_the_list_narrows_by_state_person_and_account(company: Company) -> None:
    now = timezone.now()
    company.given(until=now + 5 * DAY, at=now)
    company.given(company.wang, "publisher", at=now)
    Grant.objects.create(person=company.outsider, role="agent", begins_at=NOW, begun_by=company.admin)
    browser = logged_in(company.admin)
    for query, found in (
        ("state=expiring", {"lin"}), ("state=unasked", {"outsider"}), ("state=founding", {"admin", "second_admin"}),
        ("q=wan", {"wang"}), ("account=weibo-main", {"lin", "wang"}), ("state=ended", set()), ("role=boss", None),
    ):  # fmt: skip
        page = browser.get(f"/grants/?{query}").context["page"]
        if found is not None:
            assert {row.person.username for row in page} == found, query


def test_who_could_publish_that_day_who_allowed_it_and_who_kept_the_login_is_one_page(company: Company) -> None:
    day = timedelta(days=1)
    company.given(company.wang, "publisher", at=NOW)
    company.given(company.lin, "author", at=NOW + 10 * day)
    grant_role(company.outsider, "auditor", actor=None, at=NOW)
    browser = logged_in(company.outsider)
    page = browser.get("/accounts/weibo-main/access/?on=2026-06-05")
    line = next(row for row in page.context["here"])
    assert (line.person, line.asked_by, line.agreed[0][0]) == (company.wang, company.admin, company.head)
    assert [str(row.person) for row in page.context["here"]] == ["Wang"]
    assert not browser.get("/accounts/weibo-main/access/?on=2026-06-01").context["here"]
    assert len(browser.get("/accounts/weibo-main/access/?on=2026-07-01").context["here"]) == 2
    theirs = browser.get(f"/people/{company.wang.pk}/access/?on=2026-06-05")
    assert [row.grant.role for row in theirs.context["lines"]] == ["publisher"]
    assert logged_in(company.lin).get("/accounts/weibo-main/access/").status_code in (403, 404)
    assert logged_in(company.lin).get(f"/people/{company.wang.pk}/access/").status_code == 403


def test_a_day_that_is_none_shows_today(company: Company) -> None:
    browser = logged_in(company.admin)
    for query in ("", "?on=", "?on=someday"):
        assert browser.get(f"/accounts/weibo-main/access/{query}").context["span"].first == timezone.localdate()
        assert browser.get(f"/people/{company.lin.pk}/access/{query}").status_code == 200


def test_a_role_is_taken_on_accounts_where_it_is_held_and_one_may_alone(company: Company) -> None:
    other = PlatformAccount.objects.create(
        handle="secret", platform="weibo", name_zh="密", name_en="Secret", status="active"
    )
    company.given()
    grant = Grant.objects.get(person=company.lin)
    for reader in (company.head, company.admin):
        form = logged_in(reader).get(f"/people/{company.lin.pk}/roles/").context["taking"]
        assert list(form.fields["account"].queryset) == [company.account]
    grant_role(company.lin, "agent", accounts=[other], actor=None)
    grant_role(company.wang, "manager", accounts=[company.account], actor=None)
    form = logged_in(fresh(company.wang)).get(grant.get_absolute_url()).context["taking"]
    assert list(form.fields["account"].queryset) == [company.account]


def test_without_a_key_the_register_says_what_to_do_and_is_taken_unsigned(company: Company, settings: Any) -> None:
    settings.VAULT_KEYS = []
    auditor = User.objects.create_user("auditor")
    grant_role(auditor, "auditor", actor=None)
    browser = logged_in(fresh(auditor))
    page = browser.get(f"{reverse('accounts:access_register')}?first=2026-06-01&last=2026-06-03")
    assert page.status_code == 200
    assert "VAULT_KEYS" in page.content.decode()
    taken = browser.get(f"{reverse('accounts:access_register_export')}?first=2026-06-01&last=2026-06-03")
    assert taken.status_code == 200
    assert 'value="json"' not in taken.content.decode()
