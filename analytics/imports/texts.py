"""The texts of a row: titles, numbers and addresses of posts, and what a post is known by. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.imports.numbers import Number
from governance.public import BadCell

TITLE, URL, EXTERNAL_ID, TYPE, PART = 300, 600, 100, 40, 60
# Excel wrote a long number as 7.12E+18: the last digits are gone.
MANGLED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{2}")
EMPTY = gettext_lazy("This must not be empty.")
TOO_LONG = gettext_lazy("This is too long.")
LOST_DIGITS = gettext_lazy("A spreadsheet has cut the digits of this number. Import the file as the platform gave it.")
NO_ADDRESS = gettext_lazy("This is not a web address that can be kept.")


def read_title(text: str) -> str:
    """A title to keep: without control characters, in one form of accents, cut."""
    text = text.strip()
    if not (text.isascii() and text.isprintable()):
        text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
        text = unicodedata.normalize("NFC", text).strip()
    return text[:TITLE]


def read_type(text: str) -> str:
    """The type of a post, in the platform's words."""
    return read_title(text)[:TYPE]


def read_external_id(text: str) -> str:
    """A post's number as the platform writes it."""
    text = text.strip()
    if not text:
        raise BadCell(EMPTY)
    if len(text) > EXTERNAL_ID:
        raise BadCell(TOO_LONG)
    if not text.isalnum() and MANGLED.fullmatch(text):
        raise BadCell(LOST_DIGITS)
    return text


def read_url(text: str) -> str:
    """A post's address; none is no fault."""
    text = text.strip()
    if text and (len(text) > URL or not text.lower().startswith(("http://", "https://"))):
        raise BadCell(NO_ADDRESS)
    return text


def read_part(text: str) -> str:
    """The place or other part that a figure is split by."""
    text = text.strip()
    if not text:
        raise BadCell(EMPTY)
    if len(text) > PART:
        raise BadCell(TOO_LONG)
    return text


def read_expected(name: str) -> Callable[[str], None]:
    """A column that must say the same in every row: this account, this platform."""

    def check(text: str) -> None:
        if text.strip() != name:
            raise BadCell(_("This row belongs elsewhere: %(expected)s is expected.") % {"expected": name})

    return check


# How the texts of a row are read, by role.
TEXTS: dict[str, Callable[[str], str]] = {
    "id": read_external_id,
    "url": read_url,
    "title": read_title,
    "type": read_type,
    "part": read_part,
}


def url_key(number: str, url: str) -> str:
    """What a post with an address is known by: the number inside the address, else the address."""
    if number:
        return f"id:{number}"
    if not url:
        raise BadCell(EMPTY)
    return f"url:{url}" if len(url) <= 190 else f"url:{hashlib.sha256(url.encode()).hexdigest()}"


def time_key(day: date, moment: datetime | None, title: str) -> str:
    """What a post without number and address is known by: its time and title (titles alone repeat)."""
    when = moment.astimezone(UTC).isoformat() if moment else str(day)
    return f"at:{when}|{hashlib.sha256(title.encode()).hexdigest()[:24]}"


def as_json(codes: list[str], columns: list[Sequence[Number]]) -> list[str]:
    """The further figures of each post, by code in order; what is missing is left out."""
    return [
        json.dumps({code: value for code, value in zip(codes, values, strict=True) if value is not None})
        for values in zip(*columns, strict=True)
    ]
