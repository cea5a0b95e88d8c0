"""What is said about a file or a cell that cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass

from governance.refusals.exceptions import Refused, Sentence

SHOWN_VALUE = 120


class FileRefused(Refused):
    """The whole file cannot be read; `row` and `column` say where, if it is at one place."""

    def __init__(
        self, sentence: Sentence, *, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.row = row
        self.column = column
        self.value = value


class BadCell(ValueError):
    """One cell is refused, with the sentence for it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class RowError:
    """One refused cell or row, as people find it in their spreadsheet: row 1 is the first line of the file."""

    row: int | None
    column: str | None
    value: str | None
    message: Sentence

    def as_dict(self) -> dict[str, str | int | None]:
        """For JSON and for the run's record."""
        value = self.value
        if value is not None and len(value) > SHOWN_VALUE:
            value = value[:SHOWN_VALUE] + "…"
        return {"row": self.row, "column": self.column, "value": value, "message": str(self.message)}
