"""The pages of duties: lists, filing with a file, passing on, records, what is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.public import User
from governance.deadlines.models import Deadline
from governance.duties.models import Duty, DutyAttachment, DutyRecord
from governance.duties.services import file_duty
from governance.duties.tests.conftest import DAY, Works
from governance.duties.tests.test_file_duty import picture
from governance.lists.models import ListExport

GOOD = {"name": "good", "picture": "good", "note": ""}


def page(user: User, name: str, /, *args: Any, **query: Any) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(reverse(f"governance:{name}", args=args), query)


def send(user: User, name: str, /, *args: Any, **data: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"governance:{name}", args=args), data)


@pytest.fixture
def due(works: Works) -> Works:
    """Everything is due."""
    works.sweep(timezone.now())
    return works


def file_page(works: Works) -> tuple[str, str, int]:
    return ("duty_file", "look", works.account.pk)


def test_my_duties_are_those_whose_clock_is_mine(due: Works) -> None:
    mine = page(due.manager, "duties").context["page"].rows
    assert {duty.kind for duty in mine} == {"look", "word", "watch"}
    assert {duty.kind for duty in page(due.worker, "duties").context["page"].rows} == {"word"}


def test_a_colleague_s_word_is_seen_by_nobody_but_those_above(due: Works) -> None:
    words = reverse("governance:duty_detail", args=[due.duty("word", person=due.worker).pk])
    for user, status in ((due.worker, 200), (due.manager, 200), (due.boss, 200), (due.helper, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(words).status_code == status, user


def test_filing_with_a_picture_leads_to_the_record_and_the_file(due: Works) -> None:
    answer = send(due.manager, *file_page(due), **GOOD, version=0, files=[picture()])
    record = DutyRecord.objects.get()
    assert answer.url == reverse("governance:duty_record", args=[record.pk])
    kept = DutyAttachment.objects.get(record=record)
    served = page(due.manager, "duty_attachment", kept.pk)
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert page(due.worker, "duty_attachment", kept.pk).status_code == 404


def test_a_form_that_is_sent_twice_makes_one_record(due: Works) -> None:
    for _time in range(2):
        send(due.manager, *file_page(due), **GOOD, form_key="k" * 32)
    assert DutyRecord.objects.count() == 1


def test_a_form_with_a_fault_keeps_what_was_typed(due: Works) -> None:
    answer = send(due.manager, *file_page(due), **{**GOOD, "picture": "faulty"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["note"]
    assert "checked" in answer.content.decode()


def test_whoever_sees_it_but_does_not_do_it_is_told_and_others_know_nothing(due: Works) -> None:
    assert page(due.helper, *file_page(due)).status_code == 403
    assert page(due.worker, *file_page(due)).status_code == 404
    assert page(due.manager, "duty_file", "look", 10**6).status_code == 404
    assert page(due.manager, "duty_file", "no", due.account.pk).status_code == 404


def test_passing_on_by_the_page(due: Works) -> None:
    duty = due.duty()
    refused = send(due.manager, "duty_pass", duty.pk, to=due.worker.pk, reason="x", version=0)
    assert refused.status_code == 422
    assert send(due.manager, "duty_pass", duty.pk, to=due.helper.pk, reason="x", version=0).status_code == 302
    assert page(due.helper, "duty_detail", duty.pk).context["may_file"]
    assert send(due.worker, "duty_pass", duty.pk, to=due.worker.pk, reason="x", version=1).status_code == 404


def test_what_may_be_written_down_is_offered_where_it_is_one_s_own(due: Works) -> None:
    offers = {row[0].code: row[3] for row in page(due.manager, "duty_kinds").context["rows"]}
    assert {code: len(places) for code, places in offers.items()} == {"look": 1, "word": 1, "meet": 0, "watch": 1}


def test_records_are_found_by_kind_person_and_fault(due: Works) -> None:
    due.file(at=timezone.now(), values={"name": "good", "picture": "faulty"}, note="Old")
    due.promise(due.worker, at=timezone.now())
    found = [page(due.boss, "duty_records", **query).context["page"].rows for query in (
        {}, {"kind": "word"}, {"person": due.worker.pk}, {"faulty": "on"}, {"kind": "nothing"},
    )]  # fmt: skip
    assert [len(rows) for rows in found] == [1, 1, 1, 0, 1]
    assert len(page(due.manager, "duty_records", faulty="on").context["page"].rows) == 1


def test_a_list_is_taken_away_for_a_reason(due: Works) -> None:
    due.file(at=timezone.now(), note="=1+1")
    for name in ("duties_export", "duty_records_export", "late_tasks_export"):
        assert send(due.manager, name, format="csv", reason="").status_code == 422
        answer = send(due.manager, name, format="csv", reason="Audit")
        assert answer.status_code == 200, name
        assert b"'=1+1" in (text := b"".join(answer.streaming_content)) or b"=1+1" not in text
    assert ListExport.objects.count() == 3


def test_late_and_passed_around_stand_together(due: Works) -> None:
    Deadline.objects.filter(kind="duty", object_id=due.duty().pk).update(passed_on=2)
    late = due.duty("word", person=due.worker)
    Deadline.objects.filter(kind="duty", object_id=late.pk).update(due_at=timezone.now() - DAY)
    rows = page(due.manager, "late_tasks").context["lines"]
    assert {(task.object_id, record.title) for task, record in rows} == {
        (due.duty().pk, str(due.duty())), (late.pk, str(late)),
    }  # fmt: skip
    for which, object_id in (("late", late.pk), ("passed", due.duty().pk)):
        assert [row[0].object_id for row in page(due.manager, "late_tasks", which=which).context["lines"]] == [
            object_id
        ]
    assert page(due.worker, "late_tasks").status_code == 403


def test_the_today_page_shows_what_is_due(due: Works) -> None:
    assert "Look" in page(due.manager, "today").content.decode()


def test_a_record_is_found_by_its_note_within_what_one_sees(due: Works) -> None:
    due.file(at=timezone.now(), note="Zanzibar")
    assert "Look: " in page(due.manager, "search", q="Zanzibar").content.decode()
    assert "duties/records" not in page(due.worker, "search", q="Zanzibar").content.decode()


def test_lists_ask_the_same_however_long_they_are(due: Works) -> None:
    counts = []
    for number in (0, 12):
        for extra in range(number):
            person = User.objects.create_user(f"extra{extra}", superior=due.manager)
            file_duty("word", actor=person, person=person, values={"agreed": True})
        due.sweep(timezone.now() + timedelta(days=355))
        asked = {}
        for name, query in (("duties", {"tab": "all"}), ("duty_records", {}), ("late_tasks", {})):
            page(due.manager, name, **query)
            with CaptureQueriesContext(connection) as queries:
                page(due.manager, name, **query)
            asked[name] = len(queries)
        counts.append(asked)
    assert Duty.objects.count() > 12
    assert counts[0] == counts[1]
