"""The words of notices: a row per template, in both languages, registered by the room that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from governance.kinds.registry import Record, resolve
from governance.notices.models import Notice
from governance.notices.rules import ALONE

Fill = Callable[[Mapping[str, Any], str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Template:
    """Subject and sentence in both languages; `fill` turns codes in the parameters into words."""

    code: str
    zh: tuple[str, str]
    en: tuple[str, str]
    fill: Fill | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in words: what a list shows and a mail carries."""

    notice: Notice
    subject: str
    sentence: str
    url: str

    @property
    def absolute_url(self) -> str:
        return urljoin(settings.SITE_URL, self.url)


class _Gaps(dict[str, Any]):
    """A parameter that an older notice lacks is left out rather than breaking the list."""

    def __missing__(self, key: str) -> str:
        return "…"


_templates: dict[str, Template] = {}


def register_notice(
    code: str, *, zh: str | tuple[str, str], en: str | tuple[str, str], fill: Fill | None = None
) -> None:
    """Make a template known: (subject, sentence) per language, or one text for both.

    Texts name parameters in braces; {record} is the title of the record that the notice is about.
    """
    pair_zh = (zh, zh) if isinstance(zh, str) else zh
    pair_en = (en, en) if isinstance(en, str) else en
    if not all((*pair_zh, *pair_en)):
        raise ValueError(f"notice {code} needs its words in both languages")
    _templates[code] = Template(code, pair_zh, pair_en, fill)


def templates() -> dict[str, Template]:
    """All templates by code."""
    return dict(_templates)


def is_known(code: str) -> bool:
    """Whether somebody registered that template."""
    return code in _templates


def in_words(notices: Iterable[Notice], language: str) -> list[Message]:
    """Each notice in the language given, one query per kind of record."""
    rows = list(notices)
    records = resolve((row.kind, row.object_id) for row in rows if row.kind and row.object_id is not None)
    return [word(row, language, records) for row in rows]


def by_cause(messages: Iterable[Message]) -> list[tuple[Message, list[Message]]]:
    """The newest message about each record, in the order given, with the earlier ones about the same record."""
    groups: dict[tuple[str, int], tuple[Message, list[Message]]] = {}
    rows: list[tuple[Message, list[Message]]] = []
    for message in messages:
        notice = message.notice
        alone = notice.object_id is None or notice.kind in ALONE
        cause = ("", notice.pk) if alone else (notice.kind, notice.object_id or 0)
        if cause in groups:
            groups[cause][1].append(message)
        else:
            groups[cause] = (message, [])
            rows.append(groups[cause])
    return rows


def word(notice: Notice, language: str, records: Mapping[tuple[str, int], Record]) -> Message:
    """One notice in words; `records` as `resolve` gives them."""
    template = _templates.get(notice.template)
    record = records.get((notice.kind, notice.object_id)) if notice.object_id is not None else None
    url = (record.url if record else None) or reverse("governance:notices")
    if template is None:
        return Message(notice, notice.template, notice.template, url)
    english = language.startswith("en")
    subject, sentence = template.en if english else template.zh
    values = _Gaps(notice.params)
    values["record"] = record.title if record else f"{notice.kind} {notice.object_id or ''}".strip()
    if template.fill is not None:
        values.update(template.fill(notice.params, "en" if english else "zh"))
    return Message(notice, " ".join(subject.format_map(values).split()), sentence.format_map(values), url)
