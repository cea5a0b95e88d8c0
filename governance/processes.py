"""Children that do not outlive their parent, even where it is killed with -9 (Linux), and how processes keep house."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1
# A child that ends this often within a minute will not be mended by starting it again.
RESTARTS_PER_MINUTE = 5
# New objects after which Python looks for garbage that holds itself; its own 700 come several times a page.
OBJECTS_BETWEEN_SEARCHES = 50_000


def die_with_parent(with_signal: int = signal.SIGKILL, parent: int | None = None) -> None:
    """Ask the kernel to signal this process when its parent ends.

    `parent` is the pid seen before the fork: a parent that died in between is noticed too. Elsewhere than
    on Linux there is no such call; a launcher that is ended in order still ends its children there.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(0)


def search_garbage_rarely() -> None:
    """Leave what is loaded by now out of every search for garbage, and search seldom: for once all is loaded.

    A loaded site is a million objects, and looking through them took a third of the time of reckoning the board.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES, 20, 20)


@dataclass
class Child:
    """One process of the site: how to start it, and how long it may take to end."""

    name: str
    command: list[str]
    patience: float
    death_signal: int = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS_PER_MINUTE))

    def start(self, env: dict[str, str], log: Path) -> None:
        parent = os.getpid()
        self.starts.append(time.monotonic())
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(self.death_signal, parent),
            )

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """Wait, then insist; the whole session goes, whatever the child itself started."""
        if self.process is None:
            return
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def restless(self) -> bool:
        """It has ended too often lately to be started once more."""
        return len(self.starts) == RESTARTS_PER_MINUTE and time.monotonic() - self.starts[0] < 60
