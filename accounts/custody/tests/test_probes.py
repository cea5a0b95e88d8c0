"""Every probe of custody turns bad when what it guards is broken, and good again when it is mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.custody.checkouts import break_glass, review_break_glass
from accounts.custody.models import Checkout, Credential, Reveal, Rotation, Share
from accounts.custody.tests.conftest import DAY, HOUR, NOW, Vault
from accounts.models import PlatformAccount
from governance.public import Scope, Window, can, grant_role, measure_now, probes_of

WINDOW = Window(NOW - 30 * DAY, NOW + 30 * DAY, NOW + DAY)


def found(code: str, part: str = "", now: datetime = WINDOW.now) -> tuple[int, int]:
    """Bad and total of one part of a requirement."""
    measure = next(row.measure for row in probes_of(code) if row.part == part)
    evidence = measure(Scope(), Window(WINDOW.start, WINDOW.end, now))
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_a_custodian_who_left_is_seen(vault: Vault) -> None:
    vault.credential()
    assert found("R-006", "custodian") == (0, 1)
    type(vault.custodian).objects.filter(pk=vault.custodian.pk).update(is_active=False)
    assert found("R-006", "custodian") == (1, 1)
    type(vault.custodian).objects.filter(pk=vault.custodian.pk).update(is_active=True)
    assert found("R-006", "custodian") == (0, 1)


def test_a_secret_shown_outside_its_checkout_is_seen(vault: Vault) -> None:
    vault.shown(vault.out(vault.credential()))
    assert found("R-006", "uses") == (0, 1)
    Reveal.objects.update(shown_at=NOW - HOUR)
    assert found("R-006", "uses") == (1, 1)
    Reveal.objects.update(shown_at=NOW)
    assert found("R-006", "uses") == (0, 1)


def test_use_without_a_share_and_an_emergency_nobody_reviewed_are_seen(vault: Vault) -> None:
    credential = vault.credential()
    vault.shared(credential)
    vault.out(credential, vault.colleague)
    assert found("R-007") == (0, 1)
    Share.objects.update(until=NOW + timedelta(seconds=1), starts_at=NOW - DAY)
    Checkout.objects.update(taken_at=NOW + HOUR)
    assert found("R-007") == (1, 1)
    Checkout.objects.all().delete()
    checkout = break_glass(credential, actor=vault.manager, reason="Hijacked", confirmed_at=NOW, at=NOW)
    assert found("R-007", now=NOW + DAY) == (0, 1)
    assert found("R-007", now=NOW + 3 * DAY) == (1, 1)
    review_break_glass(checkout, actor=vault.custodian, at=NOW)
    assert found("R-007", now=NOW + 3 * DAY) == (0, 1)


def test_an_untested_password_is_seen(vault: Vault) -> None:
    vault.credential()
    vault.credential(kind="totp_seed", login="seed", secret="JBSWY3DPEHPK3PXP")
    assert found("R-008") == (0, 1)
    Rotation.objects.update(passed=False)
    assert found("R-008") == (1, 1)
    Rotation.objects.update(passed=True)
    assert found("R-008") == (0, 1)


def test_an_overdue_secret_is_seen_and_locks_publishing_after_its_grace(vault: Vault) -> None:
    credential = vault.credential()
    grant_role(vault.colleague, "publisher", accounts=[vault.account], actor=None)
    assert found("R-009", now=NOW + 89 * DAY) == (0, 1)
    assert found("R-009", now=NOW + 91 * DAY) == (1, 1)
    now, colleague = timezone.now(), type(vault.colleague)
    for overdue, allowed in ((6, True), (8, False), (-1, True)):
        Credential.objects.filter(pk=credential.pk).update(rotation_due_at=now - overdue * DAY)
        fresh = colleague.objects.get(pk=vault.colleague.pk)
        assert bool(can(fresh, "accounts.publish", vault.account)) is allowed, overdue


def test_the_board_measures_all_four(vault: Vault) -> None:
    vault.shown(vault.out(vault.credential()))
    for code in ("R-006", "R-008", "R-009"):
        assert measure_now(code, at=NOW + HOUR).status == "met", code


def test_an_emergency_that_nobody_ever_reviews_stays_on_the_board(vault: Vault) -> None:
    checkout = break_glass(vault.credential(), actor=vault.manager, reason="Hijacked", confirmed_at=NOW, at=NOW)
    later = NOW + 400 * DAY
    assert measure_now("R-007", at=later).status == "breached"
    review_break_glass(checkout, actor=vault.custodian, at=later)
    assert measure_now("R-007", at=later).status == "not_measured"


def test_custodians_of_many_accounts_are_looked_at_in_a_few_statements(
    vault: Vault, django_assert_max_num_queries: Any
) -> None:
    credential = vault.credential()
    accounts = PlatformAccount.objects.bulk_create(
        PlatformAccount(handle=f"more-{number}", platform="weibo", name_zh="号", name_en="x") for number in range(60)
    )
    Credential.objects.bulk_create(
        Credential(account=row, kind="password", login="x", custodian=vault.custodian, created_at=NOW,
                   rotated_at=NOW, rotation_cause=credential.rotation_cause)
        for row in accounts
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        assert found("R-006", "custodian") == (60, 61)
