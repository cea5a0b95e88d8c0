"""Closing an account, leaving the company and deciding a request at once: none waits for the other in a ring."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.leaving.services import leave_company
from accounts.models import PlatformAccount, User
from accounts.platforms.rules import CLOSE_ACCOUNT
from accounts.platforms.services import move_account
from accounts.platforms.tests.factory import opened_account
from governance.approvals import rules
from governance.public import ApprovalRequest, ask_approval, decide_approval, grant_role, roles_held
from tests.agreeing import agreed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


class Firm:
    """boss > chief > (anna, bert); admin keeps what the company needs; bert asks for anna, and chief decides."""

    def __init__(self) -> None:
        make = User.objects.create_user
        boss = make("boss")
        self.chief = make("chief", superior=boss)
        self.anna, self.bert = make("anna", superior=self.chief), make("bert", superior=self.chief)
        self.admin = make("admin", superior=boss)
        for role in ("admin", "manager", "legal"):
            grant_role(self.admin, role, actor=None)
        self.account = opened_account(self.admin, boss)
        for role in ("manager", "first_reviewer", "final_reviewer"):
            grant_role(self.admin, role, accounts=[self.account], actor=None)
        agreed(CLOSE_ACCOUNT, actor=self.admin, target=self.account, by=boss, at=timezone.now())
        self.admin, self.chief = (User.objects.get(pk=user.pk) for user in (self.admin, self.chief))
        self.request = ask_approval(
            "try", actor=self.bert, beneficiary=self.anna, account=self.account, reason="为了测试"
        )  # fmt: skip

    def decide_while(self, deed: Callable[[], object]) -> list[Any]:
        """The chief agrees, and holds the request when the other begins; what came of both, in its order."""
        held = threading.Event()
        ends: list[Any] = []

        def decide() -> None:
            with transaction.atomic():
                ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=self.request.pk)
                held.set()
                time.sleep(0.7)
                decide_approval(self.request, actor=self.chief, agree=True)

        def other() -> None:
            held.wait(5)
            deed()

        def run(what: Callable[[], None]) -> None:
            try:
                what()
                ends.append(what.__name__)
            except Exception as error:
                ends.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(what,)) for what in (decide, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.request.refresh_from_db()
        return ends


@pytest.fixture
def firm(first_rows: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Firm:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(rules, "_kinds", dict(rules._kinds))

    def give(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
        assert request.account is not None
        grant_role(User.objects.get(username="anna"), "author", accounts=[request.account], actor=None, at=at)

    rules.register_approval_kind(rules.ApprovalKind("try", "Try", (rules.Responsible("superior"),), on_agreed=give))
    return Firm()


def test_an_account_is_closed_while_something_on_it_is_decided(firm: Firm) -> None:
    ends = firm.decide_while(lambda: move_account(firm.account, "close", actor=firm.admin, note="Sold"))
    assert ends == ["decide", "other"]
    assert (firm.request.status, PlatformAccount.objects.get().status) == ("agreed", "closed")
    assert roles_held(firm.anna) == {}


@pytest.mark.parametrize("leaver", ["anna", "chief"])
def test_whoever_gains_or_decides_leaves_while_it_is_decided(firm: Firm, leaver: str) -> None:
    person = User.objects.get(username=leaver)
    assert firm.decide_while(lambda: leave_company(person, actor=firm.admin)) == ["decide", "other"]
    assert firm.request.status == "agreed"
    assert not User.objects.get(username=leaver).is_active
    assert roles_held(firm.anna) == ({} if leaver == "anna" else {"author": {firm.account.pk}})
