"""The Today page: my findings, risks to decide."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance.board.cards import findings, risks_to_accept
from governance.board.models import Finding
from governance.board.services import answer_finding, ask_acceptance, measure_board
from governance.policies.models import Requirement

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def waiting(card: Any) -> list[Any]:
    return card.items if card else []


def test_an_open_finding_waits_for_its_owner_until_answered(make_account: Make, make_user: Make) -> None:
    make_account("a")
    manager, other = make_user("manager", "manager"), make_user("auditor", "auditor")
    measure_board()
    finding = Finding.objects.get(requirement_id="R-105")
    assert waiting(findings(manager, timezone.now()))[0].deadline is not None
    assert waiting(findings(other, timezone.now())) == []
    answer_finding(finding, measure="bound it", actor=manager)
    assert "/board/requirements/R-105/" not in [item.url for item in waiting(findings(manager, timezone.now()))]


def test_a_risk_waits_for_executives_who_did_not_ask(books: None, make_user: Make) -> None:
    executive, manager = make_user("executive", "executive"), make_user("manager", "manager")
    day = (timezone.now() + timedelta(days=9)).date()
    ask_acceptance(Requirement.objects.get(code="R-001"), reason="x", expires_on=day, actor=manager)
    assert risks_to_accept(manager, timezone.now()) is None
    assert len(waiting(risks_to_accept(executive, timezone.now()))) == 1
