"""Names one after the other, joined as the reader's language joins them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(parts: Iterable[object]) -> str:
    """The parts in one line: “甲、乙” in Chinese, “A, B” in English."""
    return pgettext("between the names of a list", ", ").join(map(str, parts))
