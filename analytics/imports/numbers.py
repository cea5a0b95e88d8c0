"""The forms of numbers that exports use. Pure. What is not listed here is refused, never guessed.

Documented forms: 1234 · 1,234 · 215.0 · 1.2万 · 1.2w · 1.2亿 · 1.2K · 1.2M · 1.2B for counts;
0.25 · 25% for rates; 12.5 · 12.5秒 · 1:02 · 0:04:34 for seconds. Blank, “-”, “--” and “undefined” mean
that the platform gave no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from governance.public import BadCell

MISSING = frozenset({"", "-", "--", "—", "undefined", "null", "n/a", "N/A"})
LARGEST = 2**63 - 1
FACTORS = {
    "k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000, "b": 10**9, "B": 10**9,
    "万": 10_000, "w": 10_000, "W": 10_000, "亿": 10**8,
}  # fmt: skip
# [0-9], not \d: int() would take ٣٤ and 1_000 as well.
PLAIN = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.([0-9]{1,30}))?")
SCALED = re.compile(r"([+-]?)([0-9]{1,12}(?:\.[0-9]{1,6})?)\s?([kKmMbBwW万亿])\+?")
CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2})(?:\.[0-9]+)?")
SECONDS_SUFFIX = ("秒", "s", "S", " sec")

NOT_A_NUMBER = _("This is not a number in a form that is accepted here (1234, 1,234, 1.2万, 1.2K).")
TOO_LARGE = _("This number is too large.")
NEGATIVE = _("This must be 0 or more.")
NOT_WHOLE = _("This must be a whole number.")
NOT_A_RATE = _("This is not a rate: write a fraction from 0 to 1 (0.25) or a percentage (25%).")
NOT_SECONDS = _("This is not a length of time: write seconds (12.5), 12.5秒 or 0:04:34.")

Number = int | float | None


def decimal_of(text: str) -> Decimal:
    """The number in `text`, in one of the plain forms; BadCell otherwise."""
    found = PLAIN.fullmatch(text)
    if found is None:
        raise BadCell(NOT_A_NUMBER)
    sign, whole, fraction = found.groups()
    return Decimal(f"{sign}{whole.replace(',', '')}.{fraction or 0}")


def signed(text: str) -> Number:
    """A count that may be negative (net followers)."""
    text = text.strip()
    if text in MISSING:
        return None
    scaled = SCALED.fullmatch(text)
    number = Decimal(scaled[1] + scaled[2]) * FACTORS[scaled[3]] if scaled else decimal_of(text)
    if number != number.to_integral_value():
        raise BadCell(NOT_WHOLE)
    if abs(number) > LARGEST:
        raise BadCell(TOO_LARGE)
    return int(number)


def count(text: str) -> Number:
    """A count: 0 or more, whole."""
    if len(text) < 19 and text.isascii() and text.isdigit():
        return int(text)
    number = signed(text)
    if number is not None and number < 0:
        raise BadCell(NEGATIVE)
    return number


def decimal(text: str) -> Number:
    """Any number of 0 or more, rounded to six places."""
    text = text.strip()
    if text in MISSING:
        return None
    number = decimal_of(text)
    if number < 0:
        raise BadCell(NEGATIVE)
    if number > LARGEST:
        raise BadCell(TOO_LARGE)
    return tidy(number)


def tidy(number: Decimal) -> Number:
    """Six places, and a whole number as int, so that equal figures are written alike."""
    number = round(number, 6)
    return int(number) if number == number.to_integral_value() else float(number)


def ratio(text: str) -> Number:
    """A rate as a fraction; with a percent sign it is divided by 100."""
    return _rate(text, percent=False)


def percent(text: str) -> Number:
    """A rate whose bare number is a percentage already (16.55 means 16.55 %)."""
    return _rate(text, percent=True)


def _rate(text: str, *, percent: bool) -> Number:
    text = text.strip()
    if text in MISSING:
        return None
    if text.endswith(("%", "％")):
        text, percent = text[:-1].rstrip(), True
    try:
        number = decimal_of(text)
    except BadCell:
        raise BadCell(NOT_A_RATE) from None
    if percent:
        number /= 100
    if number < 0:
        raise BadCell(NEGATIVE)
    if number > (1000 if percent else 1):
        raise BadCell(NOT_A_RATE)
    return tidy(number)


def signed_ratio(text: str) -> Number:
    """A rate that may be below zero (LinkedIn takes back engagements)."""
    text = text.strip()
    if not text.startswith("-") or text in MISSING:
        return ratio(text)
    number = ratio(text[1:])
    return None if number is None else -number


def seconds(text: str) -> Number:
    """A length of time in seconds, also written as a clock (0:04:34)."""
    text = text.strip()
    if text in MISSING:
        return None
    clock = CLOCK.fullmatch(text)
    if clock:
        hours, minutes, rest = clock.groups()
        if int(rest) > 59 or (hours and int(minutes) > 59):
            raise BadCell(NOT_SECONDS)
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    for suffix in SECONDS_SUFFIX:
        text = text.removesuffix(suffix)
    try:
        return decimal(text.strip())
    except BadCell as refused:
        raise BadCell(NEGATIVE if refused.sentence is NEGATIVE else NOT_SECONDS) from None


def hours(text: str) -> Number:
    """A length of time given in hours, kept in seconds."""
    number = decimal(text)
    return None if number is None else tidy(Decimal(str(number)) * 3600)


FORMS: dict[str, Callable[[str], Number]] = {
    "count": count,
    "signed": signed,
    "decimal": decimal,
    "ratio": ratio,
    "percent": percent,
    "signed_ratio": signed_ratio,
    "seconds": seconds,
    "hours": hours,
}
