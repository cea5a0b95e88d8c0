"""Whoever manages people adds, changes, closes and opens logins; nobody does so for oneself."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.leaving.services import leave_company
from accounts.models import Department, User
from accounts.people.services import add_person, change_person, reopen_person
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NotAllowed, Refused, grant_role, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PASSWORD = "quite a long pass phrase 9"


@pytest.fixture
def manager() -> User:
    manager = User.objects.create_user("manager", display_name="罗立新")
    grant_role(manager, "admin", actor=None)
    return manager


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin", display_name="林", email="lin@company.example", password=PASSWORD)


@pytest.fixture
def page(manager: User, client: Client) -> Client:
    client.force_login(manager)
    return client


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def new_person(**changes: Any) -> dict[str, Any]:
    return {
        "username": "wang",
        "display_name": "王雨桐",
        "email": "wang@company.example",
        "language": "zh-hans",
    } | changes


def link_in(mail: Any) -> str:
    found = re.search(r"/auth/password/reset/key/\S+", mail.body)
    assert found is not None
    return found[0]


def test_a_new_person_has_no_password_and_gets_a_link_that_works_once(page: Client, mailoutbox: list[Any]) -> None:
    unit = Department.objects.create(code="pr", name_zh="公关部", name_en="Public relations")
    chief = User.objects.create_user("chief")
    sent = new_person(department=unit.pk, superior=chief.pk, post="编辑")
    assert page.post(reverse("accounts:person_new"), sent).status_code == 302
    person = User.objects.get(username="wang")
    assert (person.department, person.superior, person.post) == (unit, chief, "编辑")
    assert not person.has_usable_password()
    assert [mail.to for mail in mailoutbox] == [["wang@company.example"]]
    assert LedgerEntry.objects.get(event="login.link_mailed").object_id == person.pk
    address = link_in(mailoutbox[0])
    visitor = Client()
    form = visitor.get(address, follow=True).redirect_chain[-1][0]
    assert visitor.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert fresh(person).check_password(PASSWORD)
    assert "password1" not in Client().get(address, follow=True).content.decode()


def test_the_link_goes_to_that_person_alone_where_two_share_an_address(
    page: Client, lin: User, mailoutbox: list[Any]
) -> None:
    User.objects.create_user("other", email="lin@company.example", password=PASSWORD)
    page.post(reverse("accounts:person_link", args=[lin.pk]))
    assert len(mailoutbox) == 1
    assert "lin" in mailoutbox[0].body
    assert "other" not in mailoutbox[0].body


def test_a_mail_server_that_is_down_loses_nobody(page: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert page.post(reverse("accounts:person_new"), new_person()).status_code == 302
    assert User.objects.filter(username="wang").exists()
    assert not LedgerEntry.objects.filter(event="login.link_mailed").exists()


def test_no_link_without_an_address_or_for_a_closed_login(page: Client, lin: User, mailoutbox: list[Any]) -> None:
    User.objects.filter(pk=lin.pk).update(email="")
    page.post(reverse("accounts:person_link", args=[lin.pk]))
    User.objects.filter(pk=lin.pk).update(email="lin@company.example", is_active=False)
    page.post(reverse("accounts:person_link", args=[lin.pk]))
    assert mailoutbox == []


@pytest.mark.parametrize(
    "wrong",
    [{"username": "manager"}, {"username": "Manager"}, {"email": ""}, {"display_name": "a\u202eb"}, {"username": ""}],
)
def test_what_does_not_fit_comes_back_and_nobody_is_added(page: Client, wrong: dict[str, str]) -> None:
    assert page.post(reverse("accounts:person_new"), new_person(**wrong)).status_code == 422
    assert User.objects.count() == 1


def test_nobody_chooses_a_password_or_a_rank_for_others(manager: User, lin: User) -> None:
    with pytest.raises(NotAllowed):
        add_person(actor=manager, username="wang", password=PASSWORD)
    with pytest.raises(NotAllowed):
        add_person(actor=manager, username="wang", is_superuser=True)
    for values in ({"is_superuser": True}, {"is_active": False}, {"is_staff": True}, {"username": "new"}):
        with pytest.raises(NotAllowed):
            change_person(lin, actor=manager, **values)
    assert not User.objects.filter(username="wang").exists()


def test_without_the_right_nothing_is_done(lin: User) -> None:
    other = User.objects.create_user("other")
    for refused in (
        lambda: add_person(actor=other, username="wang"),
        lambda: change_person(lin, actor=other, post="总经理"),
        lambda: change_person(lin, actor=other, language="en"),
        lambda: leave_company(lin, actor=other),
        lambda: reopen_person(lin, actor=other),
    ):
        with pytest.raises(Denial):
            refused()
    assert fresh(lin).is_active


def test_a_change_is_told_and_an_unchanged_form_is_not(page: Client, lin: User) -> None:
    sent = {"display_name": "林", "email": "lin@company.example", "language": "zh-hans", "post": "编辑"}
    for _time in range(2):
        assert page.post(reverse("accounts:person_edit", args=[lin.pk]), sent).status_code == 302
    assert fresh(lin).post == "编辑"
    assert LedgerEntry.objects.get(event="person.changed").payload == {"fields": ["post"]}
    assert Notice.objects.get(recipient=lin).params == {"who": "罗立新", "fields": ["post"]}


def test_a_closed_department_and_superior_stay_in_the_record_and_are_offered_to_nobody_else(
    page: Client, lin: User
) -> None:
    unit = Department.objects.create(code="old", name_zh="旧部门", name_en="Old", is_active=False)
    boss = User.objects.create_user("boss", is_active=False)
    other = User.objects.create_user("other", department=unit, superior=boss)
    change_person(lin, actor=None, department=unit, superior=boss)
    sent = {
        "display_name": "林", "email": "lin@company.example", "language": "zh-hans", "post": "编辑",
        "department": unit.pk, "superior": boss.pk,
    }  # fmt: skip
    assert page.post(reverse("accounts:person_edit", args=[lin.pk]), sent).status_code == 302
    assert (fresh(lin).post, fresh(lin).department, fresh(other).department) == ("编辑", unit, unit)
    assert page.post(reverse("accounts:person_new"), new_person(department=unit.pk)).status_code == 422


def test_a_new_address_is_told_to_the_old_one(
    manager: User, lin: User, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change_person(lin, actor=manager, email="evil@else.example")
    assert [mail.to for mail in mailoutbox] == [["lin@company.example"]]


def test_the_address_of_a_login_with_every_right_is_not_theirs_to_change(manager: User) -> None:
    root = User.objects.create_superuser("root", email="root@company.example")
    with pytest.raises(NotAllowed):
        change_person(root, actor=manager, email="manager@company.example")
    change_person(root, actor=manager, post="信息部")
    assert fresh(root).email == "root@company.example"


def test_nobody_changes_closes_or_mails_oneself(page: Client, manager: User) -> None:
    for name in ("person_edit", "departure_new", "person_reopen", "person_link"):
        assert page.post(reverse(f"accounts:{name}", args=[manager.pk]), new_person()).status_code == 403
    root = User.objects.create_superuser("root")
    with pytest.raises(NotAllowed):
        change_person(root, actor=root, email="else@company.example")
    assert fresh(manager).is_active


def test_a_login_is_closed_and_opened_again(page: Client, lin: User) -> None:
    session = Client()
    session.force_login(lin)
    page.post(reverse("accounts:departure_new", args=[lin.pk]), {"leaves_on": today(None).isoformat()})
    assert session.get(reverse("accounts:people")).status_code == 302
    assert fresh(lin).left_on is not None
    assert "lin" in page.get("/people/?closed=1").content.decode()
    page.post(reverse("accounts:person_reopen", args=[lin.pk]))
    assert (fresh(lin).is_active, fresh(lin).left_on) == (True, None)
    assert LedgerEntry.objects.get(event="person.reopened").object_id == lin.pk
    assert Notice.objects.get(recipient=lin).template == "person.reopened"


def test_a_login_is_not_closed_twice(manager: User, lin: User) -> None:
    leave_company(lin, actor=manager)
    User.objects.filter(pk=lin.pk).update(left_on=date(2026, 1, 1))
    with pytest.raises(Refused):
        leave_company(fresh(lin), actor=manager)
    assert fresh(lin).left_on == date(2026, 1, 1)
    reopen_person(fresh(lin), actor=manager)
    with pytest.raises(Refused):
        reopen_person(fresh(lin), actor=manager)


def test_closed_logins_are_shown_to_whoever_manages_people_alone(lin: User, client: Client) -> None:
    User.objects.create_user("gone", display_name="走了", is_active=False)
    client.force_login(lin)
    answer = client.get("/people/?closed=1").content.decode()
    assert "走了" not in answer
    assert reverse("accounts:person_new") not in answer
