"""A table as it was read: rows of text with their place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `rows()` may be called again and starts anew; row 1 is the first row of the file."""

    kind: str
    rows: Callable[[], Iterator[Row]]
    name: str = ""
    notes: list[str] = field(default_factory=list)

    def top(self, count: int) -> list[Row]:
        """The first rows that hold anything, to find the header in."""
        found: list[Row] = []
        for number, cells in self.rows():
            if number > count:
                break
            found.append((number, cells))
        return found


def blank(cells: list[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(cell and not cell.isspace() for cell in cells)
