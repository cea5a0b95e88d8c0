"""A login comes into custody once, with one custodian and a strong secret, sealed in its own row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.custody.models import Rotation, SealedSecret
from accounts.custody.rules import HAND_OVER
from accounts.custody.sealing import Moved, Sealed, open_secret
from accounts.custody.services import hand_over, rotate_secret
from accounts.custody.tests.conftest import DAY, NOW, STRONG, STRONGER, Vault, vault_key
from governance.public import (
    Denial,
    NotAllowed,
    Refused,
    SecondPersonNeeded,
    deadlines_of,
    grant_role,
    history_of,
    revoke_role,
)
from tests.agreeing import agreed


def test_a_login_is_sealed_and_its_change_has_a_day(vault: Vault) -> None:
    credential = vault.credential()
    assert STRONG.encode() not in bytes(SealedSecret.objects.get(credential=credential).ciphertext)
    assert credential.rotation_due_at == NOW + 90 * DAY
    assert [row.purpose for row in deadlines_of("credential", [credential.pk])[credential.pk]] == ["rotation"]
    assert history_of("credential", credential.pk)[0].event == "credential.added"


def test_a_second_custodian_is_refused(vault: Vault) -> None:
    vault.credential()
    grant_role(vault.manager, "custodian", accounts=[vault.account], actor=None)
    with pytest.raises(Refused, match=r"one custodian|一名保管人"):
        vault.credential(custodian=vault.manager)


@pytest.mark.parametrize("spelling", ["COMPANY@example.com", "ｃompany@example.com", " company@example.com "])
def test_another_spelling_is_the_same_login(vault: Vault, spelling: str) -> None:
    vault.credential()
    with pytest.raises(Refused, match="custodian"):
        vault.credential(login=spelling)


def test_a_custodian_holds_the_right_to_keep(vault: Vault) -> None:
    with pytest.raises(Refused) as refused:
        vault.credential(custodian=vault.colleague)
    assert refused.value.field == "custodian"


def test_only_the_manager_of_the_account_adds_a_login(vault: Vault) -> None:
    vault.manager = vault.colleague
    with pytest.raises(Denial):
        vault.credential()


@pytest.mark.parametrize(
    "weak",
    ["short1+", "onlyletterswithoutanything", "Woaini1314520!!", "Zhang13812345678+", "Kuaile19880808+x",
     "Company@2026", "company@example.com1", "Passw0rd123456!", "Douyin-main-2026+"],
)  # fmt: skip
def test_a_weak_secret_is_refused_with_what_is_wrong(vault: Vault, weak: str) -> None:
    with pytest.raises(Refused) as refused:
        vault.credential(secret=weak)
    assert refused.value.field == "secret"
    assert weak not in str(refused.value)


def test_a_seed_and_recovery_codes_are_kept_without_a_test(vault: Vault) -> None:
    seed = vault.credential(kind="totp_seed", secret="JBSWY3DPEHPK3PXP")
    assert (seed.rotation_due_at, Rotation.objects.get(credential=seed).passed) == (None, False)


def test_the_last_five_secrets_do_not_return(vault: Vault) -> None:
    credential = vault.credential()
    for place in range(5):
        vault.rotate(credential, f"{STRONGER}{place}")
    assert vault.rotate(credential, STRONG).number == 7
    with pytest.raises(Refused, match=r"last 5|最近5"):
        vault.rotate(credential, f"{STRONGER}4")
    assert Rotation.objects.filter(credential=credential).exclude(digest="").count() == 5


def test_only_the_custodian_changes_a_secret_with_a_confirmed_password(vault: Vault) -> None:
    credential, custodian = vault.credential(), vault.custodian
    vault.custodian = vault.manager
    with pytest.raises(Denial):
        vault.rotate(credential)
    vault.custodian = custodian
    with pytest.raises(NotAllowed):
        rotate_secret(credential, actor=custodian, secret=STRONGER, confirmed_at=NOW - DAY, at=NOW)


def test_a_moved_ciphertext_does_not_open(vault: Vault) -> None:
    here, there = vault.credential(), vault.credential(login="other@example.com", secret=STRONGER)
    sealed = SealedSecret.objects.get(credential=here)
    with pytest.raises(Moved):
        open_secret(Sealed(sealed.key_name, bytes(sealed.ciphertext)), credential_id=there.pk, number=1)
    with pytest.raises(Moved):
        open_secret(Sealed(sealed.key_name, bytes(sealed.ciphertext)), credential_id=here.pk, number=2)


def test_a_vault_without_a_key_keeps_nothing(vault: Vault, settings: Any) -> None:
    for lines in ([], ["first:short"], [vault_key("first", 1), vault_key("first", 2)]):
        settings.VAULT_KEYS = lines
        with pytest.raises(ImproperlyConfigured):
            vault.credential()


def test_handing_over_makes_the_new_custodian_change_it(vault: Vault) -> None:
    credential = vault.credential()
    grant_role(vault.colleague, "custodian", accounts=[vault.account], actor=None)
    vault.colleague = type(vault.colleague).objects.get(pk=vault.colleague.pk)
    with pytest.raises(SecondPersonNeeded):
        hand_over(credential, actor=vault.custodian, custodian=vault.colleague, at=NOW)
    agreed(
        HAND_OVER, actor=vault.custodian, target=credential, whom=vault.colleague, by=vault.manager, at=NOW
    )  # fmt: skip
    handed = hand_over(credential, actor=vault.custodian, custodian=vault.colleague, at=NOW)
    assert (handed.custodian, handed.rotation_cause) == (vault.colleague, "handed_over")
    with pytest.raises(Denial):
        vault.rotate(handed)


def test_who_takes_the_right_does_not_choose_the_next_custodian_alone(vault: Vault) -> None:
    credential = vault.credential()
    grant_role(vault.colleague, "custodian", accounts=[vault.account], actor=None)
    revoke_role(vault.custodian, "custodian", accounts=[vault.account], actor=vault.manager)
    with pytest.raises(SecondPersonNeeded):
        hand_over(credential, actor=vault.manager, custodian=vault.colleague, at=NOW)
    agreed(HAND_OVER, actor=vault.manager, target=credential, whom=vault.colleague, by=vault.chief, at=NOW)
    handed = hand_over(credential, actor=vault.manager, custodian=vault.colleague, at=NOW)
    assert handed.custodian == vault.colleague
    entry = history_of("credential", credential.pk)
    assert not any("ordered" in row.payload for row in entry)


def test_the_login_of_somebody_who_left_waits_for_nobody(vault: Vault) -> None:
    credential = vault.credential()
    grant_role(vault.colleague, "custodian", accounts=[vault.account], actor=None)
    type(vault.custodian).objects.filter(pk=vault.custodian.pk).update(is_active=False)
    assert hand_over(credential, actor=vault.manager, custodian=vault.colleague, at=NOW).custodian == vault.colleague


def test_no_column_of_the_database_holds_the_secret(vault: Vault) -> None:
    vault.shown(vault.out(vault.credential()))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert STRONG not in repr(cursor.fetchall()), table


@pytest.mark.parametrize("blank", ["\u3164", "\u2800"])
def test_a_login_that_nobody_can_see_is_refused_beside_its_field(vault: Vault, blank: str) -> None:
    with pytest.raises(Refused) as refused:
        vault.credential(login=blank)
    assert refused.value.field == "login"
