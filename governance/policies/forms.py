"""Shapes of what is typed on the pages of the rule books."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.apps import apps
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from governance.policies.models import Parameter
from governance.policies.rules import (
    CONCLUSION_LIMIT,
    END_REASON_LIMIT,
    LARGEST_NUMBER,
    LIMIT_UNITS,
    PERIOD_DAYS,
    UNIT_WORDS,
)
from governance.policies.wording import value_in_words
from governance.refusals.forms import WordedForm
from governance.worktime.forms import DayField

PERIODS = [
    ("day", _("day")),
    ("week", _("week")),
    ("month", _("month")),
    ("quarter", _("quarter")),
    ("year", _("year")),
]


class ChangeForm(forms.Form):
    """A new value for one parameter; the fields follow the kind of the value."""

    effective_from = DayField(label=_("Holds from"))
    reason = forms.CharField(label=_("Reason for the change"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        own = _fields_of(parameter)
        self.fields.update(own)
        self.order_fields([*own, "effective_from", "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            data["value"] = _value_of(self.parameter, data)
        return data


def _fields_of(parameter: Parameter) -> dict[str, forms.Field]:
    kind, value = parameter.kind, parameter.value
    if kind == "limit":
        units = [(code, UNIT_WORDS[code]) for code in sorted(LIMIT_UNITS)]
        return {
            "amount": forms.IntegerField(
                label=_("Amount"), min_value=1, max_value=LARGEST_NUMBER, initial=value["amount"]
            ),
            "unit": forms.ChoiceField(label=_("Unit"), choices=units, initial=value["unit"]),
        }
    if kind == "frequency":
        return {
            "amount": forms.IntegerField(
                label=_("Amount"), min_value=1, max_value=LARGEST_NUMBER, initial=value["amount"]
            ),
            "per": forms.ChoiceField(label=_("per"), choices=PERIODS, initial=value["per"]),
        }
    if kind in {"count", "interval"}:
        return {
            "number": forms.IntegerField(label=parameter.title, min_value=0, max_value=LARGEST_NUMBER, initial=value)
        }
    if kind == "flag":
        return {"flag": forms.BooleanField(label=parameter.title, required=False, initial=value)}
    if kind in {"period", "level"}:
        codes = list(PERIOD_DAYS) if kind == "period" else parameter.levels
        choices = [(code, value_in_words(code, "text")) for code in codes]
        return {"choice": forms.ChoiceField(label=parameter.title, choices=choices, initial=value)}
    if kind == "text":
        return {"text": forms.CharField(label=parameter.title, max_length=60, initial=value)}
    if kind == "list" and all(isinstance(one, str) for one in value):
        return {
            "lines": forms.CharField(
                label=parameter.title, initial="\n".join(value), widget=forms.Textarea(attrs={"rows": 8}),
                help_text=_("One code on each line."),
            )
        }  # fmt: skip
    return {
        "json": StructuredField(
            label=parameter.title, initial=value, widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
            help_text=_("A structured value. Keep its form and change what it says."),
        )
    }  # fmt: skip


class StructuredField(forms.JSONField):
    """JSON that is no deeper than Python reads, shown indented."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"encoder": _Readable, **kwargs})

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": _("too deep")}
            ) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, where it cannot be read."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class _Readable(json.JSONEncoder):
    """Indented, with Chinese as Chinese."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"ensure_ascii": False, "indent": 1})


def _value_of(parameter: Parameter, data: dict[str, Any]) -> Any:
    if parameter.kind == "limit":
        return {"amount": data["amount"], "unit": data["unit"]}
    if parameter.kind == "frequency":
        return {"amount": data["amount"], "per": data["per"]}
    if "lines" in data:
        return [line.strip() for line in data["lines"].splitlines() if line.strip()]
    return next(data[name] for name in ("number", "flag", "choice", "text", "json") if name in data)


class BindForm(WordedForm):
    """To which account or department a rule book is to be bound."""

    account: Any = forms.ModelChoiceField(queryset=None, required=False, label=_("Account"))
    department: Any = forms.ModelChoiceField(queryset=None, required=False, label=_("Department"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["account"].queryset = apps.get_model("accounts", "PlatformAccount").objects.open()
        fields["department"].queryset = apps.get_model("accounts", "Department").objects.filter(is_active=True)


class ReviewForm(WordedForm):
    """What the yearly review of a rule book found."""

    conclusion = forms.CharField(
        label=_("Conclusion"), widget=forms.Textarea(attrs={"rows": 3}), max_length=CONCLUSION_LIMIT
    )


class UnbindForm(WordedForm):
    """Why a rule book no longer holds there."""

    reason = forms.CharField(label=_("Reason"), max_length=END_REASON_LIMIT)
