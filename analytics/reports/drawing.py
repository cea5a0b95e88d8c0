"""Draws charts to SVG in a process of its own: `python -m analytics.reports.drawing FONTS...`.

The vl-convert wheel must not be used before a fork and reserves much virtual memory, so nobody else imports it.
One JSON object a line comes in, one goes out; no network; ends when its parent does, or when nobody asked for long.
"""

from __future__ import annotations

import json
import os
import select
import sys
from typing import IO

IDLE_SECONDS = 300


def serve(questions: IO[bytes], answers: IO[bytes], fonts: list[str]) -> None:
    """Answer until the other end closes or falls silent."""
    import vl_convert

    for folder in fonts:
        vl_convert.register_font_directory(folder)
    while select.select([questions], [], [], IDLE_SECONDS)[0]:
        line = questions.readline()
        if not line:
            return
        try:
            asked = json.loads(line)
            svg = vl_convert.vegalite_to_svg(asked["spec"], config=asked["config"], allowed_base_urls=[])
            answer = {"svg": svg}
        except (ValueError, KeyError) as error:
            answer = {"error": str(error)}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    # What the wheel may print goes to the log, not between the answers.
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(os.fdopen(0, "rb", buffering=0), answering, sys.argv[1:])
