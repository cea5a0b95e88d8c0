"""Children that do not outlive their parent, even where it is killed with -9 (Linux)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


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
