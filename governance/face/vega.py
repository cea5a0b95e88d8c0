"""Takes the chart libraries out of the vl-convert wheel: `python -m governance.face.vega FOLDER`.

Runs in a process of its own: a child forked after the wheel's first use hangs, and the wheel reserves much
virtual memory. Nothing of the libraries lies in this repository.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import distribution, version
from pathlib import Path

PACKAGE = "vl-convert-python"
SCRIPT, NOTICE, STAMP = "vega.js", "THIRD_PARTY.txt", "stamp.txt"
SECONDS = 120
SNIPPET = "window.vegaEmbed = vegaEmbed; window.vega = vega;"
LIBRARIES = """\
{vega} (BSD-3-Clause, University of Washington Interactive Data Lab and the Vega project):
  vega {vega_version}, vega-lite {vegalite_version}, vega-embed {embed_version}, vega-themes {themes_version},
  vega-interpreter, vega-tooltip, vega-schema-url-parser
d3 modules (ISC and BSD-3-Clause, Mike Bostock); topojson-client (ISC, Mike Bostock); internmap (ISC, Mike Bostock)
delaunator (ISC, Mapbox); robust-predicates (Unlicense, Vladimir Agafonkin)
fast-json-patch (MIT, Joachim Wester); json-stringify-pretty-compact (MIT, Simon Lydell)
lodash.debounce (MIT, OpenJS Foundation); semver (ISC, Isaac Z. Schlueter and Contributors); tslib (0BSD, Microsoft)
"""


def stamp() -> str:
    """What the folder must hold to be up to date."""
    return f"{PACKAGE} {version(PACKAGE)}\n"


def is_built(folder: Path) -> bool:
    """Whether the script of this version of the wheel is there already."""
    mark = folder / STAMP
    return mark.exists() and mark.read_text() == stamp() and (folder / SCRIPT).exists()


def build(folder: Path) -> bool:
    """Write script and notice in a fresh process; False where they were there already."""
    if is_built(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "governance.face.vega", str(folder)]
    root = Path(__file__).resolve().parent.parent.parent
    subprocess.run(command, check=True, cwd=root, timeout=SECONDS)  # noqa: S603
    return True


def replace(path: Path, text: str) -> None:
    """Write beside and rename, so that nobody serves half a file."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def write(folder: Path) -> None:
    """The bundle as one function of its own, the notice, and last the stamp."""
    import vl_convert

    bundle = vl_convert.javascript_bundle(SNIPPET)
    replace(folder / SCRIPT, f"/* Third-party code, see {NOTICE} */\n(() => {{\n{bundle}\n}})();\n")
    licences = [
        file.read_text() for file in distribution(PACKAGE).files or () if "license" in str(file.parent).lower()
    ]
    libraries = LIBRARIES.format(
        vega="Vega",
        vega_version=vl_convert.get_vega_version(),
        vegalite_version=vl_convert.get_vegalite_versions()[-1],
        embed_version=vl_convert.get_vega_embed_version(),
        themes_version=vl_convert.get_vega_themes_version(),
    )
    head = f"{SCRIPT} was taken from {PACKAGE} {version(PACKAGE)} when this site was installed. It holds:\n\n"
    replace(folder / NOTICE, "\n\n".join([head + libraries, f"Licence of {PACKAGE}:", *licences]))
    replace(folder / STAMP, stamp())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
