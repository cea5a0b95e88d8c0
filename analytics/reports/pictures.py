"""Charts as SVG for paper: asks the drawing process, starts it when needed, never waits without bound."""

from __future__ import annotations

import json
import os
import select
import subprocess  # nosec B404 - starts our own module by fixed arguments
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings

from analytics.reports.charts import Chart
from governance.public import font_folders

FONT = "Noto Sans SC"
START_SECONDS, CHART_SECONDS = 60.0, 20.0
WIDTH = 560
INK, INK_2, LINE = "#1d1f23", "#4d5058", "#dcd9d2"
PALETTE = ["#2a4a8f", "#b45f06", "#2f7d5b", "#8a4f9e", "#9a7b1c", "#3c8aa8"]


class DrawingFailed(Exception):
    """The charts could not be drawn; the log of the process says why."""


def paper_config() -> dict[str, Any]:
    """The look of charts on paper; the browser has its own, in the colours of the theme."""
    words = {
        "labelColor": INK_2, "titleColor": INK_2, "labelFont": FONT, "titleFont": FONT, "labelFontSize": 11,
        "titleFontSize": 11, "titleFontWeight": "normal",
    }  # fmt: skip
    return {
        "background": None,
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH},
        "axis": {**words, "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "gridDash": [2, 3]},
        "legend": {**words, "orient": "top", "title": None, "symbolType": "square"},
        "mark": {"color": PALETTE[0]},
        "text": {"color": INK, "font": FONT},
        "range": {"category": PALETTE},
    }


class _Drawer:
    """One process, used by one thread at a time. A forked child starts its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def draw(self, specs: Sequence[dict[str, Any]], step: Callable[[], None]) -> list[str]:
        """SVG of each spec. A process that had ended meanwhile is started once more."""
        with self.lock:
            for last in (False, True):
                fresh = self._start()
                try:
                    return [self._ask(spec, fresh and not index, step) for index, spec in enumerate(specs)]
                except BrokenPipeError:
                    self._stop()
                    if last or fresh:
                        raise DrawingFailed("the drawing process ended") from None
        raise DrawingFailed("the drawing process ended")

    def _start(self) -> bool:
        """Whether a new process had to be started."""
        if self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
            return False
        self.process = subprocess.Popen(  # noqa: S603 # nosec B603
            [sys.executable, "-m", "analytics.reports.drawing", *font_folders()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(settings.BASE_DIR), bufsize=0,
        )  # fmt: skip
        self.owner = os.getpid()
        return True

    def _ask(self, spec: dict[str, Any], first: bool, step: Callable[[], None]) -> str:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        line = json.dumps({"spec": {"width": WIDTH, **spec}, "config": paper_config()}).encode() + b"\n"
        _write_all(process.stdin.fileno(), line)
        try:
            answer = json.loads(self._read(process.stdout.fileno(), START_SECONDS if first else CHART_SECONDS))
        except TimeoutError:
            self._stop()
            raise DrawingFailed("a chart took too long") from None
        if "error" in answer:
            raise DrawingFailed(answer["error"])
        step()
        return str(answer["svg"])

    def _read(self, pipe: int, seconds: float) -> bytes:
        """One line, within so many seconds."""
        until, parts = monotonic() + seconds, []
        while True:
            left = until - monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise TimeoutError
            part = os.read(pipe, 1 << 16)
            if not part:
                raise BrokenPipeError
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)

    def _stop(self) -> None:
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait(5)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        self.process = None


def _write_all(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


_drawer = _Drawer()


def draw(charts: Sequence[Chart], *, step: Callable[[], None] = lambda: None) -> list[str]:
    """The charts as SVG, in their order; `step` is called after each."""
    return _drawer.draw([chart.spec for chart in charts], step)
