"""What changed between two frozen contents: the words run by run, everything else line by line (R-030, R-033)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.drafts.diff import Piece, pieces
from content.drafts.rules import CONTENT_TYPES, FLAGS, MEDIA, ORIGINALITY
from content.drafts.sealing import text_of
from content.media.models import MediaAsset

Sealed = Mapping[str, Any]
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """The lines that a field lost and those that it gained."""

    label: Promise | str
    removed: list[str]
    added: list[str]


@dataclass(frozen=True, slots=True)
class Differences:
    """The words, and the other fields that differ; with neither, nothing changed."""

    text: list[Piece]
    fields: list[FieldDifference]

    @property
    def same_text(self) -> bool:
        """Whether not one word differs."""
        return all(piece.kind == "same" for piece in self.text)


def _choice(choices: Iterable[tuple[str, Promise | str]]) -> Callable[[Any, Names], list[str]]:
    words = dict(choices)
    return lambda value, names: [str(words.get(value, value))]


def _said(value: Any, names: Names) -> list[str]:
    return [_("Yes") if value else _("No")]


def _lines(value: Any, names: Names) -> list[str]:
    return [str(line) for line in value]


def _flags(value: Any, names: Names) -> list[str]:
    words = {flag.code: flag.label for flag in FLAGS}
    return [str(words.get(code, code)) for code in value]


def _claims(value: Any, names: Names) -> list[str]:
    return [f"{claim['text']} — {claim['source'] or _('No source yet')}" for claim in value]


def _files(value: Any, names: Names) -> list[str]:
    shown = [names.get(row["id"], f"#{row['id']}") for row in value]
    return [_file(name, row) for name, row in zip(shown, value, strict=True)]


def _file(name: str, row: Mapping[str, Any]) -> str:
    line = f"{name} ({row['alt']})" if row["alt"] else name
    if (cover := row.get("cover")) is None:
        return line
    return _("%(file)s, cover at %(seconds)s seconds") % {"file": line, "seconds": (cover["moment_ms"] or 0) / 1000}


def _window(value: Any, names: Names) -> list[str]:
    moments = [date_format(localtime(datetime.fromisoformat(text)), "Y-m-d H:i") if text else "…" for text in value]
    return [" – ".join(moments)] if any(value) else []


def _originality(value: Any, names: Names) -> list[str]:
    return [str(dict(ORIGINALITY)[value["said"]]), *value["material"].splitlines()]


def _event(value: Any, names: Names) -> list[str]:
    return [date_format(localtime(datetime.fromisoformat(value)), "Y-m-d H:i")]


# Each field that a signature answers for besides the words: its name, what it is called, how it reads.
FIELDS: tuple[tuple[str, Promise | str, Callable[[Any, Names], list[str]]], ...] = (
    ("claims", gettext_lazy("Statements of fact"), _claims),
    ("media", gettext_lazy("Files"), _files),
    ("originality", gettext_lazy("Originality"), _originality),
    ("accounts", gettext_lazy("Accounts"), _lines),
    ("window", gettext_lazy("Window"), _window),
    ("event", gettext_lazy("Time of the event"), _event),
    ("flags", gettext_lazy("Flags"), _flags),
    ("units", gettext_lazy("Units named"), _lines),
    ("content_type", gettext_lazy("Content type"), _choice(CONTENT_TYPES)),
    ("medium", gettext_lazy("Medium"), _choice(MEDIA)),
    ("ai_declared", gettext_lazy("Made or altered with AI"), _said),
    ("ad_declared", gettext_lazy("This is advertising"), _said),
)


def differences(old: Sealed, new: Sealed) -> Differences:
    """Everything that differs between two contents of one shape (see `sealed_content`); at most one query."""
    changed = [row for row in FIELDS if old.get(row[0]) != new.get(row[0])]
    files = [row["id"] for sealed in (old, new) for row in sealed.get("media", [])]
    names: Names = {}
    if any(name == "media" for name, _label, _show in changed):
        names = dict(MediaAsset.objects.filter(pk__in=files).values_list("pk", "shown_name"))
    fields = []
    for name, label, show in changed:
        before, after = (show(sealed[name], names) if name in sealed else [] for sealed in (old, new))
        removed = [line for line in before if line not in after]
        added = [line for line in after if line not in before]
        moved = not removed and not added  # The same lines in another order: both orders are shown.
        fields.append(FieldDifference(label, before if moved else removed, after if moved else added))
    texts = [text_of(sealed["title"], sealed["body"], sealed["hashtags"]) for sealed in (old, new)]
    return Differences(pieces(*texts), fields)
