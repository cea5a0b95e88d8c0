"""A yes to a correction is a signature: the password just before, the hash in the ledger, the board (R-034)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.conftest import NOW, seal
from content.corrections.tests.conftest import AGREED, DONE, Wrong
from content.review.tests.test_probes import numbers
from content.review.tests.test_review_pages import PASSWORD, login
from governance.public import ApprovalDecision, LedgerEntry, NotAllowed, decide_approval
from tests.board import tampered, turns


def kept_since(moment: datetime) -> None:
    """A database that keeps confirmations of decisions since that moment."""
    steps = MigrationRecorder.Migration.objects.filter(app="governance", name="0023_confirmed_decisions")
    assert steps.update(applied=moment) == 1


def last_yes() -> ApprovalDecision:
    return ApprovalDecision.objects.get(request__kind="post_correction")


@pytest.mark.parametrize("agree", [True, False])
@pytest.mark.parametrize("moment", [None, AGREED - timedelta(minutes=6), AGREED + timedelta(minutes=1)])
def test_without_a_fresh_password_nothing_is_decided(wrong: Wrong, agree: bool, moment: datetime | None) -> None:
    row, person = wrong.ask(), wrong.house.first_reviewer
    assert row.request is not None
    with pytest.raises(NotAllowed):
        decide_approval(row.request, actor=person, agree=agree, note="看过", reauthenticated_at=moment, at=AGREED)
    assert not ApprovalDecision.objects.filter(request=row.request).exists()
    wrong.decide(row, person, agree=agree)
    assert ApprovalDecision.objects.get(by=person).reauthenticated_at == AGREED


def test_every_yes_leaves_the_hash_of_the_text_in_the_ledger(wrong: Wrong) -> None:
    row, people = wrong.all_agree(wrong.ask())
    entries = LedgerEntry.objects.filter(event="correction.signed", object_id=row.pk).order_by("pk")
    assert [(entry.actor_id, entry.payload["sha256"]) for entry in entries] == [
        (person.pk, row.sha256) for person in people
    ]
    assert LedgerEntry.objects.get(event="correction.agreed").payload["sha256"] == row.sha256


def test_a_yes_to_a_correction_without_a_fresh_password_breaches_r_034(wrong: Wrong) -> None:
    kept_since(NOW)
    wrong.agreed()
    seal()
    assert numbers("R-034", "corrections") == (0, 2)
    turns("R-034", tampered(last_yes(), reauthenticated_at=None), DONE)
    turns("R-034", tampered(last_yes(), reauthenticated_at=NOW), DONE)
    turns("R-034", tampered(last_yes(), reauthenticated_at=DONE), DONE)


def test_what_was_decided_before_confirmations_were_kept_turns_nothing(wrong: Wrong) -> None:
    wrong.agreed()
    kept_since(DONE)
    with tampered(last_yes(), reauthenticated_at=None):
        assert numbers("R-034", "corrections") == (0, 1)
    MigrationRecorder.Migration.objects.filter(name="0023_confirmed_decisions").delete()
    with tampered(last_yes(), reauthenticated_at=None):
        assert numbers("R-034", "corrections") == (1, 2), "where nothing tells since when, every decision counts"


def test_the_page_asks_for_the_password_and_goes_on_from_there(wrong: Wrong, client: Client) -> None:
    row, person = wrong.ask(at=timezone.now()), wrong.house.first_reviewer
    assert row.request is not None
    login(client, person)
    address = reverse("governance:approvalrequest_move", args=[row.request.pk])
    without = client.post(address, {"move": "refuse", "version": 0, "note": " "})
    assert without.status_code == 422, "a missing reason is told before"
    assert "#move-note" in without.content.decode()
    asked = client.post(address, {"move": "agree", "version": 0, "note": "看过"})
    assert "/auth/reauthenticate/" in asked["Location"]
    assert not row.request.decisions.exists()
    client.post(asked["Location"], {"password": PASSWORD})
    decision = row.request.decisions.get()
    assert (decision.by, decision.verdict, decision.note) == (person, "agree", "看过")
    assert decision.reauthenticated_at is not None
