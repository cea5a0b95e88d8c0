"""The board turns each requirement on logins to breached and back (R-006 to R-009)."""

from __future__ import annotations

from accounts.custody.checkouts import break_glass, review_break_glass
from accounts.custody.models import Rotation
from accounts.custody.tests.conftest import DAY, HOUR, NOW, Vault
from tests.board import status, tampered, turns


def test_a_custodian_who_left_breaches_r_006(vault: Vault) -> None:
    vault.shown(vault.out(vault.credential()))
    turns("R-006", tampered(vault.custodian, is_active=False), NOW + HOUR)


def test_an_emergency_that_nobody_reviewed_breaches_r_007_until_it_is(vault: Vault) -> None:
    checkout = break_glass(vault.credential(), actor=vault.manager, reason="Hijacked", confirmed_at=NOW, at=NOW)
    assert status("R-007", NOW + 3 * DAY) == "breached"
    review_break_glass(checkout, actor=vault.custodian, at=NOW)
    assert status("R-007", NOW + 3 * DAY) == "met"


def test_a_password_that_was_never_tried_breaches_r_008(vault: Vault) -> None:
    vault.credential()
    turns("R-008", tampered(Rotation.objects.get(), passed=False), NOW + HOUR)


def test_a_password_that_is_not_changed_in_time_breaches_r_009(vault: Vault) -> None:
    turns("R-009", tampered(vault.credential(), rotation_due_at=NOW), NOW + HOUR)
