"""The list and the page show at a glance how accounts stand; filters and export follow it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups.services import name_member
from accounts.incidents.services import report_incident
from accounts.models import PlatformAccount, User
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, health_of, health_rows
from accounts.platforms.tests.conftest import House
from accounts.platforms.tests.factory import pdf
from accounts.recertification.models import RecertificationRound
from accounts.recertification.services import open_round
from accounts.verification.services import apply_verification, record_verified
from governance.public import (
    Deadline,
    Duty,
    Policy,
    cancel_deadline,
    grant_role,
    open_deadline,
    packs_for,
    sweep_duties,
    today,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Session, person, rights, unread notices, leave, incidents for the banner: what every page asks before its own.
FRAME = 6


def told(house: House, account: PlatformAccount) -> dict[str, str]:
    """Tone by row."""
    manager = User.objects.get(pk=house.manager.pk)
    rows = health_of([account], manager, timezone.now())[account.pk]
    return {row.code: health.tone for row, health in rows}


def verify(house: House, account: PlatformAccount, days: int) -> None:
    row = apply_verification(account, actor=User.objects.get(pk=house.manager.pk), kind="blue_v")
    day = today(None)
    record_verified(
        row, actor=User.objects.get(pk=house.manager.pk), verified_on=day, expires_on=day + days * DAY, proof=pdf()
    )


def test_each_row_turns_with_its_records(house: House) -> None:
    account = house.opened(regulated_field="health")
    assert told(house, account)["verification"] == WARN
    PlatformAccount.objects.update(opened_on=today(None) - 30 * DAY)
    account.refresh_from_db()
    assert told(house, account)["verification"] == BAD
    verify(house, account, 365)
    assert told(house, account)["verification"] == GOOD
    verify(house, account, 10)
    assert told(house, account)["verification"] == WARN
    assert told(house, account)["qualification"] == WARN
    assert told(house, account)["packs"] == BAD
    assert told(house, account)["grants"] == GOOD
    assert told(house, account)["due"] == GOOD
    Deadline.objects.update(due_at=timezone.now() - DAY)
    assert told(house, account)["due"] == BAD


def test_floors_above_add_their_rows(house: House) -> None:
    assert {"import", "publication", "rotation", "board"} <= told(house, house.opened()).keys()


def test_the_list_is_narrowed_by_health_and_by_what_an_account_is(house: House, client: Client) -> None:
    fine, late = house.opened(), house.opened(handle="x-main", platform="x", market="US")
    for account in (fine, late):
        verify(house, account, 365)
    open_deadline(
        kind="platform_account", object_id=late.pk, purpose="x", owner=None, due=timezone.now() - DAY,
        start=timezone.now() - 2 * DAY, calendar="CN", account_id=late.pk,
    )  # fmt: skip
    client.force_login(house.manager)

    def shown(query: str) -> set[str]:
        page = client.get(f"/accounts/?{query}").content.decode()
        return {row.handle for row in (fine, late) if f"/accounts/{row.handle}/" in page}

    assert shown("") == {"weibo-main", "x-main"}
    assert shown("health=action") == {"x-main"}
    assert shown("health=order") == {"weibo-main"}
    assert shown("market=US") == shown("platform=x") == {"x-main"}
    assert shown("status=suspended") == set()
    assert shown("market=nowhere") == {"weibo-main", "x-main"}
    cancel_deadline("platform_account", late.pk)
    assert shown("health=action") == set()


def test_a_hundred_accounts_cost_eight_statements(house: House, client: Client) -> None:
    PlatformAccount.objects.bulk_create(
        PlatformAccount(
            handle=f"weibo-{number}", platform="weibo", name_zh=f"微博{number}", name_en=f"Weibo {number}",
            status="active", opened_on=today(None),
        )
        for number in range(100)
    )  # fmt: skip
    client.force_login(house.manager)
    client.get("/accounts/")
    with CaptureQueriesContext(connection) as few:
        page = client.get("/accounts/")
    assert page.content.decode().count("/accounts/weibo-") == 100
    assert len(few) <= FRAME + 8, "\n".join(query["sql"][:150] for query in few)


def test_the_export_holds_what_the_filter_shows(house: House, client: Client) -> None:
    house.opened()
    house.opened(handle="x-main", platform="x")
    client.force_login(house.manager)
    answer = client.post("/accounts/export/?platform=x", {"format": "csv", "reason": ""})
    text = b"".join(answer).decode("utf-8-sig")
    assert "x-main" in text
    assert "weibo-main" not in text


def test_today_shows_what_is_to_be_verified_and_what_waits(house: House, client: Client) -> None:
    account = house.opened()
    waiting = house.applied(handle="x-main", platform="x", name_zh="等候", name_en="Waiting")
    client.force_login(house.manager)
    page = client.get("/").content.decode()
    assert f"{account.get_absolute_url()}#verification" in page
    assert waiting.get_absolute_url() in page
    verify(house, account, 365)
    assert f"{account.get_absolute_url()}#verification" not in client.get("/").content.decode()
    grant_role(house.stranger, "author", accounts=[account], actor=None)
    client.force_login(house.stranger)
    assert "#verification" not in client.get("/").content.decode()


def test_what_the_rooms_add_turns_with_their_records(house: House) -> None:
    account, now = house.opened(), timezone.now()
    quiet = {"incidents": GOOD, "duties": QUIET, "review": GOOD, "expiring": GOOD, "group": BAD}
    assert quiet.items() <= told(house, account).items()
    manager, chief = User.objects.get(pk=house.manager.pk), User.objects.get(pk=house.chief.pk)
    report_incident(actor=manager, account=account, kind="impersonation", happened="x")
    sweep_duties(now)
    grant_role(house.stranger, "author", accounts=[account], actor=None, expires_at=now + 3 * DAY)
    open_round(account, actor=None)
    for pack in packs_for(account):
        name_member(Policy.objects.get(code=pack), actor=manager, person=chief, unit="leader")
    turned = {"incidents": WARN, "duties": GOOD, "review": WARN, "expiring": WARN, "group": WARN}
    assert turned.items() <= told(house, account).items()
    report_incident(actor=manager, account=account, kind="stolen", happened="x")
    Duty.objects.update(opened_at=now - 9 * DAY, due_at=now - DAY)
    RecertificationRound.objects.update(opened_at=now - 9 * DAY, due_at=now - DAY)
    assert {"incidents": BAD, "duties": BAD, "review": BAD}.items() <= told(house, account).items()


def test_the_page_leads_to_the_duty_records_and_the_group_of_the_account(house: House, client: Client) -> None:
    account = house.opened()
    client.force_login(house.manager)
    page = client.get(account.get_absolute_url()).content.decode()
    assert f"{reverse('governance:duty_records')}?account={account.pk}" in page
    assert reverse("accounts:group_detail", args=[packs_for(account)[0]]) in page


ROWS = ("incidents", "duties", "review", "expiring", "group")


def test_each_of_these_rows_costs_one_statement_however_many_accounts(house: House) -> None:
    accounts = [house.opened(), house.opened(handle="x-main", platform="x")]
    manager = User.objects.get(pk=house.manager.pk)
    health_of(accounts, manager, timezone.now())
    for row in [row for row in health_rows() if row.code in ROWS]:
        with CaptureQueriesContext(connection) as asked:
            health_of(accounts, manager, timezone.now(), [row])
        own = [query["sql"] for query in asked if "policystamp" not in query["sql"]]  # whether the rule books changed
        assert len(own) <= 1, (row.code, own)
