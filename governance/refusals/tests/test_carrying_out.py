"""A form is carried out, or says why not: with the status of the answer, and what the act gave back."""

from __future__ import annotations

import pytest
from django import forms
from django.test import RequestFactory

from governance.public import Refused, WordedForm, WrongState, posted


class NameForm(WordedForm):
    """One name."""

    name = forms.CharField()


def refuse() -> None:
    raise WrongState("Not now.", field="name")


def test_an_empty_form_that_was_sent_is_refused_and_one_that_is_asked_for_is_not() -> None:
    request = RequestFactory()
    assert NameForm(posted(request.post("/"))).http_status == 422
    assert NameForm(posted(request.get("/?name=x"))).http_status == 200


def test_what_the_act_gave_back_is_kept() -> None:
    form = NameForm({"name": "x"})
    assert form.carried_out(lambda: form.cleaned_data["name"] * 2)
    assert (form.outcome, form.refusal, form.http_status) == ("xx", None, 200)


def test_a_refusal_stands_beside_its_field_and_the_answer_is_422() -> None:
    form = NameForm({"name": "x"})
    assert not form.carried_out(refuse)
    assert form.errors == {"name": ["Not now."]}
    assert isinstance(form.refusal, WrongState)
    assert form.http_status == 422


def test_other_faults_are_not_swallowed() -> None:
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any
        NameForm({"name": "x"}).carried_out(fail)
    assert issubclass(WrongState, Refused)
