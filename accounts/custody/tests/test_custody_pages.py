"""On the pages: a login is taken into custody, out, shown once, given back; others see that it exists at most."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.custody.cards import logins_shared
from accounts.custody.models import Checkout, Credential, SealedSecret, Share
from accounts.custody.rules import RETIRE
from accounts.custody.services import add_credential
from accounts.custody.tests.conftest import DAY, STRONG, STRONGER, Vault
from accounts.models import User
from governance.public import bind_pack, grant_role
from tests.agreeing import agreed

PASSWORD = "correct horse battery"


def enter(client: Client, user: User, *, confirmed: bool = True) -> None:
    assert client.login(username=user.username, password=PASSWORD)
    if confirmed:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def kept(vault: Vault) -> Credential:
    now = timezone.now()
    return add_credential(
        actor=vault.manager, account=vault.account, kind="password", login="company", custodian=vault.custodian,
        secret=STRONG, confirmed_at=now, at=now,
    )  # fmt: skip


def test_a_login_is_taken_into_custody(vault: Vault, client: Client) -> None:
    enter(client, vault.manager)
    form = {
        "account": vault.account.pk, "kind": "password", "login": "company", "custodian": vault.custodian.pk,
        "secret": STRONG, "repeated": STRONG,
    }  # fmt: skip
    wrong = client.post(reverse("accounts:credential_new"), {**form, "repeated": "another"})
    assert (wrong.status_code, STRONG in wrong.content.decode()) == (422, False)
    assert client.post(reverse("accounts:credential_new"), form).status_code == 302
    assert SealedSecret.objects.count() == 1


def test_the_form_of_a_secret_asks_for_the_password_first(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.custodian, confirmed=False)
    asked = client.get(reverse("accounts:credential_rotate", args=[credential.pk]))
    assert "/auth/reauthenticate/" in asked["Location"]
    refused = client.post(
        reverse("accounts:credential_rotate", args=[credential.pk]), {"secret": STRONGER, "repeated": STRONGER}
    )
    assert (refused.status_code, STRONGER in str(client.session.items())) == (422, False)


def test_a_secret_is_shown_once(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.custodian)
    client.post(reverse("accounts:credential_take_out", args=[credential.pk]), {"reason": "Upload"})
    checkout = Checkout.objects.get()
    asked = client.post(reverse("accounts:reveal_ask", args=[checkout.pk]))
    token = re.search(r'name="token" value="([^"]+)"', asked.content.decode())
    assert token is not None
    assert STRONG not in asked.content.decode()
    shown = client.post(reverse("accounts:reveal_show"), {"token": token[1]})
    assert STRONG in shown.content.decode().replace("&#x27;", "'")
    assert "no-store" in shown["Cache-Control"]
    again = client.post(reverse("accounts:reveal_show"), {"token": token[1]})
    assert (again.status_code, STRONG in again.content.decode()) == (302, False)
    client.post(reverse("accounts:checkout_return", args=[checkout.pk]))
    checkout.refresh_from_db()
    assert checkout.returned_at is not None


def test_taking_out_and_giving_back_are_each_confirmed_once(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.custodian)
    taken = client.post(
        reverse("accounts:credential_take_out", args=[credential.pk]), {"reason": "Upload"}, follow=True
    )
    assert [row.level_tag for row in taken.context["messages"]] == ["success"]
    checkout = Checkout.objects.get()
    back = client.post(reverse("accounts:checkout_return", args=[checkout.pk]), follow=True)
    assert [row.level_tag for row in back.context["messages"]] == ["success"]


def test_a_changed_secret_takes_the_place_of_the_old_one(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.custodian)
    address = reverse("accounts:credential_rotate", args=[credential.pk])
    weak = client.post(address, {"secret": "woaini1314520", "repeated": "woaini1314520"})
    assert (weak.status_code, "woaini1314520" in weak.content.decode()) == (422, False)
    assert client.post(address, {"secret": STRONGER, "repeated": STRONGER}).status_code == 302
    credential.refresh_from_db()
    assert credential.number == 2


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("custodian", 200), ("manager", 200)])
def test_a_stranger_to_the_account_does_not_see_the_login(vault: Vault, client: Client, who: str, status: int) -> None:
    credential = kept(vault)
    enter(client, getattr(vault, who))
    page = client.get(credential.get_absolute_url())
    assert page.status_code == status
    assert "company" in page.content.decode() or status == 404


def test_an_emergency_is_reviewed_on_its_page(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.manager)
    client.post(reverse("accounts:credential_break_glass", args=[credential.pk]), {"reason": "Hijacked"})
    checkout = Checkout.objects.get(ground="break_glass")
    enter(client, vault.custodian)
    assert reverse("accounts:checkout_review", args=[checkout.pk]) in client.get(
        reverse("accounts:checkout_detail", args=[checkout.pk])
    ).content.decode()  # fmt: skip
    client.post(reverse("accounts:checkout_review", args=[checkout.pk]))
    checkout.refresh_from_db()
    assert checkout.reviewed_by == vault.custodian


def test_a_login_is_retired_with_a_reason_and_its_secret_erased(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.manager)
    address = reverse("accounts:credential_move", args=[credential.pk])
    client.post(address, {"move": "retire", "note": "Account closed", "version": credential.lock_version})
    credential.refresh_from_db()
    assert credential.status == "kept"  # a second person has not agreed yet
    agreed(RETIRE, actor=vault.manager, target=credential, by=vault.chief, at=timezone.now())
    client.post(address, {"move": "retire", "note": "Account closed", "version": credential.lock_version})
    credential.refresh_from_db()
    assert (credential.status, SealedSecret.objects.count()) == ("retired", 0)


def test_pages_are_read_in_both_languages(vault: Vault, client: Client) -> None:
    credential = kept(vault)
    enter(client, vault.custodian)
    for language in ("zh-hans", "en"):
        User.objects.filter(pk=vault.custodian.pk).update(language=language)
        for address in (reverse("accounts:credentials"), credential.get_absolute_url()):
            assert client.get(address).status_code == 200


def _shared(person: User, now: datetime) -> list[str]:
    card = logins_shared(person, now)
    return [item.title for item in card.items] if card else []


def test_a_share_is_offered_where_the_rule_book_allows_it_and_shown_today_once_it_is_given(
    vault: Vault, client: Client
) -> None:
    person, now = vault.colleague, timezone.now()
    grant_role(person, "agent", accounts=[vault.account], actor=None)
    credential = vault.credential()
    client.force_login(person)
    ask = reverse("accounts:credential_share", args=[credential.pk])
    assert ask in client.get(vault.account.get_absolute_url()).content.decode()
    assert _shared(person, now) == []
    Share.objects.create(
        credential=credential, person=person, approval_id=1, safeguards=[], starts_at=now, until=now + DAY
    )
    assert _shared(person, now) == [str(credential)]
    bind_pack("self_media", account=vault.account, actor=None)
    page = client.get(vault.account.get_absolute_url()).content.decode()
    assert ask not in page
    assert "M-3.1.2" in page


def test_the_first_secret_is_told_as_taken_into_custody_and_a_change_by_its_cause(
    vault: Vault, client: Client
) -> None:
    credential = kept(vault)
    enter(client, vault.custodian)
    assert "首次入库" in (text := client.get(credential.get_absolute_url()).content.decode())
    assert "制度规定的周期" not in text
    vault.rotate(credential, at=timezone.now())
    assert "制度规定的周期" in client.get(credential.get_absolute_url()).content.decode()
