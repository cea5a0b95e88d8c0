"""A login is shared for days, with promises, after the superior's yes; never where the rule book forbids it."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.custody.checkouts import give_back
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.shares import ask_share, revoke_share
from accounts.custody.tests.conftest import DAY, HOUR, NOW, STRONG, Vault
from accounts.models import User
from governance.public import (
    ApprovalRequest,
    Denial,
    NotAllowed,
    Refused,
    WrongState,
    bind_pack,
    decide_approval,
    grant_role,
    refused_by,
    resolve,
)

PROMISES = ("own_device", "no_copy")


@pytest.fixture
def superior(vault: Vault) -> User:
    person = User.objects.create_user("superior", email="superior@example.com")
    vault.colleague.superior = person
    vault.colleague.save()
    grant_role(vault.colleague, "agent", accounts=[vault.account], actor=None)
    vault.colleague = User.objects.get(pk=vault.colleague.pk)
    return person


def asked(vault: Vault, *, days: int = 2, kind: str = "password") -> ApprovalRequest:
    secret = STRONG if kind == "password" else "JBSWY3DPEHPK3PXP"
    return ask_share(
        vault.credential(kind=kind, secret=secret), actor=vault.colleague, days=days, safeguards=PROMISES,
        reason="Holiday cover", at=NOW,
    )  # fmt: skip


def test_after_the_superiors_yes_it_is_used_given_back_and_changed(vault: Vault, superior: User) -> None:
    decide_approval(asked(vault), actor=superior, agree=True, at=NOW)
    share = Share.objects.get()
    assert (share.until, sorted(share.safeguards)) == (NOW + 2 * DAY, ["no_copy", "own_device"])
    checkout = vault.out(share.credential, vault.colleague, at=NOW + HOUR)
    assert vault.shown(checkout, vault.colleague, at=NOW + HOUR) == STRONG
    give_back(checkout, actor=vault.colleague, at=NOW + 2 * HOUR)
    share.credential.refresh_from_db()
    assert share.credential.rotation_cause == "returned"


def test_neither_the_asker_nor_anybody_else_decides(vault: Vault, superior: User) -> None:
    request = asked(vault)
    for person in (vault.colleague, vault.custodian):
        with pytest.raises(NotAllowed):
            decide_approval(request, actor=person, agree=True, at=NOW)
    assert not Share.objects.exists()


def test_a_no_shares_nothing(vault: Vault, superior: User) -> None:
    decide_approval(asked(vault), actor=superior, agree=False, note="Not needed", at=NOW)
    assert not Share.objects.exists()


def test_two_people_agree_to_a_seed(vault: Vault, superior: User) -> None:
    request = asked(vault, kind="totp_seed")
    decide_approval(request, actor=superior, agree=True, at=NOW)
    assert not Share.objects.exists()
    decide_approval(request, actor=vault.manager, agree=True, at=NOW)
    assert Share.objects.count() == 1


def test_where_the_rule_book_forbids_sharing_nobody_asks(vault: Vault, superior: User) -> None:
    bind_pack("kuaishou_health", account=vault.account, actor=None, at=NOW - DAY)
    with pytest.raises(NotAllowed, match=r"K-4\.1\.2b"):
        asked(vault)


@pytest.mark.parametrize(
    ("days", "promises"), [(0, PROMISES), (8, PROMISES), (2, ("no_copy",)), (2, ("made up", "x"))]
)
def test_too_long_or_without_promises_is_refused(
    vault: Vault, superior: User, days: int, promises: tuple[str, ...]
) -> None:
    with pytest.raises(Refused):
        ask_share(vault.credential(), actor=vault.colleague, days=days, safeguards=promises, reason="Cover", at=NOW)


def test_a_share_is_ended_by_its_custodian_and_not_by_a_stranger(vault: Vault, superior: User) -> None:
    decide_approval(asked(vault), actor=superior, agree=True, at=NOW)
    share = Share.objects.get()
    with pytest.raises(Denial):
        revoke_share(share, actor=superior, at=NOW)
    vault.out(share.credential, vault.colleague)
    revoke_share(share, actor=vault.custodian, at=NOW + HOUR)
    assert Checkout.objects.get().returned_at == NOW + HOUR
    with pytest.raises(Denial):
        vault.out(share.credential, vault.colleague, at=NOW + HOUR)


def test_a_request_names_the_login_that_it_is_about(vault: Vault, superior: User) -> None:
    request = asked(vault)
    found = resolve([(request.target_kind, request.target_id or 0)])
    assert [record.url for record in found.values()] == [f"/custody/{request.target_id}/"]


def test_somebody_who_does_not_work_on_the_account_cannot_ask(vault: Vault, superior: User) -> None:
    credential = vault.credential()
    with pytest.raises(Denial):
        ask_share(credential, actor=superior, days=2, safeguards=PROMISES, reason="Curious", at=NOW)


def test_a_second_person_asks_while_the_request_of_another_waits_and_nobody_twice(
    vault: Vault, superior: User
) -> None:
    first = asked(vault)
    other = User.objects.create_user("other", superior=superior)
    grant_role(other, "agent", accounts=[vault.account], actor=None)
    credential = Credential.objects.get()
    ask = partial(ask_share, credential, days=1, safeguards=PROMISES, reason="Holiday cover", at=NOW)
    second = ask(actor=User.objects.get(pk=other.pk))
    assert (first.beneficiary, second.beneficiary) == (vault.colleague, other)
    with pytest.raises(WrongState):
        ask(actor=vault.colleague)


@pytest.mark.postgres
def test_of_two_who_send_the_same_request_at_once_the_second_reads_a_sentence(vault: Vault, superior: User) -> None:
    twin = asked(vault)
    twin.pk = None
    with pytest.raises(WrongState), refused_by("approval_one_waiting", WrongState("at once")):
        twin.save(force_insert=True)
    assert ApprovalRequest.objects.count() == 1
