"""Profiles of exports as rows (`data/profiles.json`), and which of them a file fits. Pure.

A file fits a profile when every required column is there; others may come and go. The header may stand in
any of the first rows, below a banner.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.public import PLATFORM_CHOICES
from analytics.metrics.catalogue import known_metrics
from governance.public import HEADER_WITHIN, FileRefused, Row, Table, blank

DATA = Path(__file__).parent / "data" / "profiles.json"
FORM_OF_KIND = {"count": "count", "gauge": "count", "rate": "ratio", "seconds": "seconds"}
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a profile knows: a metric with its number form, or a role."""

    names: tuple[str, ...]
    role: str = "metric"
    metric: str = ""
    form: str = "count"
    required: bool = False
    formats: tuple[str, ...] = ()
    id_from: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of export looks like."""

    code: str
    name_zh: str
    name_en: str
    platforms: tuple[str, ...]
    shape: str
    columns: tuple[Column, ...]
    without: frozenset[str] = frozenset()
    needs_any: frozenset[str] = frozenset()
    needs_metric: bool = True
    any_metric: bool = False
    legacy: bool = False
    first_of_same: bool = False
    header_rows: int = 1
    dimension: str = ""
    missing: frozenset[str] = frozenset()
    skip: dict[str, list[str]] = field(default_factory=dict)
    keep: dict[str, list[str]] = field(default_factory=dict)
    skip_without: tuple[str, ...] = ()
    ignore_prefix: tuple[str, ...] = ()
    banner: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh

    @property
    def required(self) -> list[Column]:
        """The columns without which a file is not of this kind."""
        return [column for column in self.columns if column.required]


@dataclass(slots=True)
class Match:
    """A table and the profile it fits: which column stands where."""

    profile: Profile
    table: Table
    header_row: int
    headers: list[str]
    found: dict[int, Column]
    unknown: list[str]
    banner_metric: str = ""


def plain(header: str) -> str:
    """A header without the differences that mean nothing: width, case, spaces, underscores."""
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "").replace("_", " ")
    return SPACES.sub(" ", text).strip().casefold()


@cache
def profiles() -> dict[str, Profile]:
    """All profiles by code."""
    found = {}
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        columns = tuple(_column(column) for column in row.pop("columns"))
        for name in ("platforms", "skip_without", "ignore_prefix"):
            row[name] = tuple(row.get(name, ()))
        for name in ("without", "needs_any"):
            row[name] = frozenset(map(plain, row.get(name, ())))
        row["missing"] = frozenset(row.get("missing", ()))
        found[row["code"]] = Profile(columns=columns, **row)
    return found


def _column(row: dict[str, Any]) -> Column:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Column(**fields)


def platform_name(code: str) -> str:
    """The platform's name in the reader's language."""
    return str(dict(PLATFORM_CHOICES).get(code, code))


def find_profile(tables: Iterable[Table], *, platform: str, handle: str, wanted: str = "auto") -> Match:
    """The profile that the file fits; refuses by name what belongs to another platform or fits nothing."""
    tops = [(table, table.top(HEADER_WITHIN + 3)) for table in tables]
    if wanted != "auto" and wanted not in profiles():
        raise FileRefused(_("There is no profile named %(name)s.") % {"name": wanted})
    choice = profiles().values() if wanted == "auto" else [profiles()[wanted]]
    matches = [match for profile in choice for table, top in tops for match in _matches(profile, table, top)]
    here = [match for match in matches if not match.profile.platforms or platform in match.profile.platforms]
    if here:
        best = max(here, key=_fit)
        _refuse_twins(best)
        return best
    if matches:
        other = max(matches, key=_fit)
        raise FileRefused(
            _(
                "This is an export of %(other)s (%(profile)s), but %(handle)s is an account on %(platform)s. "
                "Choose the account that it belongs to."
            )
            % {
                "other": " / ".join(map(platform_name, other.profile.platforms)),
                "profile": other.profile.name,
                "handle": handle,
                "platform": platform_name(platform),
            }
        )
    for table, _top in tops:
        table.top(HEADER_WITHIN + 3, strict=True)
    raise _nearest(list(choice), tops, platform)


def _fit(match: Match) -> tuple[int, int]:
    required = sum(column.required for column in match.found.values())
    return required, len(match.found) - len(match.unknown)


def _matches(profile: Profile, table: Table, top: list[Row]) -> Iterable[Match]:
    for position, (number, cells) in enumerate(top[:HEADER_WITHIN]):
        match = _match_row(profile, table, number, cells)
        if match is None:
            continue
        if profile.banner:
            above = [plain(cell) for _number, row in top[:position] for cell in row if cell.strip()]
            banner = {plain(name): metric for name, metric in profile.banner.items()}
            match.banner_metric = next((banner[cell] for cell in above if cell in banner), "")
            if not match.banner_metric:
                continue
        yield match
        return


def _match_row(profile: Profile, table: Table, number: int, cells: list[str]) -> Match | None:
    names = [plain(cell) for cell in cells]
    present = set(names)
    if profile.without & present or (profile.needs_any and not profile.needs_any & present):
        return None
    by_name = {plain(name): column for column in profile.columns for name in column.names}
    if any(not any(plain(name) in present for name in column.names) for column in profile.required):
        return None
    found: dict[int, Column] = {}
    unknown: list[str] = []
    seen: set[Column] = set()
    for index, name in enumerate(names):
        column = by_name.get(name) or (_any_metric(name) if profile.any_metric else None)
        if column is not None and not (profile.first_of_same and column in seen):
            found[index] = column
            seen.add(column)
        elif name and column is None and not name.startswith(profile.ignore_prefix or ("\0",)):
            unknown.append(cells[index].strip())
    if profile.needs_metric and not any(column.role == "metric" for column in found.values()):
        return None
    return Match(profile, table, number, [cell.strip() for cell in cells], found, unknown)


def _any_metric(name: str) -> Column | None:
    """A column named as any known metric: by code or by its name in either language."""
    for code, row in known_metrics().items():
        if name in (plain(code), plain(row["name_en"]), plain(row["name_zh"])):
            return Column((code,), metric=code, form=FORM_OF_KIND[row["kind"]])
    return None


def _refuse_twins(match: Match) -> None:
    seen: dict[tuple[str, str], str] = {}
    for index, column in match.found.items():
        if column.role == "ignore":
            continue
        key = (column.role, column.metric)
        if key in seen:
            name = match.headers[index]
            raise FileRefused(
                _("The column %(name)s appears twice. Remove one of them.") % {"name": name}
                if name == seen[key]
                else _("The columns %(first)s and %(second)s mean the same. Remove one of them.")
                % {"first": seen[key], "second": name},
                row=match.header_row,
                column=name,
            )
        seen[key] = match.headers[index]


def _nearest(choice: list[Profile], tops: list[tuple[Table, list[Row]]], platform: str) -> FileRefused:
    """Says which columns are missing for the profile that comes closest, and what unknown ones may mean."""
    rows = [(number, cells) for _table, top in tops for number, cells in top if not blank(cells)]
    if not rows:
        return FileRefused(_("There is no header row in the file. Export it again."))
    best: tuple[float, Profile, list[str], list[str], int] | None = None
    for profile in choice:
        if profile.platforms and platform not in profile.platforms and len(choice) > 1:
            continue
        for number, cells in rows:
            present = {plain(cell) for cell in cells if cell.strip()}
            missing = [c for c in profile.required if not any(plain(name) in present for name in c.names)]
            share = 1 - len(missing) / max(1, len(profile.required))
            if share and (best is None or share > best[0]):
                known = {plain(name) for column in profile.columns for name in column.names}
                unknown = [cell.strip() for cell in cells if cell.strip() and plain(cell) not in known]
                best = (share, profile, [column.names[0] for column in missing], unknown, number)
    if best is None:
        headers = ", ".join(cell.strip()[:40] for cell in rows[0][1][:12] if cell.strip())
        return FileRefused(
            _("No known export has these columns: %(columns)s. Check that the file is an export for this account.")
            % {"columns": headers},
            row=rows[0][0],
        )
    _share, profile, missing_names, unknown, number = best
    sentence = _("The file comes closest to “%(profile)s”, but these columns are missing: %(missing)s.") % {
        "profile": profile.name,
        "missing": ", ".join(missing_names) or "-",
    }
    for name in unknown[:10]:
        names = {plain(known): known for column in profile.columns for known in column.names}
        close = difflib.get_close_matches(plain(name), names, 1, 0.6)
        sentence += " " + (
            _("The column %(name)s is not known (did you mean %(guess)s?).")
            % {"name": name[:60], "guess": names[close[0]]}
            if close
            else _("The column %(name)s is not known.") % {"name": name[:60]}
        )
    return FileRefused(sentence, row=number)
