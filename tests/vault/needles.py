"""For test_needle: one day of a vault on its pages, with everything going wrong that can.

python -m tests.vault.needles walk      reads the needles as JSON from standard input, prints what the pages answered
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django

PASSWORD = "Walk-of-the-vault-7"
# Secrets by what happens to them; each is random, strong enough for its kind, and lies nowhere else.
FATES = ("kept", "rotated", "mistyped", "refused", "crashed", "seed", "codes", "token")
KINDS = (("password", "kept"), ("totp_seed", "seed"), ("recovery_codes", "codes"), ("api_token", "token"))
PAGES = ("/", "/custody/", "/accounts/", "/ledger/", "/notices/", "/requests/", "/search/?q=visible", "/board/")
EXPORTS = (
    "governance:approvals_export", "governance:sensitive_export", "governance:duty_records_export",
    "accounts:access_register_export", "accounts:accounts_export", "accounts:grants_export",
    "accounts:incidents_export", "accounts:people_export", "accounts:rights_findings_export",
)  # fmt: skip
TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Walk:
    """The people of one account, each at a browser of their own."""

    def __init__(self, needles: dict[str, str]) -> None:
        from django.core.management import call_command
        from django.utils import timezone

        from accounts.models import Department, PlatformAccount, User
        from governance.public import bind_pack, grant_role

        call_command("setup", interactive=False, verbosity=0)
        self.needles = needles
        self.answers: list[tuple[str, int, str]] = []
        unit = Department.objects.create(code="brand", name_zh="品牌部", name_en="Brand")
        account = PlatformAccount.objects.create(
            handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active",
            department=unit, calendar="CN",
        )  # fmt: skip
        bind_pack("douyin", account=account, actor=None, at=timezone.now() - timedelta(days=1))
        self.account = account
        roles = {"manager": "manager", "custodian": "custodian", "publisher": "publisher", "head": "manager"}
        for name, role in roles.items():
            person = User.objects.create_user(
                name, password=PASSWORD, department=unit, email=f"{name}@example.com", is_staff=name == "manager",
                is_superuser=name == "manager",
            )  # fmt: skip
            grant_role(person, role, accounts=[account], actor=None)
        User.objects.filter(username="publisher").update(superior=User.objects.get(username="head"))
        self.people = {name: User.objects.get(username=name) for name in roles}
        self.clients = {name: self._browser(name) for name in roles}

    def _browser(self, name: str) -> Any:
        from django.test import Client
        from django.urls import reverse

        client = Client(raise_request_exception=False)
        client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    def get(self, who: str, address: str) -> str:
        return self._kept("GET", address, self.clients[who].get(address))

    def post(self, who: str, address: str, **data: Any) -> str:
        return self._kept("POST", address, self.clients[who].post(address, data))

    def _kept(self, method: str, address: str, response: Any) -> str:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        self.answers.append((f"{method} {address}", response.status_code, text))
        return text


@contextmanager
def broken_ledger() -> Iterator[None]:
    """Nothing can be written into the ledger: the database itself says no."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION no_ledger() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the ledger is broken'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER no_ledger BEFORE INSERT ON governance_ledgerentry FOR EACH ROW "
                "EXECUTE FUNCTION no_ledger()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER no_ledger BEFORE INSERT ON governance_ledgerentry BEGIN "
                "SELECT RAISE(ABORT, 'the ledger is broken'); END"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            on = " ON governance_ledgerentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER no_ledger{on}")
            if connection.vendor == "postgresql":
                cursor.execute("DROP FUNCTION no_ledger()")


