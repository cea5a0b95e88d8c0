"""A login is shared, used once and changed, as its people do it: asked for, agreed to, shown, given back, renewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.services import add_credential
from accounts.public import Department, PlatformAccount, User
from governance.public import ApprovalRequest, bind_pack, grant_role
from governance.seeds import seed
from tests.browser.walker import PASSWORD, Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

SECRET, RENEWED = "Regal9:mango=Fjord-biene", "Lampe-kiosk7+wolke_Turm"
STAFF = {"manager": "manager", "custodian": "custodian", "publisher": "publisher", "head": "manager"}


@pytest.fixture
def credential() -> Credential:
    """The login of an account under a rule book that allows sharing; the publisher's superior is the head."""
    call_command("build_static", verbosity=0)
    seed()
    unit = Department.objects.create(code="brand", name_zh="品牌部", name_en="Brand")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active", department=unit
    )
    bind_pack("douyin", account=account, actor=None, at=timezone.now() - timedelta(days=1))
    people = {}
    for name, role in STAFF.items():
        people[name] = User.objects.create_user(name, password=PASSWORD, department=unit, display_name=name)
        grant_role(people[name], role, accounts=[account], actor=None)
    people["publisher"].superior = people["head"]
    people["publisher"].save()
    now = timezone.now() - timedelta(days=3)
    return add_credential(
        actor=people["manager"], account=account, kind="password", login="company", custodian=people["custodian"],
        secret=SECRET, confirmed_at=now, at=now,
    )  # fmt: skip


def ask(publisher: Walker, credential: Credential) -> None:
    """From the account's page: for a day, with promises and a reason."""
    publisher.log_in()
    publisher.open(reverse("accounts:account_detail", args=[credential.account.handle]))
    publisher.press(f"a[href='{reverse('accounts:credential_share', args=[credential.pk])}']")
    page = publisher.page
    page.fill("input[name=days]", "1")
    for promise in ("own_device", "no_copy", "log_out"):
        page.check(f"input[name=safeguards][value={promise}]")
    page.fill("[name=reason]", "The post of tonight")
    publisher.press("main form .form-actions button.main")


def agree(head: Walker, request: ApprovalRequest) -> None:
    """The superior finds the request on Today and says yes."""
    head.log_in()
    head.press(f"main a[href='{request.get_absolute_url()}']")
    head.press("form[action$='/move/'] button[value=agree]")


def use(publisher: Walker, credential: Credential) -> None:
    """Taken out, shown once after the password, not shown again, given back."""
    publisher.log_in()
    publisher.open(reverse("accounts:credentials"))
    publisher.press(f"main a[href='{credential.get_absolute_url()}']")
    page = publisher.page
    page.fill("form[action$='/take-out/'] [name=reason]", "The post of tonight")
    publisher.press("form[action$='/take-out/'] button.main")
    publisher.let_time_pass()
    publisher.press("form[action*='/checkouts/'] button.main")
    publisher.confirm_password()
    publisher.press("form[action$='/custody/show/'] button.main")
    assert SECRET in page.inner_text("main")
    page.goto(publisher.site + credential.get_absolute_url())
    assert SECRET not in page.content()
    publisher.press("form[action$='/return/'] button")


def renew(custodian: Walker, credential: Credential) -> None:
    """The custodian finds the duty on Today, confirms the password and sets a new secret."""
    custodian.log_in()
    custodian.press(f"main a[href='{credential.get_absolute_url()}']")
    custodian.let_time_pass()
    custodian.press(f"a[href='{reverse('accounts:credential_rotate', args=[credential.pk])}']")
    custodian.confirm_password()
    for name in ("secret", "repeated"):
        custodian.page.fill(f"input[name={name}]", RENEWED)
    custodian.press("main form .form-actions button.main")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_login_is_shared_shown_once_and_changed(
    language: str, live_server: Any, browser: Browser, credential: Credential, settings: Any
) -> None:
    settings.REDIS_URL = ""
    faults: list[str] = []

    def as_(name: str) -> Walker:
        return Walker(browser, live_server.url, name, language, faults)

    with as_("publisher") as publisher:
        ask(publisher, credential)
    request = ApprovalRequest.objects.get()
    with as_("head") as head:
        agree(head, request)
    assert Share.objects.get().approval_id == request.pk, faults
    with as_("publisher") as publisher:
        use(publisher, credential)
    assert Checkout.objects.get().returned_at is not None, faults
    credential.refresh_from_db()
    assert credential.rotation_cause == "returned"
    with as_("custodian") as custodian:
        renew(custodian, credential)
    credential.refresh_from_db()
    assert (credential.number, credential.rotation_cause) == (2, ""), faults
    assert faults == []
