"""How form fields become HTML: Django's own markup, written directly.

Django draws every <option> by two template files; a page with a few selects spent a third of its time there. The
same characters come out of here (a test compares them), and whatever is not in this table Django draws as before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

OPTION = "django/forms/widgets/select_option.html"
Drawn = dict[str, Any]


def _attributes(widget: Drawn) -> str:
    """The attributes in their order; True stands alone, False is left out."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_value(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _value(value: Any) -> str:
    """The filter `stringformat:"s"`, escaped."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _words(value: Any) -> str:
    """A variable as a template prints it."""
    return conditional_escape(str(value) if isinstance(value, Promise) else localize(value))


def _input(widget: Drawn) -> str:
    given = widget["value"]
    value = "" if given is None else f' value="{_value(given)}"'
    return f'<input type="{widget["type"]}" name="{_words(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Drawn) -> str:
    text = _words(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_words(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _option(option: Drawn) -> str:
    return f'\n  <option value="{_value(option["value"])}"{_attributes(option)}>{_words(option["label"])}</option>\n'


def _select(widget: Drawn) -> str:
    parts = [f'<select name="{_words(widget["name"])}"{_attributes(widget)}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(f'\n  <optgroup label="{_words(name)}">')
        parts += map(_option, options)
        if name:
            parts.append("\n  </optgroup>")
    return f"{''.join(parts)}\n</select>"


DRAWERS: dict[str, Callable[[Drawn], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in (
            "input", "text", "number", "email", "url", "search", "tel", "color", "password", "hidden", "date",
            "datetime", "time", "checkbox", "file",
        )
    },
}  # fmt: skip


class Renderer(DjangoTemplates):
    """Django's renderer, with the plain widgets drawn without a template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        draw = DRAWERS.get(template_name)
        if draw is None or not _is_plain(context["widget"]):
            # Every part is escaped above or by Django.
            return mark_safe(super().render(template_name, context, request))  # nosec B308 B703
        # Every part is escaped above or by Django.
        return mark_safe(draw(context["widget"]))  # nosec B308 B703


def _is_plain(widget: Drawn) -> bool:
    """Whether its options are drawn by Django's own file."""
    return all(
        option["template_name"] == OPTION
        for _name, options, _index in widget.get("optgroups", ())
        for option in options
    )
