"""The Chinese catalogue is complete (R-127: two languages, both whole)."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from governance.face.catalogue import build, catalogue_file, collect

pytestmark = pytest.mark.once

PLACE = re.compile(r"%\((\w+)\)|(?<!%)%([sd])|\{(\w*)\}")


@pytest.fixture(scope="module")
def catalogue():
    with catalogue_file().open("rb") as file:
        return read_po(file, locale="zh_Hans")


def test_every_text_of_the_source_has_its_chinese(catalogue) -> None:
    missing = []
    for (context, single), found in collect().items():
        message = catalogue.get(single, context)
        string = message.string if message else ""
        if not (string[0] if isinstance(string, tuple) else string):
            missing.append(f"{min(found.files)}: {single}")
    assert not missing, "\n".join(missing)


def test_nothing_is_fuzzy(catalogue) -> None:
    assert not [message.id for message in catalogue if message.fuzzy and message.id]


def test_places_for_values_are_the_same_in_both_languages(catalogue) -> None:
    different = []
    for message in catalogue:
        single = message.id[-1] if isinstance(message.id, tuple) else message.id
        chinese = message.string[0] if isinstance(message.string, tuple) else message.string
        if single and chinese and set(PLACE.findall(single)) != set(PLACE.findall(chinese)):
            different.append((single, chinese))
    assert not different


def test_rooms_agree_on_their_words() -> None:
    _catalogue, _missing, quarrels = build()
    assert not quarrels, "\n".join(quarrels)
