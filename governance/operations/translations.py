"""Compiles the translation catalogues with Babel; no system gettext is needed."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folders: list[Path]) -> list[Path]:
    """Write every .mo that is older than its .po (or missing); returns what was written.

    Written beside and renamed, so that processes starting at once never read half a file.
    """
    written = []
    for folder in folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
                continue
            with source.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
            beside = target.with_suffix(f".{os.getpid()}.tmp")
            with beside.open("wb") as file:
                write_mo(file, catalogue)
            beside.replace(target)
            written.append(target)
    return written
