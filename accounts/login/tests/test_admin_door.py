"""Django admin is entered by the login of the site alone: both factors, counted tries, a line in the ledger."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from accounts.models import User
from governance.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase 9!"


@pytest.fixture
def root() -> User:
    """A superuser with an authenticator app."""
    person = User.objects.create_superuser("root", password=PASSWORD)
    Authenticator.objects.create(user=person, type="totp", data={"secret": generate_totp_secret()})
    assert is_mfa_enabled(person)
    return person


def test_the_password_alone_opens_no_administration(root: User, client: Client) -> None:
    answer = client.post("/admin/login/?next=/admin/", {"username": "root", "password": PASSWORD, "next": "/admin/"})
    assert answer.headers["Location"] == "/auth/login/?next=/admin/"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


def test_somebody_who_is_in_takes_no_other_login_there(root: User, client: Client) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    assert client.post("/admin/login/", {"username": "root", "password": PASSWORD}).status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_the_way_back_leads_nowhere_else(client: Client) -> None:
    assert client.get("/admin/login/?next=//evil.example/").headers["Location"] == "/auth/login/?next=/admin/"


def test_who_may_not_enter_is_told_so_instead_of_going_round(client: Client) -> None:
    client.force_login(User.objects.create_user("stranger"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_leaving_the_administration_stands_in_the_ledger(root: User, client: Client) -> None:
    client.force_login(root)
    assert client.post("/admin/logout/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert LedgerEntry.objects.filter(event="login.ended", actor=root).count() == 1


def test_the_password_is_changed_on_the_page_of_the_site(root: User, client: Client) -> None:
    client.force_login(root)
    assert client.get("/admin/password_change/").headers["Location"] == "/auth/password/change/"
