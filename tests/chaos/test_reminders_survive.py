"""Reminders survive whatever dies: workers, beats and the broker are killed while they go out (R-064)."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from email import message_from_bytes
from email.policy import default as email_policy
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings

from governance.launcher import Child, broker, wait_for_broker
from tests import servers
from tests.chaos.reminders import PERCENTS

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(480)]

ROOT = Path(__file__).resolve().parents[2]
DEADLINES = 200
FIRST_DUE, LAST_DUE = 40, 150
WORKERS, BEATS = 3, 2
WORKER_KILLS, BROKER_KILLS, BEAT_KILLS = 20, 2, 2
LATEST_SECONDS = 60
GIVE_UP_SECONDS = 290
SAID = re.compile(r"^chaos (\d+): reply (50 %|due now)", re.MULTILINE)


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database, a data folder and a folder of mails of its own."""
    mails = tmp_path / "mails"
    mails.mkdir()
    found = {
        **os.environ,
        "DEBUG": "1",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "SECRET_KEY": "chaos" * 12,
        "EMAIL_URL": f"filemail:///{mails}",  # environ takes one slash away
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    if settings.DATABASE_URL:
        address = StringIO()
        with redirect_stdout(address):
            servers.create(settings.DATABASE_URL)
        found["DATABASE_URL"] = address.getvalue().strip()
    yield found
    if found["DATABASE_URL"]:
        servers.drop(found["DATABASE_URL"])


def run(env: dict[str, str], *command: str) -> str:
    return subprocess.run(
        [sys.executable, *command], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


class Site:
    """A broker, workers and beats, each to be killed by its own process id and started again."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env, self.folder = env, folder
        self.broker = broker(folder, env)
        celery = [sys.executable, "-m", "celery", "--app", "governance.celery"]
        worker = [*celery, "worker", "--concurrency", "1", "--without-mingle", "--without-gossip"]
        self.workers = [
            Child(f"worker{n}", [*worker, "--hostname", f"chaos{n}@%h"], patience=5) for n in range(WORKERS)
        ]
        self.beats = [Child(f"beat{n}", [*celery, "beat", "--pidfile", ""], patience=5) for n in range(BEATS)]

    def __enter__(self) -> Site:
        self.start(self.broker)
        wait_for_broker(self.broker, self.env["REDIS_URL"])
        for child in (*self.workers, *self.beats):
            self.start(child)
        return self

    def __exit__(self, *_reason: object) -> None:
        for child in (*self.workers, *self.beats, self.broker):
            child.kill()

    def start(self, child: Child) -> None:
        child.start(self.env, self.folder / f"{child.name}.log")

    def strike(self, child: Child) -> None:
        child.kill()
        self.start(child)


def kills(site: Site, dice: random.Random) -> list[tuple[float, Child]]:
    """Who is killed when, spread over the time in which rungs are due."""
    victims = [dice.choice(site.workers) for _n in range(WORKER_KILLS)]
    victims += [site.broker] * BROKER_KILLS + [dice.choice(site.beats) for _n in range(BEAT_KILLS)]
    return sorted(((dice.uniform(FIRST_DUE / 2, LAST_DUE), child) for child in victims), key=lambda row: row[0])


def mailed(folder: Path) -> Counter[tuple[int, int]]:
    """How often each (record, percent) stands in a mail."""
    found: Counter[tuple[int, int]] = Counter()
    for file in folder.iterdir():
        for raw in file.read_bytes().split(b"-" * 79):
            body = message_from_bytes(raw.lstrip(), policy=email_policy).get_content() if raw.strip() else ""
            found.update((int(number), 50 if words == "50 %" else 100) for number, words in SAID.findall(body))
    return found


def test_no_reminder_is_lost_or_doubled_whatever_dies(env: dict[str, str], tmp_path: Path) -> None:
    run(env, "manage.py", "migrate", "--verbosity", "0")
    with Site(env, tmp_path) as site:
        run(env, "-m", "tests.chaos.reminders", "fill", str(DEADLINES), str(FIRST_DUE), str(LAST_DUE))
        began = time.monotonic()
        for moment, victim in kills(site, random.Random(7)):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            site.strike(victim)
        told: dict[str, object] = {}
        while time.monotonic() - began < GIVE_UP_SECONDS:
            told = json.loads(run(env, "-m", "tests.chaos.reminders", "report"))
            if told["lost"] == 0 and set(told["deliveries"]) == {"sent"}:  # type: ignore[call-overload]
                break
            time.sleep(5)
    letters = mailed(tmp_path / "mails")
    print(told, "mailed twice:", sum(1 for times in letters.values() if times > 1))
    assert told["expected"] == DEADLINES * 2
    assert told["lost"] == 0
    assert told["doubled"] == 0
    assert float(str(told["latest"])) <= LATEST_SECONDS
    assert told["deliveries"] == {"sent": DEADLINES * 2}
    assert set(letters) == {(number, percent) for number in range(1, DEADLINES + 1) for percent in PERCENTS}
