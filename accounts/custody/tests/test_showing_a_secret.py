"""A secret is shown once, to who has the login in hand, minutes after a confirmed password, never unrecorded."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.custody.checkouts import break_glass, give_back, review_break_glass
from accounts.custody.models import Credential, Reveal, Share
from accounts.custody.reveals import Shown, ask_reveal, show_secret
from accounts.custody.rules import RETIRE
from accounts.custody.services import retire
from accounts.custody.sweeping import sweep_custody
from accounts.custody.tests.conftest import DAY, HOUR, NOW, STRONG, Vault
from accounts.models import User
from governance.notices.models import Notice
from governance.public import (
    Denial,
    LedgerEntry,
    NotAllowed,
    Refused,
    WrongState,
    grant_role,
    name_deputy,
    revoke_role,
)
from tests.agreeing import agreed


def test_the_custodian_sees_it_once(vault: Vault) -> None:
    checkout = vault.out(vault.credential())
    _reveal, token = ask_reveal(checkout, actor=vault.custodian, confirmed_at=NOW, at=NOW)
    assert show_secret(token, actor=vault.custodian, at=NOW).secret == STRONG
    with pytest.raises(NotAllowed, match=r"already|已"):
        show_secret(token, actor=vault.custodian, at=NOW)
    assert LedgerEntry.objects.filter(event="credential.revealed").count() == 1


def test_a_token_of_somebody_else_or_too_old_shows_nothing(vault: Vault) -> None:
    checkout = vault.out(vault.credential())
    _reveal, token = ask_reveal(checkout, actor=vault.custodian, confirmed_at=NOW, at=NOW)
    for actor, at in ((vault.manager, NOW), (vault.custodian, NOW + timedelta(minutes=16))):
        with pytest.raises(NotAllowed):
            show_secret(token, actor=actor, at=at)
    with pytest.raises(NotAllowed):
        show_secret("made up", actor=vault.custodian, at=NOW)


@pytest.mark.parametrize("age", [None, timedelta(minutes=6), -timedelta(minutes=1)])
def test_the_password_was_confirmed_in_the_last_five_minutes(vault: Vault, age: timedelta | None) -> None:
    checkout = vault.out(vault.credential())
    with pytest.raises(NotAllowed):
        ask_reveal(checkout, actor=vault.custodian, confirmed_at=None if age is None else NOW - age, at=NOW)


def test_without_the_ledger_nothing_is_shown(vault: Vault) -> None:
    checkout = vault.out(vault.credential())
    _reveal, token = ask_reveal(checkout, actor=vault.custodian, confirmed_at=NOW, at=NOW)
    with patch("accounts.custody.reveals.record", side_effect=DatabaseError), pytest.raises(DatabaseError):
        show_secret(token, actor=vault.custodian, at=NOW)
    assert Reveal.objects.get().shown_at is None


def test_a_replaced_secret_is_not_shown_on_an_old_token(vault: Vault) -> None:
    credential = vault.credential()
    _reveal, token = ask_reveal(vault.out(credential), actor=vault.custodian, confirmed_at=NOW, at=NOW)
    vault.rotate(credential)
    with pytest.raises(NotAllowed, match=r"changed|更换"):
        show_secret(token, actor=vault.custodian, at=NOW)


def test_one_person_has_it_in_hand(vault: Vault) -> None:
    credential = vault.credential()
    vault.shared(credential)
    vault.out(credential)
    with pytest.raises(WrongState, match="custodian"):
        vault.out(credential, vault.colleague)


def test_a_colleague_needs_a_share_that_still_holds(vault: Vault) -> None:
    credential = vault.credential()
    with pytest.raises(Denial):
        vault.out(credential, vault.colleague)
    vault.shared(credential)
    checkout = vault.out(credential, vault.colleague, at=NOW + HOUR)
    assert vault.shown(checkout, vault.colleague, at=NOW + HOUR) == STRONG
    with pytest.raises(Refused):
        vault.shown(checkout, vault.colleague, at=NOW + 3 * DAY)


def test_given_back_by_somebody_else_the_secret_must_change(vault: Vault) -> None:
    credential = vault.credential()
    vault.shared(credential)
    give_back(vault.out(credential, vault.colleague), actor=vault.colleague, at=NOW + HOUR)
    credential.refresh_from_db()
    assert credential.rotation_cause == "returned"
    assert credential.rotation_due_at is not None
    assert credential.rotation_due_at < NOW + 3 * DAY
    assert Notice.objects.filter(recipient=vault.custodian, template="credential.rotate").count() == 1
    assert vault.rotate(credential, at=NOW + HOUR).rotation_cause == ""


def test_time_ends_shares_and_checkouts(vault: Vault) -> None:
    credential = vault.credential()
    share = vault.shared(credential)
    vault.out(credential, vault.colleague)
    assert sweep_custody(NOW + 9 * HOUR)["checkouts_ended"] == 1
    assert sweep_custody(NOW + 3 * DAY)["shares_ended"] == 1
    assert sweep_custody(NOW + 3 * DAY) == {"shares_ended": 0, "checkouts_ended": 0, "rotations_told": 0}
    assert Share.objects.get(pk=share.pk).ended_at == share.until


def test_the_custodian_is_told_ahead_of_the_day(vault: Vault) -> None:
    vault.credential()
    assert sweep_custody(NOW + 82 * DAY)["rotations_told"] == 0
    assert [sweep_custody(NOW + 84 * DAY)["rotations_told"] for _ in range(2)] == [1, 0]


def test_an_emergency_tells_everybody_and_is_reviewed_by_somebody_else(vault: Vault) -> None:
    credential = vault.credential()
    vault.out(credential)
    checkout = break_glass(credential, actor=vault.manager, reason="Account hijacked", confirmed_at=NOW, at=NOW)
    assert Notice.objects.filter(recipient=vault.custodian, template="credential.glass_broken", urgent=True).exists()
    assert vault.shown(checkout, vault.manager) == STRONG
    with pytest.raises(NotAllowed):
        review_break_glass(checkout, actor=vault.manager, at=NOW)
    assert review_break_glass(checkout, actor=vault.custodian, at=NOW).reviewed_by == vault.custodian
    credential.refresh_from_db()
    assert credential.rotation_cause == "break_glass"


def test_a_right_taken_away_stops_the_reveal_at_once(vault: Vault) -> None:
    checkout = vault.out(vault.credential())
    _reveal, token = ask_reveal(checkout, actor=vault.custodian, confirmed_at=NOW, at=NOW)
    revoke_role(vault.custodian, "custodian", accounts=[vault.account], actor=None)
    with pytest.raises(Denial):
        show_secret(token, actor=User.objects.get(pk=vault.custodian.pk), at=NOW)


def test_what_is_shown_does_not_print_itself() -> None:
    assert STRONG not in repr(Shown("login", STRONG))


def test_time_ends_the_checkout_of_a_retired_login_too(vault: Vault) -> None:
    credential = vault.credential()
    vault.out(credential)
    agreed(RETIRE, actor=vault.manager, target=credential, by=vault.chief, at=NOW)
    retire(credential, actor=vault.manager, note="Account closed", at=NOW)
    assert sweep_custody(NOW + 9 * HOUR)["checkouts_ended"] == 1


def test_a_share_opens_nothing_once_its_holder_works_there_no_more(vault: Vault) -> None:
    credential = vault.credential()
    vault.shared(credential)
    checkout = vault.out(credential, vault.colleague)
    revoke_role(vault.colleague, "agent", accounts=[vault.account], actor=None)
    person = User.objects.get(pk=vault.colleague.pk)
    with pytest.raises(Denial):
        vault.shown(checkout, person)
    give_back(checkout, actor=person, at=NOW)
    with pytest.raises(Denial):
        vault.out(credential, person)


def test_an_emergency_shows_nothing_once_whoever_broke_the_glass_manages_it_no_more(vault: Vault) -> None:
    credential = vault.credential()
    checkout = break_glass(credential, actor=vault.manager, reason="Hijacked", confirmed_at=NOW, at=NOW)
    _reveal, token = ask_reveal(checkout, actor=vault.manager, confirmed_at=NOW, at=NOW)
    revoke_role(vault.manager, "manager", accounts=[vault.account], actor=None)
    manager = User.objects.get(pk=vault.manager.pk)
    with pytest.raises(Denial):
        show_secret(token, actor=manager, at=NOW)
    with pytest.raises(Denial):
        vault.shown(checkout, manager)


def test_whoever_stands_in_for_them_does_not_review_their_emergency(vault: Vault) -> None:
    deputy = User.objects.create_user("deputy")
    grant_role(deputy, "manager", accounts=[vault.account], actor=None)
    checkout = break_glass(vault.credential(), actor=vault.manager, reason="Hijacked", confirmed_at=NOW, at=NOW)
    name_deputy(vault.manager, deputy, begins_at=NOW, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        review_break_glass(checkout, actor=User.objects.get(pk=deputy.pk), at=NOW + HOUR)
    assert review_break_glass(checkout, actor=vault.custodian, at=NOW + HOUR).reviewed_by == vault.custodian


def test_a_share_that_is_over_shows_its_login_no_more(vault: Vault) -> None:
    credential = vault.credential()
    share = vault.shared(credential)
    person = User.objects.create_user("past")
    Share.objects.filter(pk=share.pk).update(person=person)
    assert not Credential.objects.visible_to(person).exists()
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(starts_at=now - HOUR, until=now + HOUR)
    assert Credential.objects.visible_to(person).get() == credential
