"""Requests to an interface: to allowed hosts alone, no redirect, little time, a bounded answer (ASVS 13.2, R-040)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.auth import AuthBase

from content.connectors.outcomes import Limited, Rejected, Unclear
from content.connectors.rules import (
    ADDRESS_LIMIT,
    ANSWER_BYTES,
    CONNECT_SECONDS,
    LEAST_WAIT,
    LONGEST_WAIT,
    READ_SECONDS,
    TRY_SECONDS,
)
from governance.public import Refused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
USUAL_PORTS = {"https": 443, "http": 80}
CHUNK = 1 << 16


def checked_address(address: str) -> str:
    """The address of an interface, without a closing slash; Refused unless its host is on the list of the operators.

    `CONNECTOR_HOSTS` names hosts, each with its port where that is not the usual one: a bare name stands for 443, on
    loopback for 80 as well. Only https, but on loopback.
    """
    clean = address.strip().rstrip("/")
    try:
        parts = urlsplit(clean)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port = "", None
    if not host or len(clean) > ADDRESS_LIMIT or parts.query or parts.fragment or parts.username or parts.password:
        raise Refused(_("This is no address of an interface. It begins with https:// and has no question mark."), field="address")  # fmt: skip  # noqa: E501
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise Refused(_("Only https is used, so that nobody reads the token on its way."), field="address")
    place = _named(host, USUAL_PORTS[parts.scheme] if port is None else port, parts.scheme)
    if place not in settings.CONNECTOR_HOSTS:
        raise Refused(
            _("%(host)s is not on the list of hosts to which this site publishes. Please ask the operators to add it.")
            % {"host": place},
            field="address",
        )
    return clean


def _named(host: str, port: int, scheme: str) -> str:
    """How the operators name a place: the bare host where its port is the usual one, else with the port."""
    if port == USUAL_PORTS[scheme]:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def facts(self) -> Any:
        """The JSON of the answer; raises Unclear where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:  # the latter by brackets in brackets
            raise Unclear(_("The answer cannot be read.")) from error


class Bearer(AuthBase):
    """A token in the header, out of the arguments that an error report would show."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Caller:
    """All requests of one try: they share its time, and after that nothing is sent any more."""

    def __init__(
        self, address: str, *, auth: Any = None, seconds: float = TRY_SECONDS, read: float = READ_SECONDS,
        clock: Callable[[], float] = monotonic, now: datetime | None = None,
    ) -> None:  # fmt: skip
        self.address = checked_address(address)
        self._clock, self._ends, self._read, self._now = clock, clock() + seconds, read, now
        self._session = requests.Session()
        self._session.trust_env = False
        self._auth = auth

    def ask(self, method: str, path: str, *, known: tuple[int, ...] = (), **request: Any) -> Answer:
        """One request; the answer where it is 2xx or one of `known`, else Limited, Rejected or Unclear."""
        answer = self._send(method, f"{self.address}{path}", request)
        if 200 <= answer.status < 300 or answer.status in known:
            return answer
        words = _("The interface answered %(status)d.") % {"status": answer.status}
        if answer.status == 429:
            raise Limited(words, self._wait(answer.headers))
        if answer.status >= 500 or answer.status in (408, 409, 425):
            raise Unclear(words)
        raise Rejected(words)

    def _send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        left = self._ends - self._clock()
        if left <= 0:
            raise Unclear(_("The try took too long."))
        timeout = (min(CONNECT_SECONDS, left), min(self._read, left))
        try:
            with self._session.request(
                method, url, auth=self._auth, timeout=timeout, allow_redirects=False, stream=True, **request
            ) as response:
                return Answer(response.status_code, response.headers, self._body(response))
        except requests.RequestException as error:
            raise Unclear(_("The interface did not answer (%(what)s).") % {"what": type(error).__name__}) from error

    def _body(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_content(CHUNK):
            size += len(part)
            if size > ANSWER_BYTES or self._clock() > self._ends:
                raise Unclear(_("The answer is too long, or comes too slowly."))
            parts.append(part)
        return b"".join(parts)

    def _wait(self, headers: Mapping[str, str]) -> timedelta:
        """The wait that the other side names, in seconds or as a moment."""
        text = headers.get("Retry-After", "").strip()
        if text.isdecimal() and text.isascii():
            wait = timedelta(seconds=min(int(text), 10**6))
        else:
            try:
                moment = parsedate_to_datetime(text)
                wait = moment.replace(tzinfo=moment.tzinfo or UTC) - (self._now or datetime.now(UTC))
            except ValueError:
                wait = LEAST_WAIT
        return min(max(wait, LEAST_WAIT), LONGEST_WAIT)
