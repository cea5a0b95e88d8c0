"""A form that makes one record: sent twice, sent with other words, sent with a fault."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from governance.public import OnceForm

pytestmark = pytest.mark.django_db


class NameForm(OnceForm):
    name = forms.CharField()


def sent(person: Any, **data: str) -> tuple[NameForm, bool]:
    """The form after it was sent, and whether its record is there."""
    form = NameForm(data)
    kept = form.made_once(lambda: Group.objects.create(**form.content()), model=Group, actor=person)
    return form, kept


@pytest.fixture
def person() -> Any:
    return get_user_model().objects.create_user("p")


def test_sent_twice_it_answers_twice_with_its_one_record(person: Any) -> None:
    answers = [sent(person, form_key="k", name="a") for _time in range(2)]
    assert [kept for _form, kept in answers] == [True, True]
    assert {form.outcome for form, _kept in answers} == {Group.objects.get()}


def test_with_other_words_it_comes_back_with_a_sentence(person: Any) -> None:
    sent(person, form_key="k", name="first words")
    form, kept = sent(person, form_key="k", name="other words")
    assert (kept, form.http_status) == (False, 422)
    assert "first words" in str(form.non_field_errors())


def test_with_a_fault_nothing_is_made_and_the_key_stays_unused(person: Any) -> None:
    assert sent(person, form_key="k", name="")[1] is False
    assert sent(person, form_key="k", name="a")[1] is True
