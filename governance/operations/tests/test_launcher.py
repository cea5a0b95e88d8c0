"""`make run`: answers, ends in order, leaves nothing behind when killed, and says what stands in its way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from governance.launcher import Stop, environment, secret_file

pytestmark = pytest.mark.once
PATIENCE = 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(data_dir: Path) -> list[int]:
    """Processes whose environment names the data folder: all that the launcher started."""
    needle, found = f"DATA_DIR={data_dir}".encode(), []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            lives = entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
            if lives and needle in entry.joinpath("environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def clean_environment(data_dir: Path, port: int) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(data_dir), "DATA_DIR": str(data_dir), "PORT": str(port)}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Path:
    """A data folder with tables and first rows, made once; a start from nothing is tried in tests/newcomer."""
    folder: Path = tmp_path_factory.mktemp("prepared")
    shutil.copy(migrated_database, folder / "governance.sqlite3")
    env = {**clean_environment(folder, free_port()), "DEBUG": "0"}
    subprocess.run(
        [sys.executable, "-m", "governance.launcher", "prepare"], cwd=settings.BASE_DIR, env=env, check=True
    )
    return folder


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """A running site of a company that has only just been set up."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    port = free_port()
    env = {**clean_environment(tmp_path, port), "DEBUG": "0", "WORKER_CONCURRENCY": "1", "WEB_WORKERS": "1"}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "governance.launcher"],
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in launcher.stdout or ():
        lines.append(line)
        if "The site answers at" in line:
            break
    else:
        raise AssertionError("".join(lines))
    yield launcher, tmp_path, port
    launcher.kill()
    launcher.wait()
    if launcher.stdout:
        launcher.stdout.close()


def wait_until_gone(data_dir: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while children_of(data_dir) and time.monotonic() < until:
        time.sleep(0.1)
    assert children_of(data_dir) == []


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@needs_proc
@pytest.mark.timeout(2 * PATIENCE)
def test_the_site_answers_refuses_a_second_launcher_and_ends_in_order(site) -> None:
    launcher, data_dir, port = site
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        assert answer.status == 200
    with urlopen(f"http://127.0.0.1:{port}/auth/login/", timeout=10) as answer:
        assert b"<form" in answer.read()
    assert len(children_of(data_dir)) >= 5  # launcher, broker, web, worker, beat
    for folder, sentence in ((data_dir, "already runs"), (data_dir / "other", "taken by another program")):
        second = subprocess.run(
            [sys.executable, "-m", "governance.launcher"],
            cwd=settings.BASE_DIR,
            env=clean_environment(folder, port),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert (second.returncode, sentence in second.stdout, "Traceback" in second.stderr) == (1, True, False)
    launcher.send_signal(signal.SIGINT)
    said = launcher.stdout.read()
    assert launcher.wait(PATIENCE) == 0, said
    assert "Everything has ended." in said
    assert children_of(data_dir) == []
    log = (data_dir / "logs" / "beat.log").read_text()
    assert "Traceback" not in log, log


@needs_proc
@pytest.mark.timeout(2 * PATIENCE)
def test_nothing_survives_a_killed_launcher(site) -> None:
    launcher, data_dir, _port = site
    launcher.kill()
    launcher.wait()
    wait_until_gone(data_dir, 15)


@pytest.mark.timeout(2 * PATIENCE)
def test_a_backup_under_load_is_restored_as_it_was(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    (tmp_path / "media" / "drafts").mkdir(parents=True)
    (tmp_path / "media" / "drafts" / "cover.png").write_bytes(b"picture")
    env = {**clean_environment(tmp_path, free_port()), "DEBUG": "0"}
    command = [sys.executable, "-m", "governance.launcher", "drill"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "1 files as saved" in done.stdout
    assert "The rehearsal went well." in done.stdout


def test_secrets_are_made_once_and_read_by_their_owner_alone(tmp_path: Path) -> None:
    first = secret_file(tmp_path / "key", "one")
    assert (first, secret_file(tmp_path / "key", "two")) == ("one", "one")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_trial_run_stays_on_its_own_machine(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DEBUG", "1")
    with pytest.raises(Stop, match="to the network"):
        environment(tmp_path, 8000, "0.0.0.0")


def test_with_a_database_of_ones_own_it_is_no_trial(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DEBUG", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    assert environment(tmp_path, 8000, "127.0.0.1")["DEBUG"] == "0"
    monkeypatch.delenv("DATABASE_URL")
    assert environment(tmp_path, 8000, "127.0.0.1")["DEBUG"] == "1"
