"""Files of messages as rows: which columns, what they mean, in which zone their times are told. Pure.

The columns of Bilibili and Douyin are those of the browser add-ons that save comments; the platforms themselves
export none. A profile fits a file that has its required columns; further columns are ignored.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.public import HEADER_WITHIN, FileRefused, Row, Table

FIELDS = ("external_id", "channel", "author", "author_id", "text", "posted_at", "answers_to")
SHANGHAI = ZoneInfo("Asia/Shanghai")
DATE_FORMATS = ("iso", "slash", "cn")


@dataclass(frozen=True, slots=True)
class MessageProfile:
    """One kind of file: header of each field, what holds where there is none, and how times are read."""

    code: str
    name_zh: str
    name_en: str
    headers: dict[str, str]
    required: tuple[str, ...]
    channel: str = "comment"
    zone: ZoneInfo = SHANGHAI
    # Without numbers of their own, rows are known by author, time and text.
    numbered: bool = True

    @property
    def name(self) -> str:
        """Name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh

    def needed(self) -> list[str]:
        return [self.headers[field] for field in self.required]


PROFILES = (
    MessageProfile(
        "generic", "通用消息表", "Generic table of messages",
        {field: field for field in FIELDS},
        ("external_id", "channel", "author", "text", "posted_at"),
    ),
    MessageProfile(
        "bilibili_comments", "哔哩哔哩评论导出", "Bilibili comments",
        {
            "external_id": "评论ID", "author": "用户名", "author_id": "用户ID", "text": "评论内容",
            "posted_at": "评论时间", "answers_to": "上级评论ID",
        },
        ("external_id", "author", "text", "posted_at"),
    ),
    MessageProfile(
        "douyin_comments", "抖音评论导出", "Douyin comments",
        {"author": "昵称", "text": "评论内容", "posted_at": "评论时间"},
        ("author", "text", "posted_at"),
        numbered=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """A profile that fits a table: where its header is, and the place of each field."""

    profile: MessageProfile
    table: Table
    header_row: int
    places: dict[str, int]
    width: int


def fit_profile(table: Table) -> Fit:
    """The profile whose required columns the table has, or a refusal that lists what is missing."""
    top = table.top(HEADER_WITHIN)
    if not top:
        raise FileRefused(_("The file has no header row. Export it again with its column names."))
    best: tuple[int, MessageProfile, Row] | None = None
    for number, cells in top:
        names = [cell.strip() for cell in cells]
        for profile in PROFILES:
            missing = [name for name in profile.needed() if name not in names]
            if not missing:
                return _fitted(profile, table, number, names)
            score = len(profile.needed()) - len(missing)
            if best is None or score > best[0]:
                best = (score, profile, (number, names))
    raise _unfitting(best)


def _fitted(profile: MessageProfile, table: Table, number: int, names: Sequence[str]) -> Fit:
    known = set(profile.headers.values())
    twice = next((name for name in names if name in known and names.count(name) > 1), None)
    if twice is not None:
        raise FileRefused(
            _("The column %(name)s appears twice. Please keep one of them.") % {"name": twice}, row=number
        )
    places = {field: names.index(header) for field, header in profile.headers.items() if header in names}
    return Fit(profile, table, number, places, len(names))


def _unfitting(best: tuple[int, MessageProfile, Row] | None) -> FileRefused:
    assert best is not None  # noqa: S101  there was a first row
    _score, profile, (number, names) = best
    missing = [name for name in profile.needed() if name not in names]
    strange = [name for name in names if name and name not in profile.headers.values()]
    hints = []
    for name in strange:
        near = difflib.get_close_matches(name, profile.headers.values(), n=1)
        hints += [_("%(name)s (did you mean %(near)s?)") % {"name": name[:40], "near": near[0]}] if near else []
    sentence = _("These columns are missing: %(missing)s.") % {"missing": ", ".join(missing)}
    if hints:
        sentence += " " + _("Unknown columns: %(unknown)s.") % {"unknown": ", ".join(hints)}
    return FileRefused(sentence, row=number)
