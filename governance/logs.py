"""Logs: one JSON line per event, nothing secret in it (ASVS 14.2.1, 16.2.5, 16.3, 16.4.1).

Request and answer bodies are never logged. Values under a telling name are dropped wherever they stand
in the event; control characters are escaped by JSON, so that nobody can write a second line.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)?$|password|token|cookie|secret|authorization|api[-_]?key|csrf|session_?(id|key)|otp|vault",
    re.IGNORECASE,
)
# Inside running text: "password=...", "Authorization: Bearer ...", user:password@ in an address.
SECRET_TEXT = (
    (re.compile(r"(?i)\b(authorization\W{1,4})(?:bearer|basic|token)?\s*[^\s,;\"']+"), r"\1[dropped]"),
    (
        re.compile(
            r"(?i)\b((?:set-)?cookie|[\w-]*(?:password|passwd|token|secret|api[-_]?key))([\"']?\s*[=:]\s*)[^\s,;&]+"
        ),
        r"\1\2[dropped]",
    ),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^/\s:@]*):[^/\s@]+@"), r"\1:[dropped]@"),
    # The address of somebody's calendar is a key in itself.
    (re.compile(r"(/calendar/feed/)[\w-]+(?=\.ics)"), r"\1[dropped]"),
)
BODIES = frozenset({"body", "data", "post", "files", "request_body", "response_body"})
DROPPED = "[dropped]"
# Who opens these pages stays unknown, in logs too: a reporter is protected.
UNNAMED_PATHS = ("/violations/new",)
NAMING = ("user_id", "ip", "user_agent")


def clean(name: str, value: Any) -> Any:
    """The value as it may stand in a log under that name."""
    if name and SECRET_NAMES.search(name):
        return DROPPED
    if isinstance(value, str):
        for pattern, instead in SECRET_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {key: clean(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean("", inner) for inner in value]
    return value


def drop_secrets(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: no secret, no body and no reporter leaves the process."""
    if any(f" {path}" in str(event.get("request", "")) for path in UNNAMED_PATHS):
        for name in NAMING:
            event.pop(name, None)
    for name in list(event):
        if name.startswith("_"):
            continue
        if name.lower() in BODIES:
            del event[name]
        else:
            event[name] = clean(name, event[name])
    return event


def printable(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever JSON does not know becomes text, after which the secrets in it are looked for."""
    for name, value in event.items():
        if not name.startswith("_") and not isinstance(value, str | int | float | bool | dict | list | tuple | None):
            event[name] = str(value)
    return event


def clean_report(event: Any, hint: dict[str, Any]) -> Any:
    """The same rule for what goes to the error tracker, which gets no person either."""
    event.pop("user", None)
    request = event.get("request", {})
    for part in ("cookies", "data", "headers", "env", "query_string"):
        request.pop(part, None)
    return {key: clean(key, value) for key, value in event.items()}


BEFORE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure() -> None:
    """Set structlog up once per process; the handlers stand in settings.LOGGING."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *BEFORE,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_table(level: str) -> dict[str, Any]:
    """What Django hands to dictConfig: every logger, ours and the libraries', through one JSON formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*BEFORE, structlog.processors.format_exc_info],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    printable,
                    drop_secrets,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["line"], "level": level},
        "loggers": {
            # The request middleware says what django.server would say again.
            "django.server": {"handlers": ["line"], "level": "WARNING", "propagate": False},
            "gunicorn.error": {"handlers": ["line"], "level": "INFO", "propagate": False},
            # Rung many times a minute: what goes well is not worth a line each time.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            # These print addresses with passwords or whole bodies at DEBUG.
            **{name: {"level": "WARNING"} for name in ("apprise", "botocore", "urllib3", "fontTools", "PIL")},
        },
    }
