"""manage.py without its settings says how it gets them, in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.once


def test_without_a_secret_key_it_names_the_way_that_has_one() -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DEBUG")}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_draw", "draw.json"],
        env={**env, "DEBUG": "0"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "python -m governance.launcher verify_draw draw.json" in done.stderr
