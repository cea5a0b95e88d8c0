"""Boxes of an answer stand where there is something to tick them for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from interactions.conftest import Company
from interactions.inbox.services import take_message

pytestmark = pytest.mark.django_db
TAKE, MEANT = 'type="checkbox" name="reply-take_over"', 'type="checkbox" name="reply-accept_warnings"'
RISKY = "您好，点小黄车即可购买。"


def test_nobody_is_replaced_where_nobody_works_and_nothing_is_meant_so_before_it_is_marked(
    company: Company, client: Client
) -> None:
    message = company.message(at=timezone.now())
    client.force_login(company.agent)
    page = client.get(f"/inbox/{message.pk}/").content.decode()
    assert TAKE not in page
    assert MEANT not in page
    take_message(message, actor=company.colleague)
    assert TAKE in client.get(f"/inbox/{message.pk}/").content.decode()


def test_marked_words_bring_their_box_and_it_is_heard(company: Company, client: Client) -> None:
    message = company.message(at=timezone.now())
    client.force_login(company.agent)
    check = f"/inbox/{message.pk}/check/"
    assert MEANT in client.post(check, {"reply-text": RISKY, "box": "1"}).content.decode()
    assert MEANT not in client.post(check, {"reply-text": RISKY}).content.decode()
    assert MEANT not in client.post(check, {"reply-text": "您好", "box": "1"}).content.decode()
    address = f"/inbox/{message.pk}/reply/"
    refused = client.post(address, {"reply-text": RISKY, "reply-accept_warnings": ""})
    assert refused.status_code == 422
    assert MEANT in refused.content.decode()
    assert client.post(address, {"reply-text": RISKY, "reply-accept_warnings": ["", "on"]}).status_code == 302
