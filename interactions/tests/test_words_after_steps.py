"""After every step a word says what happened, and a missing step says why (R-032)."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from interactions.conftest import Company
from interactions.tickets.services import open_ticket

pytestmark = pytest.mark.django_db


def said(client: Client, address: str, data: dict[str, object]) -> list[str]:
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_ticket_that_was_sent_says_so(company: Company, client: Client) -> None:
    client.force_login(company.agent)
    data = {
        "account": company.account.pk, "department": company.product.pk, "subject": "problem", "title": "缺货",
        "problem": "何时到货？",
    }  # fmt: skip
    assert any("已转给" in text for text in said(client, "/tickets/new/", data))


def test_a_complaint_that_was_registered_says_so(company: Company, client: Client) -> None:
    client.force_login(company.agent)
    data = {"account": company.account.pk, "title": "过敏", "description": "用后过敏"}
    assert any("投诉已登记" in text for text in said(client, "/complaints/new/", data))


def test_who_sent_a_ticket_reads_who_gives_the_result(company: Company, client: Client) -> None:
    ticket = open_ticket(
        company.account, company.product, title="缺货", problem="何时？", actor=company.agent, at=timezone.now()
    )
    client.force_login(company.agent)
    answer = client.get(f"/tickets/{ticket.pk}/")
    text = answer.content.decode()
    assert not answer.context["steps"]
    assert "由产品部给出处理结果" in text
    assert str(company.head) in text
    client.force_login(company.head)
    assert [step.name for step, _form in client.get(f"/tickets/{ticket.pk}/").context["steps"]] == [
        "resolve",
        "hand_on",
    ]
