"""An account is suspended, resumed and closed by those who may, each step in the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.custody.models import Checkout, Credential, SealedSecret, Share
from accounts.custody.services import add_credential
from accounts.custody.shares import ask_share
from accounts.models import PlatformAccount, User
from accounts.platforms.rules import CLOSE_ACCOUNT
from accounts.platforms.services import change_account, move_account
from accounts.platforms.tests.conftest import House
from governance.public import (
    ApprovalRequest,
    Deadline,
    NotAllowed,
    NoteRequired,
    StaleVersion,
    WrongState,
    can,
    grant_role,
    history_of,
    roles_held,
)
from governance.sensitive.models import SensitiveOperation

pytestmark = pytest.mark.django_db
STRONG = "Lampe-kiosk7+wolke_Turm"


def test_suspending_asks_for_a_reason_and_resuming_ends_it(house: House) -> None:
    account = house.opened()
    with pytest.raises(NoteRequired):
        move_account(account, "suspend", actor=house.manager)
    assert move_account(account, "suspend", actor=house.manager, note="x").status == "suspended"
    assert move_account(account, "resume", actor=house.manager, note="x").status == "active"
    events = [entry.event for entry in history_of("platform_account", account.pk)][:2]
    assert events == ["platform_account.resumed", "platform_account.suspended"]


def test_a_wrong_state_a_stale_page_and_a_missing_right_are_three_answers(house: House) -> None:
    account = house.opened()
    with pytest.raises(WrongState):
        move_account(account, "resume", actor=house.manager, note="x")
    with pytest.raises(StaleVersion):
        move_account(account, "suspend", actor=house.manager, note="x", version=7)
    with pytest.raises(NotAllowed):
        move_account(account, "suspend", actor=house.stranger, note="x")


def test_the_database_knows_the_states(house: House) -> None:
    account = house.applied()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAccount.objects.filter(pk=account.pk).update(status="whatever")


def _login(house: House, account: PlatformAccount) -> Credential:
    grant_role(house.stranger, "custodian", accounts=[account], actor=None)
    now = timezone.now()
    manager = User.objects.get(pk=house.manager.pk)
    return add_credential(
        actor=manager, account=account, kind="password", login="company", custodian=house.stranger, secret=STRONG,
        confirmed_at=now, at=now,
    )  # fmt: skip


def test_closing_ends_everything_that_hangs_on_the_account(house: House) -> None:
    account, now = house.opened(), timezone.now()
    credential = _login(house, account)
    Share.objects.create(
        credential=credential, person=house.chief, approval_id=1, safeguards=["no_copy"], starts_at=now,
        until=now + timedelta(days=2),
    )  # fmt: skip
    Checkout.objects.create(
        credential=credential, person=house.stranger, ground="custodian", reason="x", taken_at=now,
        due_back_at=now + timedelta(hours=8),
    )  # fmt: skip
    request = ApprovalRequest.objects.get(pk=account.opening_request_id or 0)
    operation = house.may_close(account)
    move_account(account, "close", actor=house.manager, note="The brand was sold")
    account.refresh_from_db()
    credential.refresh_from_db()
    assert (account.status, credential.status) == ("closed", "retired")
    assert not SealedSecret.objects.exists()
    assert not Checkout.objects.out().exists()
    assert not Share.objects.filter(ended_at=None).exists()
    assert not Deadline.objects.open().filter(account=account).exists()
    assert all(account.pk not in places for places in roles_held(house.stranger).values())
    assert not can(User.objects.get(pk=house.stranger.pk), "accounts.custody", account)
    entry, closed = history_of("platform_account", account.pk)[:2]
    assert (entry.event, entry.payload["logins"], entry.payload["roles"]) == ("platform_account.wound_up", 1, 2)
    assert request.status == "agreed"
    operation.refresh_from_db()
    assert (operation.status, operation.agreed_by, operation.done_by) == ("done", house.chief, house.manager)
    assert (closed.event, closed.payload["operation"]) == ("platform_account.closed", operation.pk)


def test_logins_stay_for_a_reason_with_those_who_care_for_them(house: House) -> None:
    account = house.opened()
    credential = _login(house, account)
    grant_role(house.chief, "publisher", accounts=[account], actor=None)
    house.close(account, note="Paused", keep_logins="The handle must stay ours")
    credential.refresh_from_db()
    assert credential.status == "kept"
    assert can(User.objects.get(pk=house.stranger.pk), "accounts.custody", account)
    assert "publisher" not in roles_held(house.chief)
    clock = Deadline.objects.open().get(account=account)
    assert (clock.kind, clock.object_id, clock.owner) == ("credential", credential.pk, house.stranger)


def test_what_waits_for_a_yes_on_a_closed_account_lapses(house: House) -> None:
    account = house.opened(packs=("douyin",))
    colleague = User.objects.create_user("colleague", superior=house.chief)
    grant_role(colleague, "publisher", accounts=[account], actor=None)
    request = ask_share(
        _login(house, account), actor=colleague, days=2, safeguards=["own_device", "no_copy"], reason="x"
    )
    house.close(account)
    request.refresh_from_db()
    assert request.status == "lapsed"
    for name in ("suspend", "resume", "close", "drop"):
        with pytest.raises(WrongState):
            move_account(account, name, actor=house.manager, note="x")
    with pytest.raises(NotAllowed, match=r"closed|注销"):
        change_account(account, actor=User.objects.create_superuser("root"), name_en="x")
    grant_role(house.manager, "manager", accounts=[account], actor=None)
    with pytest.raises(WrongState):
        _login(house, PlatformAccount.objects.get(pk=account.pk))


def test_a_failing_part_of_the_closing_takes_all_of_it_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.platforms import closing

    def broken(_closing: object) -> int:
        raise RuntimeError("no")

    account = house.opened()
    operation = house.may_close(account)
    monkeypatch.setitem(closing._ends, "broken", broken)
    with pytest.raises(RuntimeError):
        move_account(account, "close", actor=house.manager, note="x")
    account.refresh_from_db()
    assert account.status == "active"
    assert "manager" in roles_held(house.manager)
    operation.refresh_from_db()
    assert operation.status == "agreed"


def test_the_page_shows_who_may_do_what(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    page = client.get(f"/accounts/{account.handle}/")
    assert page.status_code == 200
    assert house.manager.username in page.content.decode()


def test_an_account_of_others_is_unknown(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.stranger)
    assert client.get(f"/accounts/{account.handle}/").status_code == 404


def test_an_administrator_opens_the_pages_of_the_accounts_that_they_manage(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.stranger)
    grant_role(house.stranger, "admin", actor=None)
    assert f"/accounts/{account.handle}/" in client.get("/accounts/").content.decode()
    page = client.get(f"/accounts/{account.handle}/").content.decode()
    assert 'value="suspend"' in page
    assert reverse("governance:sensitive_ask_act", args=[CLOSE_ACCOUNT, account.pk]) in page


def test_the_page_refuses_to_open_an_account(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    address = f"/accounts/{account.handle}/move/"
    assert client.post(address, {"name": "open", "version": account.lock_version}).status_code == 403


def test_a_step_that_is_refused_keeps_the_reason_beside_its_sentence(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    address = f"/accounts/{account.handle}/move/"
    for sent in ({"version": 99, "note": "被盗"}, {"version": account.lock_version, "note": "被盗" + "长" * 2000}):
        answer = client.post(address, {"name": "suspend", **sent})
        assert answer.status_code == 422
        assert f"{sent['note']}</textarea>" in answer.content.decode()
        assert answer.context["move_form"].errors
    long = {"name": "suspend", "note": "被盗", "version": account.lock_version, "keep_logins": "长" * 5000}
    answer = client.post(address, long)
    assert (answer.status_code, "被盗</textarea>" in answer.content.decode()) == (422, True)
    account.refresh_from_db()
    assert account.status == "active"


def test_asked_agreed_and_closed_from_page_to_page(house: House, client: Client) -> None:
    account = house.opened()
    credential = _login(house, account)
    page, address = account.get_absolute_url(), f"/accounts/{account.handle}/move/"
    closing = {"name": "close", "version": account.lock_version, "note": "Sold", "keep_logins": "The name stays ours"}
    ask = reverse("governance:sensitive_ask_act", args=[CLOSE_ACCOUNT, account.pk])
    client.force_login(house.manager)
    shown = client.get(page).content.decode()
    assert ask in shown
    assert 'value="close"' not in shown
    client.post(address, closing)
    account.refresh_from_db()
    assert account.status == "active"  # nobody has agreed yet
    assert client.post(ask, {"reason": "The brand is sold"}).status_code == 302
    request = SensitiveOperation.objects.get(act=CLOSE_ACCOUNT, target_id=account.pk).request
    assert request is not None
    decide = reverse("governance:approvalrequest_move", args=[request.pk])
    client.post(decide, {"move": "agree", "version": request.lock_version})
    account.refresh_from_db()
    assert client.post(address, closing).status_code == 422
    account.refresh_from_db()
    assert account.status == "active"  # who asked does not agree
    client.force_login(house.chief)
    client.post(decide, {"move": "agree", "version": request.lock_version})
    client.force_login(house.manager)
    assert 'value="close"' in client.get(page).content.decode()
    client.post(address, closing)
    account.refresh_from_db()
    credential.refresh_from_db()
    assert (account.status, credential.status) == ("closed", "kept")
    assert SensitiveOperation.objects.get(request=request).status == "done"


def test_a_superuser_closes_nothing_alone_and_not_in_the_admin(house: House, client: Client) -> None:
    account = house.opened()
    root = User.objects.create_superuser("root")
    with pytest.raises(NotAllowed):
        move_account(account, "close", actor=root, note="x")
    client.force_login(root)
    sent = {
        "name_zh": "微博", "name_en": "Weibo", "market": "CN", "language": "zh-hans", "calendar": "CN",
        "status": "closed", "action": "delete_selected", "_selected_action": account.pk,
    }  # fmt: skip
    client.post(reverse("admin:accounts_platformaccount_change", args=[account.pk]), sent)
    client.post(reverse("admin:accounts_platformaccount_changelist"), sent)
    client.post(reverse("admin:accounts_platformaccount_delete", args=[account.pk]), {"post": "yes"})
    account.refresh_from_db()
    assert account.status == "active"