def walk(needles: dict[str, str]) -> dict[str, Any]:
    """Stored, mistyped, refused, shown, shown again, rotated, failed on, shared, broken out, handed on, looked at."""
    from django.urls import reverse

    from accounts.custody.models import Checkout, Credential, Share

    day = Walk(needles)
    new = reverse("accounts:credential_new")
    base = {"account": day.account.pk, "custodian": day.people["custodian"].pk}
    for kind, fate in (
        ("password", "kept"),
        ("totp_seed", "seed"),
        ("recovery_codes", "codes"),
        ("api_token", "token"),
    ):
        typed = {**base, "kind": kind, "login": f"visible-login-{fate}"}
        if fate == "kept":
            day.post("manager", new, **typed, secret=needles["mistyped"], repeated="another one")
            day.post("manager", new, **typed, secret=needles["refused"], repeated=needles["refused"])
        day.post("manager", new, **typed, secret=needles[fate], repeated=needles[fate])
    credential = Credential.objects.get(kind="password")
    page, change = credential.get_absolute_url(), reverse("accounts:credential_rotate", args=[credential.pk])
    shown = _show(day, "custodian", credential, needles["kept"])
    for fate, end in (("rotated", None), ("crashed", broken_ledger)):
        day.get("custodian", change)
        if end is None:
            day.post("custodian", change, secret=needles[fate], repeated=needles[fate])
        else:
            with end():
                day.post("custodian", change, secret=needles[fate], repeated=needles[fate])
                _try_to_show(day, "custodian", credential)
    _share(day, credential)
    share = Share.objects.get()
    shown &= _show(day, "publisher", credential, needles["rotated"])
    day.post("custodian", reverse("accounts:share_revoke", args=[share.pk]))
    day.post("manager", reverse("accounts:credential_break_glass", args=[credential.pk]), reason="The phone is gone")
    for checkout in Checkout.objects.out():
        day.post("manager", reverse("accounts:checkout_return", args=[checkout.pk]))
        day.post("custodian", reverse("accounts:checkout_review", args=[checkout.pk]))
    _look_around(day, page)
    leaks = [
        (what, fate) for what, _status, text in day.answers for fate in FATES
        if needles[fate] in text and not what.endswith("/custody/show/")
    ]  # fmt: skip
    failed = [(what, status) for what, status, _text in day.answers if status >= 500]
    return {"shown": shown, "leaks": leaks, "failed": failed, "answers": len(day.answers)}


def _token(day: Walk, who: str, credential: Any) -> str:
    from django.urls import reverse

    from accounts.custody.models import Checkout

    day.post(who, reverse("accounts:credential_take_out", args=[credential.pk]), reason="A new device")
    checkout = Checkout.objects.out().get(credential=credential)
    found = re.search(
        r'name="token" value="([^"]+)"', day.post(who, reverse("accounts:reveal_ask", args=[checkout.pk]))
    )
    return found[1] if found else ""


def _show(day: Walk, who: str, credential: Any, secret: str) -> bool:
    """Taken out, shown once and not twice, given back; whether that is what happened."""
    from django.urls import reverse

    from accounts.custody.models import Checkout

    token, show = _token(day, who, credential), reverse("accounts:reveal_show")
    first, second = day.post(who, show, token=token), day.post(who, show, token=token)
    day.post(who, reverse("accounts:checkout_return", args=[Checkout.objects.out().get(credential=credential).pk]))
    return secret in first and secret not in second


def _try_to_show(day: Walk, who: str, credential: Any) -> None:
    """With the ledger broken: neither taken out nor shown."""
    from django.urls import reverse

    day.post(who, reverse("accounts:credential_take_out", args=[credential.pk]), reason="A new device")
    day.post(who, reverse("accounts:reveal_show"), token="made up")


def _share(day: Walk, credential: Any) -> None:
    """The publisher asks, the superior agrees."""
    from django.urls import reverse

    from governance.public import ApprovalRequest

    day.post(
        "publisher", reverse("accounts:credential_share", args=[credential.pk]), days=1,
        safeguards=["own_device", "no_copy"], reason="The post of tonight",
    )  # fmt: skip
    asked = ApprovalRequest.objects.get()
    day.post(
        "head", reverse("governance:approvalrequest_move", args=[asked.pk]), move="agree", version=asked.lock_version
    )


def _look_around(day: Walk, page: str) -> None:
    """Every page and file on which a secret could appear, for whoever sees most."""
    from django.contrib import admin
    from django.urls import reverse

    from governance.public import LedgerEntry

    for who in day.clients:
        day.get(who, page)
    for address in (
        "/",
        "/custody/",
        "/accounts/",
        "/ledger/",
        "/notices/",
        "/requests/",
        "/search/?q=visible",
        "/board/",
    ):
        day.get("manager", address)
    for pk in LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True)[:60]:
        day.get("manager", reverse("governance:ledger_entry", args=[pk]))
    for address in EXPORTS:
        for format in ("csv", "xlsx", "json"):
            day.post("manager", reverse(address), format=format, reason="Audit")
    day.get("manager", f"/accounts/{day.account.handle}/access/")
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        day.get("manager", reverse(f"{label}_changelist"))
        if model._meta.app_label == "accounts" and (row := model._default_manager.first()):
            day.get("manager", reverse(f"{label}_change", args=[row.pk]))
            day.get("manager", reverse(f"{label}_history", args=[row.pk]))


if __name__ == "__main__":
    django.setup()
    print(json.dumps(walk(json.load(sys.stdin))))
