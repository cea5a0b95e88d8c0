"""Accounts are verified with proof and expiry; unverified ones publish nothing after their grace (R-004)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccountVerification, PlatformAccount, User
from accounts.platforms.tests.conftest import House
from accounts.platforms.tests.factory import pdf, picture
from accounts.verification.gates import NEVER
from accounts.verification.services import apply_verification, end_verification, lapse_verifications, record_verified
from governance.notices.models import Notice
from governance.public import (
    Deadline,
    Denial,
    Denied,
    Refused,
    StaleVersion,
    WrongState,
    can,
    grant_role,
    measure_now,
    today,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verified(house: House, account: PlatformAccount, days: int | None = 365, kind: str = "blue_v"):
    row = apply_verification(account, actor=house.manager, kind=kind)
    day = today(None)
    return record_verified(
        row, actor=house.manager, verified_on=day, expires_on=day + days * DAY if days else None, proof=pdf()
    )


def publishes(house: House, account: PlatformAccount) -> bool:
    """As the publisher's next request would find it."""
    return bool(can(User.objects.get(pk=house.stranger.pk), "accounts.publish", account))


@pytest.fixture
def account(house: House) -> PlatformAccount:
    account = house.opened()
    grant_role(house.stranger, "publisher", accounts=[account], actor=None)
    return account


def opened_ago(account: PlatformAccount, days: int) -> None:
    PlatformAccount.objects.filter(pk=account.pk).update(opened_on=today(None) - days * DAY)


def test_the_next_request_is_refused_when_the_grace_is_over(house: House, account: PlatformAccount) -> None:
    for days, allowed in ((0, True), (14, True), (15, False)):
        opened_ago(account, days)
        assert publishes(house, account) is allowed, days
    answer = can(User.objects.get(pk=house.stranger.pk), "accounts.publish", account)
    assert isinstance(answer, Denied)
    assert answer.reason == NEVER
    assert can(User.objects.get(pk=house.manager.pk), "accounts.manage", account)
    verified(house, account)
    assert publishes(house, account)


def test_a_lapsed_verification_stops_publishing_at_once_and_the_manager_is_told(
    house: House, account: PlatformAccount
) -> None:
    row = verified(house, account, days=30)
    assert publishes(house, account)
    assert measure_now("R-004").status == "met"
    # The last day passes: before any sweep the gate is shut already.
    AccountVerification.objects.filter(pk=row.pk).update(
        verified_on=today(None) - 40 * DAY, expires_on=today(None) - DAY
    )
    assert not publishes(house, account)
    assert measure_now("R-004").status == "breached"
    assert lapse_verifications(timezone.now()) == 1
    assert lapse_verifications(timezone.now()) == 0
    row.refresh_from_db()
    assert (row.status, row.ended_on) == ("lapsed", today(None))
    assert Notice.objects.filter(template="account_verification.lapsed", recipient=house.manager).count() == 1
    assert not publishes(house, account)
    verified(house, account)
    assert publishes(house, account)
    assert measure_now("R-004").status == "met"


def test_the_clock_of_the_grace_is_met_and_that_of_the_renewal_runs(house: House, account: PlatformAccount) -> None:
    assert Deadline.objects.of("platform_account", account.pk, "verification").open().exists()
    row = verified(house, account)
    assert not Deadline.objects.of("platform_account", account.pk, "verification").open().exists()
    clock = Deadline.objects.of("account_verification", row.pk, "renewal").open().get()
    assert (clock.owner, clock.due_at.date()) == (house.manager, row.expires_on)
    assert clock.next_rung_at is not None
    assert clock.next_rung_at > timezone.now() + 300 * DAY
    newer = verified(house, account)
    row.refresh_from_db()
    assert (row.status, newer.status) == ("replaced", "verified")
    assert not Deadline.objects.of("account_verification", row.pk, "renewal").open().exists()


def test_what_the_platform_takes_away_counts_no_longer(house: House, account: PlatformAccount) -> None:
    row = verified(house, account, days=None)
    end_verification(row, "revoke", actor=house.manager, note="Complaint of another company")
    assert not publishes(house, account)
    assert measure_now("R-004").status == "breached"


def test_a_refused_application_leaves_the_grace_as_it_is(house: House, account: PlatformAccount) -> None:
    row = apply_verification(account, actor=house.manager, kind="blue_v")
    with pytest.raises(WrongState):
        apply_verification(account, actor=house.manager, kind="enterprise")
    end_verification(row, "refuse", actor=house.manager, note="The licence could not be read")
    assert publishes(house, account)
    opened_ago(account, 20)
    assert not publishes(house, account)
    assert apply_verification(account, actor=house.manager, kind="enterprise").status == "applied"


def test_proof_days_and_versions_are_checked(house: House, account: PlatformAccount) -> None:
    row, day = apply_verification(account, actor=house.manager, kind="blue_v"), today(None)
    fine: dict[str, Any] = {"actor": house.manager, "verified_on": day, "expires_on": day + DAY, "proof": pdf()}
    for change, field in (
        ({"proof": None}, "proof"),
        ({"proof": picture("GIF")}, "proof"),
        ({"verified_on": day + DAY}, "verified_on"),
        ({"expires_on": day}, "expires_on"),
    ):
        with pytest.raises(Refused) as refusal:
            record_verified(row, **{**fine, **change})
        assert refusal.value.field == field
    with pytest.raises(StaleVersion):
        record_verified(row, **fine, version=9)
    with pytest.raises(Denial):
        record_verified(row, **{**fine, "actor": house.stranger})
    assert record_verified(row, **fine, version=0).status == "verified"
    with pytest.raises(Refused):
        apply_verification(account, actor=house.manager, kind="made up")


def test_an_account_that_is_not_open_is_not_verified(house: House) -> None:
    account = house.applied(handle="x-main")
    grant_role(house.manager, "manager", accounts=[account], actor=None)
    with pytest.raises(WrongState):
        apply_verification(account, actor=User.objects.get(pk=house.manager.pk), kind="badge")


def test_the_database_holds_one_good_verification_with_its_proof(house: House, account: PlatformAccount) -> None:
    verified(house, account)
    row = apply_verification(account, actor=house.manager, kind="blue_v")
    for changes in ({"status": "verified", "verified_on": today(None)}, {"status": "verified"}, {"status": "odd"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountVerification.objects.filter(pk=row.pk).update(**changes)


def test_a_qualification_neither_opens_nor_shuts_publishing(house: House, account: PlatformAccount) -> None:
    opened_ago(account, 20)
    verified(house, account, kind="professional")
    assert not publishes(house, account)
    assert measure_now("R-004").status == "breached"


def test_a_closed_account_refuses_all_work_to_superusers_too(house: House, account: PlatformAccount) -> None:
    root = User.objects.create_superuser("root")
    grant_role(root, "author", accounts=[account], actor=None)
    root = User.objects.get(pk=root.pk)
    assert can(root, "accounts.draft", account)
    house.close(account)
    fresh = User.objects.get(pk=root.pk)
    for right in ("draft", "review_first", "review_final", "publish", "reply"):
        assert not can(fresh, f"accounts.{right}", account), right
    assert not can(fresh, "governance.sign_legal", account)
    assert can(fresh, "accounts.view_metrics", account)
