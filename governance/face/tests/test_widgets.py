"""Form fields are drawn without templates, and not one character differs from Django's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from governance.face.widgets import DRAWERS, Renderer

CHOICES = [
    ("", "---"), (1, gettext_lazy("Save")), ("a&b", "<b>"), ("safe", mark_safe("<i>x</i>")), (1234, 1234.5),
    ("Group <1>", [("x", "X"), ("y", "Y")]),
]  # fmt: skip


class OwnSelect(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


class Sheet(forms.Form):
    words = forms.CharField(max_length=5, help_text="<help>", widget=forms.TextInput(attrs={"data-x": '"<&'}))
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "hidden": False}))
    search = forms.CharField(required=False, widget=forms.SearchInput)
    number = forms.IntegerField(min_value=0)
    decimal = forms.DecimalField(decimal_places=2, localize=True)
    day = forms.DateField()
    moment = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    password = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    mail = forms.EmailField()
    address = forms.URLField(assume_scheme="https")
    file = forms.FileField(widget=forms.FileInput)
    box = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    own = forms.ChoiceField(choices=CHOICES, widget=OwnSelect)


INITIAL = {
    "words": "a<b", "long": "two\nlines & more", "number": 12345, "day": date(2026, 5, 1), "box": True, "one": 1,
    "several": ["a&b", "x"], "radio": "x", "boxes": ["y"], "hidden": mark_safe("<s>"), "decimal": 1234.5,
}  # fmt: skip
SENT = {"words": "too long <x>", "one": "nothing", "several": ["x", "1234"], "box": "on", "day": "x", "number": ""}


def sheet(renderer: Any, bound: bool) -> Sheet:
    return Sheet(SENT, renderer=renderer) if bound else Sheet(initial=INITIAL, renderer=renderer)


@pytest.mark.parametrize("name", list(Sheet.base_fields))
@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_field_is_drawn_as_django_draws_it(name: str, bound: bool, language: str) -> None:
    with override(language):
        assert str(sheet(Renderer(), bound)[name]) == str(sheet(DjangoTemplates(), bound)[name])


def test_every_form_is_drawn_so() -> None:
    assert isinstance(Sheet().renderer, Renderer)
    assert "django/forms/widgets/select.html" in DRAWERS


def drawn(name: str, bound: bool) -> str:
    return Template("{% load ui %}{% form_field field %}").render(Context({"field": sheet(None, bound)[name]}))


def test_a_field_has_its_label_its_help_and_its_faults() -> None:
    html = drawn("words", bound=True)
    assert '<div class="field wrong">' in html
    assert '<label for="id_words">Words <span class="required" aria-hidden="true">*</span></label>' in html
    assert '<p class="help" id="id_words_helptext">&lt;help&gt;</p>' in html
    assert '<div class="error" id="id_words_error" role="alert"><p>' in html
    assert html.index("help") < html.index("<input") < html.index('role="alert"')


def test_a_box_stands_before_its_label_and_a_group_in_a_fieldset() -> None:
    box = drawn("box", bound=False)
    assert box.index("<input") < box.index('<label for="id_box">Box</label>')
    group = drawn("radio", bound=False)
    assert group.startswith('<fieldset class="field">')
    assert "<legend><strong>Radio</strong> <span" in group


def test_a_hidden_field_is_nothing_but_its_input() -> None:
    assert drawn("hidden", bound=False).startswith("<input type=")
