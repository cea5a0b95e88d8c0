"""Accounts, people and departments in Django admin go through the services of their rooms."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Department, PlatformAccount, User
from accounts.people.services import add_department, add_person
from accounts.platforms.services import add_account
from governance.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "name_zh": "微博", "name_en": "Weibo", "url": "", "department": "",
    "market": "CN", "language": "zh-hans", "calendar": "CN",
}  # fmt: skip
ADD = "/admin/accounts/platformaccount/add/"


@pytest.fixture
def root(roles: None, client: Client) -> User:
    person = User.objects.create_superuser("root")
    client.force_login(person)
    return person


def page(row: object) -> str:
    return f"/admin/accounts/{type(row)._meta.model_name}/{row.pk}/change/"  # type: ignore[attr-defined]


def test_the_state_of_an_account_is_not_written_past_its_machine(root: User, client: Client) -> None:
    account = add_account(actor=root, handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo")
    sent = ACCOUNT | {"status": "closed", "opened_on": "2020-01-01", "name_en": "Weibo two"}
    assert client.post(page(account), sent).status_code == 302
    account.refresh_from_db()
    assert (account.status, account.opened_on, account.name_en) == ("applied", None, "Weibo two")


def test_no_account_is_added_there_past_its_request(root: User, client: Client) -> None:
    assert client.post(ADD, ACCOUNT | {"status": "active"}).status_code == 403
    assert not PlatformAccount.objects.exists()


def test_an_older_version_taken_up_again_is_written_through_the_service(root: User, client: Client) -> None:
    account = add_account(actor=root, handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo")
    first = account.history.get()
    client.post(page(account), ACCOUNT | {"name_en": "Weibo two"})
    back = f"/admin/accounts/platformaccount/{account.pk}/history/{first.pk}/"
    assert client.post(back, ACCOUNT | {"status": "closed"}).status_code == 302
    account.refresh_from_db()
    assert (account.name_en, account.status) == ("Weibo", "applied")
    assert LedgerEntry.objects.filter(event="platform_account.changed").count() == 2


def test_a_loop_of_superiors_is_refused_there_too(root: User, client: Client) -> None:
    first = add_person(actor=root, username="first")
    second = add_person(actor=root, username="second", superior=first)
    sent = {"superior": second.pk, "language": "en", "time_zone": "Asia/Shanghai", "display_name": "First"}
    assert client.post(page(first), sent).status_code == 422
    first.refresh_from_db()
    assert (first.superior, first.display_name) == (None, "")


def test_a_department_is_never_part_of_itself_there_either(root: User, client: Client) -> None:
    whole = add_department(actor=root, code="whole", name_zh="总部", name_en="Whole")
    part = add_department(actor=root, code="part", name_zh="分部", name_en="Part", parent=whole)
    sent = {"code": "whole", "name_zh": "总部", "name_en": "Whole", "parent": part.pk, "is_active": "on"}
    assert client.post(page(whole), sent).status_code == 422
    assert Department.objects.get(code="whole").parent is None


def test_people_and_departments_are_added_and_changed_there(root: User, client: Client) -> None:
    sent = {"username": "wang", "language": "en", "time_zone": "Asia/Shanghai", "display_name": "Wang"}
    assert client.post("/admin/accounts/user/add/", sent).status_code == 302
    person = User.objects.get(username="wang")
    assert (person.display_name, person.has_usable_password()) == ("Wang", False)
    assert client.post(page(person), sent | {"post": "Editor"}).status_code == 302
    person.refresh_from_db()
    assert person.post == "Editor"
    sent = {"code": "press", "name_zh": "新闻", "name_en": "Press", "is_active": "on"}
    assert client.post("/admin/accounts/department/add/", sent).status_code == 302
    events = set(LedgerEntry.objects.values_list("event", flat=True))
    assert {"person.created", "person.changed", "department.created"} <= events


def test_what_a_service_refuses_comes_back_with_everything_that_was_typed(root: User, client: Client) -> None:
    account = add_account(actor=root, handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo")
    answer = client.post(page(account), ACCOUNT | {"name_zh": "新的名字", "name_en": "Wei\u202ebo"})
    account.refresh_from_db()
    assert (answer.status_code, account.name_en) == (422, "Weibo")
    assert 'value="新的名字"' in answer.content.decode()
    assert list(answer.context["adminform"].form.errors) == ["name_en"]
