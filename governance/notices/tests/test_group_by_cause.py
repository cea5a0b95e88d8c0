"""Notices of one cause stand together, and are read together."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.public import User
from governance.notices.models import Notice
from governance.notices.services import mark_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("lin", language="en")


def told(person: User, key: str, kind: str = "policy", number: int | None = 7) -> Notice:
    return Notice.objects.create(recipient=person, template="x", key=key, kind=kind, object_id=number)


def test_the_list_shows_the_newest_about_a_record_and_folds_the_earlier(person: User) -> None:
    for key in ("first", "second", "third"):
        told(person, key)
    told(person, "other", number=8)
    told(person, "about me", kind="user")
    told(person, "about me again", kind="user")
    client = Client()
    client.force_login(person)
    answer = client.get("/notices/")
    groups = [(line.notice.key, [one.notice.key for one in earlier]) for line, earlier in answer.context["lines"]]
    assert groups == [("about me again", []), ("about me", []), ("other", []), ("third", ["second", "first"])]
    assert "2 earlier notices about the same" in answer.content.decode()


def test_reading_the_newest_reads_the_earlier_of_the_same_cause_only(person: User) -> None:
    first, second = told(person, "first"), told(person, "second")
    later = told(person, "later")
    told(person, "other", number=8)
    stranger = told(User.objects.create_user("wu"), "first")
    mark_read(second.pk, actor=person)
    assert set(Notice.objects.unread().values_list("pk", flat=True)) == {
        later.pk, stranger.pk, Notice.objects.get(key="other").pk,
    }  # fmt: skip
    assert Notice.objects.get(pk=first.pk).read_at is not None
