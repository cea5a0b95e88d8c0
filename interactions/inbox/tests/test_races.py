"""Two people at once, on PostgreSQL: one is recorded, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from governance.public import Refused
from interactions.conftest import Company
from interactions.importing.models import MessageImport
from interactions.inbox.models import Contact, Message, Reply
from interactions.inbox.receiving import Incoming, receive_messages
from interactions.inbox.replying import reply_message
from interactions.inbox.services import take_message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job answered or how it was refused, all begun together."""
    barrier = threading.Barrier(len(jobs))
    answers: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            answers[place] = job()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_of_two_answers_at_once_one_is_recorded_and_the_other_told(company: Company) -> None:
    message = company.message(at=timezone.now())
    people = [company.agent, company.colleague, company.supervisor] * 4
    answers = at_once(
        *[
            (lambda person=person: reply_message(Message.objects.get(pk=message.pk), "您好", actor=person, version=0))
            for person in people
        ]
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert Reply.objects.count() == 1
    assert len(refused) == len(people) - 1
    assert all(str(answer.sentence) for answer in refused)


def test_of_two_who_take_it_at_once_one_has_it(company: Company) -> None:
    message = company.message(at=timezone.now())
    answers = at_once(
        *[
            (lambda person=person: take_message(Message.objects.get(pk=message.pk), actor=person))
            for person in (company.agent, company.colleague) * 4
        ]
    )
    taken = [answer for answer in answers if isinstance(answer, Message)]
    message.refresh_from_db()
    assert [row.owner_id for row in taken] == [message.owner_id]


def test_the_same_messages_brought_in_by_two_at_once_stand_there_once(company: Company) -> None:
    now = timezone.now()
    rows = [Incoming("comment", f"n{i}", f"u{i}", "小明", "怎么买", now) for i in range(50)]
    answers = at_once(*[lambda: receive_messages(company.account, rows, actor=company.agent, at=now)] * 3)
    assert Message.objects.count() == 50
    assert Contact.objects.count() == 50
    assert sum(len(answer.new) for answer in answers if not isinstance(answer, Exception)) == 50
    assert not MessageImport.objects.exists()
    assert not [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, Refused)]
