"""For .ci/run: do the servers answer, and a database of one's own, made and dropped.

python -m tests.servers answer POSTGRES_URL REDIS_URL
python -m tests.servers create POSTGRES_URL        prints the address of the new database
python -m tests.servers drop DATABASE_URL
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql


def named(address: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(address)
    # By hand: urlunsplit takes the two slashes of an address without a host away.
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def answer(postgres: str, broker: str) -> int:
    """0 if both answer; says what does not."""
    try:
        psycopg.connect(postgres, connect_timeout=5).close()
        redis.Redis.from_url(broker, socket_connect_timeout=5).ping()
    except (psycopg.Error, redis.RedisError) as error:
        print(error)
        return 1
    return 0


def create(postgres: str, template: str = "template1") -> int:
    """A new database, empty or like `template`, which nobody is connected to."""
    name = f"governance_ci_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    print(named(postgres, name))
    return 0


def drop(database: str) -> int:
    """The database made by `create`, and those that the test runner made beside it."""
    name = urlsplit(database).path.lstrip("/")
    if not name.startswith("governance_ci_"):
        print(f"{name} was not made here and is left alone")
        return 1
    with psycopg.connect(named(database, "postgres"), autocommit=True) as server:
        rows = server.execute("SELECT datname FROM pg_database").fetchall()
        for (found,) in rows:
            if found == name or found.startswith(f"test_{name}"):
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(found)))
    return 0


if __name__ == "__main__":
    commands: dict[str, Callable[..., int]] = {"answer": answer, "create": create, "drop": drop}
    sys.exit(commands[sys.argv[1]](*sys.argv[2:]))
