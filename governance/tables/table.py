"""A table as it was read: rows of text with their place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from governance.tables.refusal import FileRefused

Row = tuple[int, list[str]]
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `rows()` may be called again and starts anew; row 1 is the first row of the file.

    `fast`, where given, yields the same rows by batches, each with the number of its first row.
    """

    kind: str
    rows: Callable[[], Iterator[Row]]
    name: str = ""
    fast: Callable[[], Iterator[tuple[int, list[list[str]]]]] | None = None

    def batches(self, after: int) -> Iterator[tuple[list[int], list[list[str]]]]:
        """All rows behind row `after`, by batches of numbers and cells."""
        if self.fast is None:
            rows = (row for row in self.rows() if row[0] > after)
            while some := list(islice(rows, BATCH)):
                yield [number for number, _cells in some], [cells for _number, cells in some]
            return
        for first, batch in self.fast():
            skipped = max(0, after + 1 - first)
            if skipped < len(batch):
                yield list(range(first + skipped, first + len(batch))), batch[skipped:]

    def top(self, count: int, *, strict: bool = False) -> list[Row]:
        """The first rows, to find the header in. Unless `strict`, what is broken below the first is left for later."""
        found: list[Row] = []
        try:
            for number, cells in self.rows():
                if number > count:
                    break
                found.append((number, cells))
        except FileRefused:
            if strict or not found:
                raise
        return found

    def column(self, index: int, after: int) -> Iterator[str]:
        """The cells of one column behind row `after`."""
        return chain.from_iterable(
            (row[index] for row in rows if len(row) > index) for _numbers, rows in self.batches(after)
        )


def blank(cells: list[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(cell and not cell.isspace() for cell in cells)
