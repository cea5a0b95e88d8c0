"""A record as PDF: typst sets the pages, in the fonts that came with the packages; no network, no process beside.

One mechanism for every paper of the site: a room brings its `.typ` and what is to be said as plain data. Texts of
people are strings in that data and never read as markup.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Packages that bring fonts, under the Open Font License: Chinese, and emoji with the scripts of other markets.
FONT_PACKAGES = (("pylopdf_fonts_zh_cn", "pylopdf-fonts-zh-cn"), ("manimgx_fonts", "manimgx-fonts"))


class FontsMissing(Exception):
    """A package that brings fonts is not installed."""


def font_folders() -> list[str]:
    """Where the fonts lie that came with the packages."""
    folders = []
    for module, package in FONT_PACKAGES:
        spec = find_spec(module)
        if spec is None or not spec.submodule_search_locations:
            raise FontsMissing(f"the package {package} is not installed")
        folders.append(next(iter(spec.submodule_search_locations)))
    return folders


def set_pages(
    setting: Path, data: Mapping[str, Any], *, at: datetime, pictures: Mapping[str, str] | None = None
) -> bytes:
    """The PDF of a `.typ`; `data` stands in its input `data` as JSON, `pictures` are SVG by their file names.

    `at` is the moment that the document says it was made at, so that the same content gives the same bytes. Raises
    FontsMissing, and typst's own error for a setting that is wrong.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        shutil.copy(setting, folder)
        for name, svg in (pictures or {}).items():
            (Path(folder) / name).write_text(svg, encoding="utf-8")
        made: bytes = typst.compile(
            str(Path(folder) / setting.name), root=folder, font_paths=font_folders(), format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=int(at.timestamp()),
        )  # fmt: skip
    return made
