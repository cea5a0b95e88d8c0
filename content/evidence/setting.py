"""Sets the pages of an evidence pack: `python -m content.evidence.setting`, JSON in, PDF out; no network, no site."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "evidence.typ"


def set_pages(asked: dict[str, Any]) -> bytes:
    """The pages as PDF."""
    import typst

    with tempfile.TemporaryDirectory(prefix="evidence-") as folder:
        shutil.copy(PAGES, folder)
        made: bytes = typst.compile(
            str(Path(folder) / PAGES.name), root=folder, font_paths=asked["fonts"], format="pdf",
            sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)}, timestamp=asked["timestamp"],
        )  # fmt: skip
    return made


if __name__ == "__main__":
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answering.write(set_pages(json.load(sys.stdin.buffer)))
    answering.close()
