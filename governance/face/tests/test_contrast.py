"""Every pair of text and surface reads well in both themes (WCAG 2.2 AA, 4.5 to 1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEXT = ("ink", "ink-2", "ink-3", "accent", "accent-strong")
SURFACES = ("paper", "surface", "raised", "sunken")
TONES = ("neutral", "info", "progress", "good", "warn", "bad")
PAIRS = [
    *((text, surface) for text in TEXT for surface in SURFACES),
    *((tone, f"{tone}-quiet") for tone in TONES),
    *((tone, surface) for tone in TONES for surface in SURFACES),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent-strong", "accent-quiet"),
    ("ink", "accent-quiet"),
    ("surface", "bad"),
]
SOURCE = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()


def colours(start: str) -> dict[str, str]:
    block = SOURCE[SOURCE.index(start) :]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block[: block.index("}")]))


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"]'])
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_stands_out_from_its_surface(theme: str, text: str, surface: str) -> None:
    values = colours(theme)
    assert contrast(values[text], values[surface]) >= 4.5, (text, surface)


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"]'])
def test_edges_of_fields_can_be_seen(theme: str) -> None:
    values = colours(theme)
    assert min(contrast(values["line-strong"], values[surface]) for surface in SURFACES) >= 3


def test_the_switched_dark_theme_is_the_systems_dark_theme() -> None:
    assert colours(':root:not([data-theme="light"])') == colours(':root[data-theme="dark"]')
