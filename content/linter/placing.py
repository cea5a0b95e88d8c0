"""Where a finding lies in the fields of the editor, so that a word can be shown and replaced there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.linter.findings import Finding


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the field that holds it; start and end count UTF-16 units, as the browser does."""

    finding: Finding
    field: str = ""
    start: int = 0
    end: int = 0

    @property
    def in_description(self) -> bool:
        """Whether it lies in what a picture says to those who do not see it."""
        return self.field.startswith("descriptions_")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def placed(findings: Iterable[Finding], parts: Sequence[tuple[str, str]]) -> list[Placed]:
    """The findings with their fields; `parts` are the names and texts of the fields, joined by one line break each.

    What lies over two fields, or concerns the text as a whole, has no field.
    """
    bounds: list[tuple[str, str, int]] = []
    first = 0
    for name, text in parts:
        bounds.append((name, text, first))
        first += len(text) + 1
    found = []
    for finding in findings:
        place = Placed(finding)
        for name, text, begin in bounds:
            if finding.end > finding.start and begin <= finding.start and finding.end <= begin + len(text):
                start = _units(text[: finding.start - begin])
                place = Placed(finding, name, start, start + _units(finding.text))
        found.append(place)
    return found
