"""The Chinese catalogue: words found in the source, joined with the translations that the rooms wrote.

Babel reads Python and JavaScript itself, and templates through Django's `templatize`; no system gettext is
needed. Each room keeps its translations in locale/zh_Hans/parts/<room>.json ({"English": "中文"}); the .po file
is made of them and of what it held before.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

SOURCES = ("governance", "accounts", "content", "interactions", "analytics", "templates", "static/js")
METHODS = {".py": "python", ".html": "templates", ".txt": "templates", ".js": "javascript"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
CONTEXT_MARK = "\x04"

Key = tuple[str | None, str]


@dataclass
class Found:
    """One text of the source: its plural if it has one, and the files that hold it."""

    plural: str | None = None
    files: set[str] = field(default_factory=set)


def locale_folder() -> Path:
    """Where the Chinese catalogue lies."""
    return Path(settings.LOCALE_PATHS[0]) / "zh_Hans"


def catalogue_file() -> Path:
    """The catalogue itself."""
    return locale_folder() / "LC_MESSAGES" / "django.po"


def source_files() -> Iterator[Path]:
    """Files that may hold words; tests speak to nobody."""
    for source in SOURCES:
        for path in sorted((Path(settings.BASE_DIR) / source).rglob("*")):
            if path.suffix in METHODS and not {"tests", "migrations", "__pycache__"} & set(path.parts):
                yield path


def words_of(path: Path) -> Iterator[tuple[Key, str | None]]:
    """Texts of one file with their plural."""
    method = METHODS[path.suffix]
    text = path.read_text(encoding="utf-8")
    if method == "templates":
        # What is left of the markup is padding; its indentation would be read as Python's.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        method = "python"
    found = extract(method, io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        if isinstance(message, tuple):
            single, plural = message[0], message[1]
        else:
            single, plural = message, None
        if single:
            yield (context, single), plural


def collect() -> dict[Key, Found]:
    """All texts of the source."""
    texts: dict[Key, Found] = {}
    for path in source_files():
        for key, plural in words_of(path):
            found = texts.setdefault(key, Found())
            found.plural = found.plural or plural
            found.files.add(path.relative_to(settings.BASE_DIR).as_posix())
    return texts


def first_of(text: Any) -> str:
    """The text, or the first of its forms where it has a plural."""
    return str(text if isinstance(text, str) else text[0] if text else "")


def translations() -> tuple[dict[Key, str], list[str]]:
    """Translations by key, and disagreements between rooms (the first room's word stands)."""
    ours: dict[Key, str] = {}
    quarrels: list[str] = []
    if catalogue_file().exists():
        with catalogue_file().open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                chinese = first_of(message.string)
                single = first_of(message.id)
                if single and chinese and not message.fuzzy:
                    ours[message.context, single] = chinese
    said: dict[Key, tuple[str, str]] = {}
    for path in sorted((locale_folder() / "parts").glob("*.json")):
        for text, chinese in json.loads(path.read_text(encoding="utf-8")).items():
            context, mark, single = text.partition(CONTEXT_MARK)
            key: Key = (context, single) if mark else (None, text)
            chinese = chinese[0] if isinstance(chinese, list) else chinese
            first = said.setdefault(key, (chinese, path.stem))
            if first[0] != chinese:
                quarrels.append(f"{text!r}: {first[1]} says {first[0]!r}, {path.stem} says {chinese!r}")
                continue
            ours[key] = chinese
    return ours, quarrels


def build() -> tuple[Catalog, list[str], list[str]]:
    """The catalogue, the texts without Chinese (with a file that holds each), and the disagreements."""
    ours, quarrels = translations()
    catalogue = Catalog(locale="zh_Hans", fuzzy=False, header_comment="# Chinese (simplified) texts of the site.")
    missing = []
    for (context, single), found in sorted(collect().items(), key=lambda row: (row[0][1], row[0][0] or "")):
        chinese = ours.get((context, single), "")
        if not chinese:
            missing.append(f"{min(found.files)}: {single!r}")
        if found.plural:
            catalogue.add((single, found.plural), (chinese,), context=context)
        else:
            catalogue.add(single, chinese, context=context)
    return catalogue, missing, quarrels


def render(catalogue: Catalog) -> bytes:
    """The .po file; without dates and line numbers, so that only words change it."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, no_location=True)
    header = (
        "# Chinese (simplified) texts of the site; made by `manage.py messages`.\n"
        'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()
