"""An account that is connected with an interface, and drafts that are ready to go there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone
from mastodon_mock.testing.server import MockServer

from accounts.public import Credential, Token, add_credential
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.connectors import connecting
from content.connectors.calling import Caller
from content.connectors.connecting import connect_account
from content.connectors.models import Connection, Dispatch
from content.connectors.outbox import order_post
from content.connectors.protocol import Connector
from content.connectors.sending import send_waiting
from content.drafts.models import Draft
from content.publishing.services import tick_preflight
from governance.public import grant_role

LATER = NOW + 3 * HOUR
SECOND = timedelta(seconds=1)


@dataclass
class Line:
    """The house with a line to a platform."""

    house: House
    settings: Any

    def token(self, login: str, secret: str) -> Credential:
        """A token in custody, not due for a change by the clock that gates look at."""
        now = timezone.now()
        grant_role(self.house.publisher, "custodian", accounts=[self.house.account], actor=None)
        custodian = type(self.house.publisher).objects.get(pk=self.house.publisher.pk)
        return add_credential(
            actor=self.house.manager, account=self.house.account, kind="api_token", login=login, custodian=custodian,
            secret=secret, confirmed_at=now, at=now,
        )  # fmt: skip

    def connect(self, kind: str, address: str, login: str, secret: str) -> Connection:
        """The account connected with an interface."""
        credential = self.token(login, secret)
        self.settings.CONNECTOR_HOSTS = [*self.settings.CONNECTOR_HOSTS, urlsplit(address).netloc]
        return connect_account(
            self.house.account, actor=self.house.manager, kind=kind, address=address, credential=credential, at=NOW
        )

    def order(self, at: datetime = LATER, **content: Any) -> Dispatch:
        """An order to publish a draft that is approved and checked."""
        draft = self.house.approved(**content)
        self.check(draft, at)
        return order_post(draft, self.house.account, actor=self.house.publisher, at=at)

    def check(self, draft: Draft, at: datetime = LATER) -> None:
        """The check before release."""
        tick_preflight(draft, self.house.account, actor=self.house.publisher, items=PREFLIGHT, at=at)

    def send(self, order: Dispatch, at: datetime = LATER, opener: Any = None) -> Dispatch:
        """What the worker does at that time; the order as it is then."""
        send_waiting(at, opener=opener or impatient)
        order.refresh_from_db()
        return order


def impatient(connection: Connection, token: Token, now: datetime) -> Connector:
    """As on every day, but it waits a second for an answer."""

    class Hasty(Caller):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, read=1.0, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connecting, "Caller", Hasty)
        return connecting.open_connector(connection, token, now)


@pytest.fixture
def line(house: House, settings: Any) -> Line:
    settings.CONNECTOR_HOSTS = ["127.0.0.1", "social.example.com"]
    return Line(house, settings)


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(startup_timeout=60.0) as running:
        yield running


@pytest.fixture
def mastodon(server: MockServer) -> MockServer:
    requests.post(f"{server.base_url}/api/v1/_mock/reset", timeout=5).raise_for_status()
    return server
