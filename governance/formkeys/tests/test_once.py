"""A form that arrives several times makes one record, and a refused one may be sent again."""

from __future__ import annotations

from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from governance.formkeys.forms import FormKeyField
from governance.formkeys.models import FormKey
from governance.formkeys.rules import KEPT
from governance.formkeys.services import once
from governance.public import Refused

User = get_user_model()


def make() -> Group:
    return Group.objects.create(name=f"group {Group.objects.count()}")


@pytest.mark.django_db
def test_the_second_sending_answers_with_the_record_of_the_first() -> None:
    person, other = User.objects.create_user("p"), User.objects.create_user("q")
    first = once("k", make, model=Group, actor=person)
    assert once("k", make, model=Group, actor=person) == first
    assert once("k", make, model=Group, actor=other) != first
    assert once("", make, model=Group, actor=person) != first
    assert Group.objects.count() == 3


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again_with_its_key() -> None:
    person = User.objects.create_user("p")

    def refuse() -> Group:
        raise Refused("no")

    with pytest.raises(Refused):
        once("k", refuse, model=Group, actor=person)
    assert once("k", make, model=Group, actor=person).pk


@pytest.mark.django_db
def test_old_keys_go_and_every_page_has_its_own() -> None:
    person = User.objects.create_user("p")
    once("k", make, model=Group, actor=person, at=timezone.now() - 2 * KEPT)
    once("l", make, model=Group, actor=person)
    assert list(FormKey.objects.values_list("key", flat=True)) == ["l"]
    field = FormKeyField()
    assert callable(field.initial)
    assert field.initial() != field.initial()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_that_arrive_at_once_make_one_record() -> None:
    person = User.objects.create_user("p")
    made: list[int] = []

    def send() -> None:
        made.append(once("k", make, model=Group, actor=person).pk)
        connection.close()

    threads = [Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 4
    assert len(set(made)) == 1
    assert Group.objects.count() == 1
