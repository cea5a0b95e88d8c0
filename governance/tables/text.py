"""CSV and its relatives, read as a stream: encoding, separator, rows; every refusal names the line. Pure."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from governance.tables.refusal import FileRefused
from governance.tables.rules import COLUMNS, LINE_CHARACTERS, RECORD_CHARACTERS, ROWS
from governance.tables.table import BATCH, Row, Table

CHUNK = 1 << 16
SEPARATORS = ",;\t"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_A_TABLE = _("The file cannot be split into rows and columns. Export it again.")
SAVE_AS = _("Save it as CSV in UTF-8 and try again.")


def open_text(path: Path, *, legacy: bool = False) -> Table:
    """The table of a text file. `legacy`: an old western export, whose second guess is cp1252, not GB18030."""
    encoding = encoding_of(path, legacy=legacy)
    with _lines(path, encoding) as stream:
        first = stream.readline(LINE_CHARACTERS + 1)
    separator = _named_separator(first)
    if separator is None:
        separator = _separator_of(first)
    fast = partial(_batches, path, encoding, separator) if _regular(path, encoding) else None
    return Table("csv", partial(_rows, path, encoding, separator), fast=fast)


def encoding_of(path: Path, *, legacy: bool = False) -> str:
    """The encoding in which every byte of the file is valid; refuses a mixture by its first bad line."""
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    for mark, name in BOMS:
        if head.startswith(mark):
            bad = _first_bad_line(path, "utf-8-sig" if name == "utf-8-sig" else "utf-16")
            if bad is None:
                return name
            raise _not_decodable(bad, "UTF-8" if name == "utf-8-sig" else "UTF-16")
    if head[1::2].count(0) > len(head) // 4 or head[::2].count(0) > len(head) // 4:
        raise FileRefused(_("This looks like UTF-16 without a mark at its start. %(save)s") % {"save": SAVE_AS})
    bad = _first_bad_line(path, "utf-8")
    if bad is None:
        return "utf-8"
    if legacy:
        if _first_bad_line(path, "cp1252") is None:
            return "cp1252"
        raise _not_decodable(bad, "UTF-8")
    if _first_bad_line(path, "gb18030") is None and not _mixed(path):
        return "gb18030"
    raise FileRefused(
        _("Line %(line)d is not UTF-8 (and the file as a whole is not valid GB18030). %(save)s")
        % {"line": bad, "save": SAVE_AS},
        row=bad,
    )


def _not_decodable(line: int, name: str) -> FileRefused:
    return FileRefused(
        _("Line %(line)d is not %(encoding)s. %(save)s") % {"line": line, "encoding": name, "save": SAVE_AS}, row=line
    )


def _first_bad_line(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _mixed(path: Path) -> bool:
    """Whether lines of proper UTF-8 stand among the others: then no single encoding is right."""
    foreign = proper = 0
    with path.open("rb") as stream:
        while line := stream.readline(CHUNK):
            if line.isascii():
                continue
            foreign += 1
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            proper += any(char > "\u07ff" for char in text)
    return proper * 20 > foreign


def _lines(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(path.open("rb"), encoding=encoding, newline="")


def _named_separator(first: str) -> str | None:
    """What a first line `sep=,` names (Excel and Meta write it)."""
    line = first.strip().strip('"')
    return line[4] if line.lower().startswith("sep=") and len(line) == 5 else None


def _separator_of(line: str) -> str:
    """The separator that occurs most often outside quotes; a comma where none does."""
    outside = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _regular(path: Path, encoding: str) -> bool:
    """Whether no line is over-long and no NUL stands in the file: then lines need no guard."""
    if encoding == "utf-16":
        return False
    longest = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK * 16):
            lines = chunk.replace(b"\r", b"\n").split(b"\n")
            if b"\0" in chunk or longest + len(lines[0]) > LINE_CHARACTERS:
                return False
            if max(map(len, lines)) > LINE_CHARACTERS:
                return False
            longest = len(lines[-1]) if len(lines) > 1 else longest + len(lines[0])
    return True


def _batches(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[list[str]]]]:
    """The rows of a regular file, many at a time; `_rows` finds the words for what is wrong."""
    number = 1
    with _lines(path, encoding) as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            while batch := list(islice(reader, BATCH)):
                if max(map(len, batch)) > COLUMNS or number + len(batch) > ROWS + 10:
                    break
                yield number, batch
                number += len(batch)
            else:
                return
        except csv.Error:
            pass
    for _row in _rows(path, encoding, separator):
        continue
    raise FileRefused(NOT_A_TABLE)


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    with _lines(path, encoding) as stream:
        source = _Guard(stream)
        reader = csv.reader(source, delimiter=separator, strict=True)
        start, number = 1, 0
        while True:
            source.record = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _broken(error, start, reader.line_num, number + 1) from None
            number += 1
            if source.nul:
                column = next((index for index, cell in enumerate(cells) if "\0" in cell), 0)
                raise NulFound(number, column)
            if len(cells) > COLUMNS:
                raise FileRefused(
                    _("Row %(row)d has too many columns: %(found)d, and at most %(most)d are read.")
                    % {"row": number, "found": len(cells), "most": COLUMNS},
                    row=number,
                )
            if number > ROWS + 10:
                raise FileRefused(
                    _("The file has more than %(most)d rows. Split it and import the parts.") % {"most": ROWS}
                )
            start = reader.line_num + 1
            yield number, cells


class NulFound(FileRefused):
    """A NUL byte; the column is known by its index until the header is."""

    def __init__(self, row: int, index: int) -> None:
        super().__init__(_("There is a NUL byte in this cell. Export the file again."), row=row)
        self.index = index


class _Guard:
    """Hands lines to the csv reader and stops it at a line or a record that no export would have."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self.stream = stream
        self.line = 0
        self.record = 0
        self.nul = False

    def __iter__(self) -> _Guard:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(LINE_CHARACTERS + 1)
        if not line:
            raise StopIteration
        self.line += 1
        if len(line) > LINE_CHARACTERS:
            raise FileRefused(
                _("Line %(line)d is longer than 64 kB. This is not an export, or a quote is not closed.")
                % {"line": self.line},
                row=self.line,
            )
        self.record += len(line)
        if self.record > RECORD_CHARACTERS:
            raise csv.Error("unexpected end of data")
        if "\0" in line:
            self.nul = True
        return line


def _broken(error: csv.Error, start: int, line: int, row: int) -> FileRefused:
    if "end of data" in str(error) or "field limit" in str(error):
        return FileRefused(_("A quote opened on line %(line)d is never closed.") % {"line": start}, row=row)
    return FileRefused(
        _("Line %(line)d cannot be split into columns: a quote stands where none may stand.") % {"line": line}, row=row
    )
