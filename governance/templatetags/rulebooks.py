"""Parts of the pages of the rule books and of the board.

{{ parameter|in_words }} {% board_status "met" %} {% unit_of run %}
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from governance.board.rules import REASONS, STATUS
from governance.policies.books import shelf
from governance.policies.rules import MERGES
from governance.policies.wording import value_in_words
from governance.templatetags.ui import status_of

register = template.Library()


@register.filter
def in_words(parameter: Any) -> str:
    """The value of a parameter row, or of what `param()` answers."""
    return value_in_words(parameter.value, parameter.kind, parameter.unit)


@register.filter
def merge_words(merge: str) -> Any:
    """How values of several rule books become one."""
    return MERGES[merge]


@register.simple_tag
def board_status(code: str) -> SafeString:
    """Colour, icon and word of a status of the board."""
    status = STATUS[code]
    return status_of(None, code, label=status.label, tone=status.tone, icon=status.icon)


@register.filter
def why(run: Any) -> Any:
    """The reason of a measurement, in words."""
    return REASONS.get(run.reason, run.reason)


@register.filter
def pack_name(code: str) -> str:
    """The name of a rule book by its code."""
    book = shelf().books.get(code)
    return book.name if book else code
