"""Looks for a text in every file of a folder, in every form in which a program may have written it down."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def forms_of(needle: str) -> dict[str, bytes]:
    """The bytes to look for: as text of two widths, in hex, in a URL, in JSON, in base64 wherever it begins."""
    raw = needle.encode()
    found = {
        "text": raw,
        "utf-16": needle.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "url": quote(needle, safe="").encode(),
        "json": json.dumps(needle)[1:-1].encode(),
    }
    for shift in range(3):
        # Three bytes make four characters: the first and last ones depend on what stands around the needle.
        encoded = base64.b64encode(b"\0" * shift + raw)
        found[f"base64+{shift}"] = encoded[(4 if shift else 0) : -4]
    return found


def contents(data: bytes) -> Iterator[bytes]:
    """What stands in a file, and in whatever is packed in it."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name)
    if data[:5] == b"%PDF-":
        for stream in STREAM.findall(data):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue


def found_in(folder: Path, needle: str) -> list[str]:
    """Each file below `folder` that holds the needle, with the form in which it does."""
    forms, hits = forms_of(needle), []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for data in contents(file.read_bytes()):
            hits += [f"{file.relative_to(folder)}: {form}" for form, wanted in forms.items() if wanted in data]
    return hits
