"""`make screenshots`: the pictures of docs/pictures, from a demo company in a folder of its own.

    python -m tests.browser.pictures [name ...]

Starts the site as `make run` does (or uses the one at SITE_URL), logs in, and takes each picture below.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDE, PHONE = (1280, 860), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: its file, whose login, which page, how wide, which language and theme."""

    name: str
    login: str
    path: str
    size: tuple[int, int] = WIDE
    language: str = "zh-hans"
    dark: bool = False


SHOTS = (
    Picture("today", "manager", "/"),
    Picture("today-english", "manager", "/", language="en"),
    Picture("board", "manager", "/board/"),
    Picture("review", "final_reviewer", "/review/"),
    Picture("drafts", "author", "/drafts/"),
    Picture("inbox", "agent", "/inbox/"),
    Picture("inbox-phone", "agent", "/inbox/", size=PHONE),
    Picture("reports", "analyst", "/reports/"),
    Picture("policies", "auditor", "/policies/"),
    Picture("ledger", "auditor", "/ledger/"),
    Picture("operations", "admin", "/operations/"),
    Picture("operations-dark", "admin", "/operations/", dark=True),
)


@contextmanager
def site() -> Iterator[str]:
    """The address of a site with a demo company; started and ended here unless SITE_URL names one."""
    if os.environ.get("SITE_URL"):
        yield os.environ["SITE_URL"].rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="governance-pictures-") as folder:
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
        launcher = subprocess.Popen(
            [sys.executable, "-m", "governance.launcher"],
            cwd=ROOT,
            env={**env, "DATA_DIR": os.environ.get("DATA_DIR") or folder, "PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            for line in launcher.stdout or ():
                print(line, end="", flush=True)
                if "answers at" in line:
                    break
            else:
                raise SystemExit("The site did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            launcher.terminate()
            launcher.communicate()


def take(browser: Browser, address: str, shot: Picture, password: str) -> None:
    """Log in, choose the language, take the picture."""
    width, height = shot.size
    scheme: Literal["dark", "light"] = "dark" if shot.dark else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/auth/login/")
    page.fill("input[name=login]", shot.login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/auth/login" not in url)
    answer = page.goto(address + shot.path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.path} answered {answer.status if answer else 'nothing'} to {shot.login}")
    page.screenshot(path=PICTURES / f"{shot.name}.png")
    context.close()
    print(f"docs/pictures/{shot.name}.png", flush=True)


def main(names: list[str]) -> None:
    """All pictures, or those named."""
    from governance.demonstration.rules import DEMO_PASSWORD

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Pictures need Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            if not names or shot.name in names:
                take(browser, address, shot, DEMO_PASSWORD)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
