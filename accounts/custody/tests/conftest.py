"""One account with a custodian, a manager and a colleague for the tests of custody."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.custody.checkouts import take_out
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.reveals import ask_reveal, show_secret
from accounts.custody.services import add_credential, rotate_secret
from accounts.models import PlatformAccount, User
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from tests.seeding import sow

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
STRONG = "Lampe-kiosk7+wolke_Turm"
STRONGER = "Regal9:mango=Fjord-biene"


def vault_key(name: str, byte: int) -> str:
    """A line of VAULT_KEYS."""
    return f"{name}:{base64.urlsafe_b64encode(bytes([byte]) * 32).decode()}"


@dataclass
class Vault:
    """The account, who keeps its login, who manages it, somebody without any right, and the manager's superior."""

    account: PlatformAccount
    custodian: User
    manager: User
    colleague: User
    chief: User

    def credential(self, **changes: Any) -> Credential:
        """The login of the account, in custody."""
        values: dict[str, Any] = {
            "account": self.account, "kind": "password", "login": "company@example.com",
            "custodian": self.custodian, "secret": STRONG, **changes,
        }  # fmt: skip
        return add_credential(actor=self.manager, confirmed_at=NOW, at=NOW, **values)

    def rotate(self, credential: Credential, secret: str = STRONGER, *, at: datetime = NOW) -> Credential:
        """The custodian changes the secret."""
        return rotate_secret(credential, actor=self.custodian, secret=secret, confirmed_at=at, at=at)

    def out(self, credential: Credential, person: User | None = None, *, at: datetime = NOW) -> Checkout:
        """Somebody takes the login out."""
        return take_out(credential, actor=person or self.custodian, reason="Upload the film", at=at)

    def shared(self, credential: Credential, person: User | None = None, *, approval_id: int = 1) -> Share:
        """A share for two days, with somebody who works on the account."""
        if person is None:
            grant_role(self.colleague, "agent", accounts=[self.account], actor=None, at=NOW - DAY)
            self.colleague = User.objects.get(pk=self.colleague.pk)
        return Share.objects.create(
            credential=credential, person=person or self.colleague, approval_id=approval_id,
            safeguards=["own_device", "no_copy"], starts_at=NOW, until=NOW + 2 * DAY,
        )  # fmt: skip

    def shown(self, checkout: Checkout, person: User | None = None, *, at: datetime = NOW) -> str:
        """The secret, asked for and shown."""
        actor = person or self.custodian
        _reveal, token = ask_reveal(checkout, actor=actor, confirmed_at=at, at=at)
        return show_secret(token, actor=actor, at=at).secret


def found_vault() -> None:
    """The account under its rule book, and the people."""
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - timedelta(days=400))
    chief = User.objects.create_user("chief")
    custodian, manager, _colleague = (
        User.objects.create_user(name, password="correct horse battery", email=f"{name}@example.com")
        for name in ("custodian", "manager", "colleague")
    )
    grant_role(custodian, "custodian", accounts=[account], actor=None)
    grant_role(manager, "manager", accounts=[account], actor=None)
    User.objects.filter(pk=manager.pk).update(superior=chief)


@pytest.fixture
def vault(db: None, settings: Any) -> Vault:
    settings.VAULT_KEYS = [vault_key("first", 1)]
    sow(seed, found_vault)
    # The clock of the tests stands before today: what gates the rule book's signature is not looked at here.
    return Vault(PlatformAccount.objects.get(), **{user.username: user for user in User.objects.all()})
