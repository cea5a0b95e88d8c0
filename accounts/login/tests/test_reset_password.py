"""A new password is had by the person alone: from an open session no address can be slipped in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.people.models import User
from accounts.people.services import change_person
from governance.ledger.models import LedgerEntry
from governance.public import NotAllowed

pytestmark = pytest.mark.django_db
PASSWORD = "quite a long pass phrase 9"


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin", email="lin@company.example", password=PASSWORD)


def ask(email: str) -> None:
    assert Client().post(reverse("account_reset_password"), {"email": email}).status_code == 302


def test_an_open_session_adds_no_address(lin: User, client: Client) -> None:
    client.force_login(lin)
    assert client.post("/auth/email/", {"action_add": "", "email": "evil@else.example"}).status_code == 404
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("path", ["/auth/3rdparty/", "/auth/social/connections/", "/auth/confirm-email/"])
def test_no_page_for_logins_of_elsewhere_is_open(lin: User, client: Client, path: str) -> None:
    client.force_login(lin)
    assert client.get(path).status_code == 404


def test_the_link_goes_to_the_address_of_the_record_alone(lin: User, mailoutbox: list[Any]) -> None:
    EmailAddress.objects.create(user=lin, email="evil@else.example", verified=True, primary=True)
    ask("evil@else.example")
    assert not mailoutbox
    ask("LIN@company.example")
    assert [mail.to for mail in mailoutbox] == [["lin@company.example"]]


def test_an_address_that_only_looks_alike_gets_no_link(lin: User, mailoutbox: list[Any]) -> None:
    ask("l\u0131n@company.example")
    assert not mailoutbox


def test_an_address_that_nobody_has_gets_no_mail(mailoutbox: list[Any]) -> None:
    ask("nobody@else.example")
    assert not mailoutbox


def test_a_closed_login_gets_no_link(lin: User, mailoutbox: list[Any]) -> None:
    User.objects.filter(pk=lin.pk).update(is_active=False)
    ask("lin@company.example")
    assert not mailoutbox


def test_a_password_set_by_link_stands_in_the_ledger(lin: User, mailoutbox: list[Any]) -> None:
    ask("lin@company.example")
    found = re.search(r"/auth/password/reset/key/\S+", mailoutbox[0].body)
    assert found is not None
    client = Client()
    form = client.get(found[0], follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": "another long phrase 7", "password2": "another long phrase 7"})
    assert answer.status_code == 302
    entry = LedgerEntry.objects.get(event="login.password_reset")
    assert (entry.actor, entry.object_id) == (None, lin.pk)
    assert "another long" not in str(entry.payload)


def test_a_password_changed_in_the_session_stands_in_the_ledger(lin: User, client: Client) -> None:
    client.force_login(lin)
    passwords = {"oldpassword": PASSWORD, "password1": "another long phrase 7", "password2": "another long phrase 7"}
    client.post(reverse("account_change_password"), passwords)
    assert LedgerEntry.objects.get(event="login.password_changed").actor == lin


def test_a_password_is_not_set_beside_a_passkey_without_that_passkey(client: Client) -> None:
    from allauth.mfa.models import Authenticator

    lin = User.objects.create_user("lin")
    Authenticator.objects.create(user=lin, type=Authenticator.Type.WEBAUTHN, data={})
    client.force_login(lin)
    asked = client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert "reauthenticate" in asked.headers["Location"]
    assert not User.objects.get(pk=lin.pk).has_usable_password()


def test_nobody_changes_their_own_address(lin: User) -> None:
    with pytest.raises(NotAllowed):
        change_person(lin, actor=lin, email="evil@else.example")
