"""What a newcomer sees: the site starts, fills the demo company, and every login can use every page it is offered."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from governance.demonstration.rules import DEMO_PASSWORD, LOGINS

pytestmark = [pytest.mark.newcomer, pytest.mark.timeout(700)]

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, END_SECONDS, ANSWER_SECONDS = 500, 60, 30
THEIRS = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "MAKELEVEL")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NAVIGATION = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
ADDRESS = re.compile(r'href="(/[^"#]*)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, started in an empty folder as `make run` starts it, and ended as by Ctrl-C."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("newcomer")
    env = {name: value for name, value in os.environ.items() if name not in THEIRS}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "governance.launcher"],
        cwd=ROOT,
        env={**env, "DATA_DIR": str(folder), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    too_late = threading.Timer(START_SECONDS, launcher.terminate)
    too_late.start()
    said: list[str] = []
    try:
        for line in launcher.stdout or ():
            said.append(line)
            if "answers at" in line:
                break
        too_late.cancel()
        assert "answers at" in "".join(said[-1:]), "".join(said)
        yield f"http://127.0.0.1:{port}"
    finally:
        too_late.cancel()
        launcher.send_signal(signal.SIGINT)
        rest, _nothing = launcher.communicate(timeout=END_SECONDS)
    assert launcher.returncode == 0, rest
    assert "Everything has ended." in rest


def log_in(site: str, login: str) -> requests.Session:
    """A session of this person, entered by the login page."""
    session = requests.Session()
    session.headers["Referer"] = f"{site}/auth/login/"
    page = session.get(f"{site}/auth/login/", timeout=ANSWER_SECONDS)
    token = TOKEN.search(page.text)
    assert token is not None
    answer = session.post(
        f"{site}/auth/login/",
        data={"login": login, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token.group(1)},
        timeout=ANSWER_SECONDS,
    )
    assert answer.status_code == 200, f"{login} got {answer.status_code}"
    assert "/auth/login" not in answer.url, f"{login} was not let in"
    return session


@pytest.mark.parametrize("login", [row.username for row in LOGINS])
def test_each_demo_login_enters_and_every_page_offered_to_it_opens(site: str, login: str) -> None:
    session = log_in(site, login)
    home = session.get(f"{site}/", timeout=ANSWER_SECONDS).text
    offered = sorted({path for bar in NAVIGATION.findall(home) for path in ADDRESS.findall(bar)})
    assert len(offered) >= 3, f"{login} is offered {offered}"
    answers = {path: session.get(site + path, timeout=ANSWER_SECONDS).status_code for path in offered}
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_the_board_of_the_demo_company_opens_with_its_records(site: str) -> None:
    auditor = log_in(site, "auditor")
    assert auditor.get(f"{site}/board/", timeout=ANSWER_SECONDS).status_code == 200
    page = auditor.get(f"{site}/board/requirements/R-030/", timeout=ANSWER_SECONDS)
    assert page.status_code == 200
    assert "R-030" in page.text
