"""Two people at once, on PostgreSQL: one is recorded, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from governance.public import Refused
from interactions.complaints.models import Complaint
from interactions.complaints.services import receive_complaint
from interactions.conftest import Company
from interactions.importing.models import MessageImport
from interactions.inbox.models import Contact, Message, MessagePresence, Reply
from interactions.inbox.presence import note_presence
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


def test_of_two_complaints_about_one_message_one_is_registered(company: Company) -> None:
    message = company.message("我要投诉", at=timezone.now())

    def receive() -> Complaint:
        return receive_complaint(
            company.account, title="质量", description="破损", message=message, actor=company.agent
        )

    answers = at_once(receive, receive, receive)
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert Complaint.objects.count() == 1


def test_people_who_look_at_once_never_wait_for_each_other(company: Company) -> None:
    message, now = company.message(at=timezone.now()), timezone.now()
    people = [company.agent, company.colleague, company.supervisor]
    for turn in range(10):
        moment = now + timedelta(hours=turn)
        answers = at_once(*[partial(note_presence, message, is_writing=False, actor=who, at=moment) for who in people])
        assert answers == [None, None, None]
    assert MessagePresence.objects.count() == 3
