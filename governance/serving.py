"""Gunicorn's settings; read by `gunicorn --config python:governance.serving`."""

from __future__ import annotations

import os
from typing import Any

from governance.logs import logging_table
from governance.processes import die_with_parent

host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT') or 8000}"
wsgi_app = "governance.wsgi:application"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
# Never preloaded: the chart wheel hangs in a child forked after its first use.
preload_app = False
timeout = 60
graceful_timeout = 15
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = None  # the request middleware logs each request as one JSON line
logconfig_dict = logging_table("INFO")
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1"
proc_name = "governance"


def post_fork(server: Any, worker: Any) -> None:
    """A web worker does not outlive its master."""
    die_with_parent()


def child_exit(server: Any, worker: Any) -> None:
    """Give up the gauges of a worker that ended."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
