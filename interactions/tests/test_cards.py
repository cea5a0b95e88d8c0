"""What waits for somebody stands on the Today page of that person and of nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.public import User
from interactions import cards
from interactions.canned.services import propose_canned_reply
from interactions.complaints.services import receive_complaint
from interactions.conftest import MONDAY, Company
from interactions.inbox.replying import hold_message
from interactions.inbox.services import take_message
from interactions.tickets.services import open_ticket

pytestmark = pytest.mark.django_db


def titles(fill: Callable[..., Any], user: User) -> list[str]:
    return [item.title for item in fill(user, MONDAY).items]


def test_each_card_reaches_the_right_person(company: Company) -> None:
    mine, nobodys, promised = company.message("甲"), company.message("乙"), company.message("丙")
    take_message(mine, actor=company.agent, at=MONDAY)
    hold_message(promised, "稍后答复", MONDAY + timedelta(hours=3), actor=company.agent, at=MONDAY)
    open_ticket(company.account, company.product, title="缺货", problem="何时", actor=company.agent, at=MONDAY)
    receive_complaint(company.account, title="破损", description="破损", actor=company.agent, at=MONDAY)
    propose_canned_reply(title="发货", text="三天内发货", expires_on=MONDAY.date(), actor=company.agent, at=MONDAY)
    assert titles(cards.messages_waiting, company.agent) == [str(mine)]
    assert titles(cards.messages_unowned, company.colleague) == [str(nobodys)]
    assert titles(cards.promises_due, company.agent) == [str(promised)]
    assert titles(cards.tickets_open, company.head) == ["缺货"]
    assert titles(cards.complaints_open, company.agent) == ["破损"]
    assert titles(cards.complaints_open, company.supervisor) == ["破损"]
    assert titles(cards.canned_to_approve, company.colleague) == ["发货"]
    assert titles(cards.canned_to_approve, company.agent) == []
    every = (
        cards.messages_waiting, cards.messages_unowned, cards.promises_due, cards.tickets_open, cards.complaints_open,
        cards.canned_to_approve,
    )  # fmt: skip
    for fill in every:
        assert titles(fill, company.stranger) == []
