"""Connecting an account with its interface; whoever manages the account does (R-040, R-006)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import API_TOKEN, Credential
from content.connectors.calling import Bearer, Caller, checked_address
from content.connectors.mastodon import Mastodon
from content.connectors.models import Connection
from content.connectors.protocol import Connector
from content.connectors.rules import KINDS_BY_CODE, MASTODON, WEBHOOK, WORDPRESS
from content.connectors.webhook import Signature, Webhook
from content.connectors.wordpress import WordPress
from governance.public import Refused, WrongState, record, require, require_version

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, Token, User

MANAGE = "accounts.manage"

# Each interface: what speaks with it, and how its requests show the token.
CONNECTORS: dict[str, tuple[Callable[[Caller], Connector], Callable[[Token, datetime], Any]]] = {
    MASTODON: (Mastodon, lambda token, now: Bearer(token.secret)),
    WORDPRESS: (WordPress, lambda token, now: (token.login, token.secret)),
    WEBHOOK: (Webhook, lambda token, now: Signature(token.login, token.secret, now)),
}


def connect_account(
    account: PlatformAccount,
    *,
    actor: User,
    kind: str,
    address: str,
    credential: Credential,
    is_on: bool = True,
    version: int | None = None,
    at: datetime | None = None,
) -> Connection:
    """Set or change the interface of an account and the token that opens it.

    Raises Denial, StaleVersion, WrongState for a closed account, or Refused naming the field that does not fit. While
    an order may bring or has brought a post by the interface of before, no other one takes its place.
    """
    now = at or timezone.now()
    require(actor, MANAGE, account)
    if account.status == "closed":
        raise WrongState(_("This account is closed. Please choose one that is in use."))
    if kind not in KINDS_BY_CODE:
        raise Refused(_("There is no such interface. Please choose one from the list."), field="kind")
    clean = checked_address(address)
    if credential.account_id != account.pk or credential.kind != API_TOKEN or credential.status != "kept":
        raise Refused(
            _("This is no access token of this account. Take the token into custody first, then choose it here."),
            field="credential",
        )
    with transaction.atomic():
        # Under the lock of the account, so that of two first connections the second sees the first.
        type(account).objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
        known = Connection.objects.select_for_update().filter(account=account).first()
        row = known or Connection(account=account)
        require_version(row, version)
        if known and (row.kind, row.address) != (kind, clean) and row.dispatches.pending().exists():
            raise Refused(
                _("Posts are still on their way by this interface. See to them under “Interfaces”, then change it."),
                field="address" if row.address != clean else "kind",
            )
        row.kind, row.address, row.credential, row.is_on = kind, clean, credential, is_on
        row.connected_by, row.connected_at = actor, now
        row.lock_version += 1
        row.save()
        record(
            "connection.changed" if known else "connection.made", actor=actor, kind="connection", object_id=row.pk,
            account_id=account.pk, payload={"kind": kind, "credential": credential.pk, "is_on": is_on}, at=now,
        )  # fmt: skip
    return row


def open_connector(connection: Connection, token: Token, now: datetime) -> Connector:
    """The interface, ready for one try."""
    connector, auth = CONNECTORS[connection.kind]
    return connector(Caller(connection.address, auth=auth(token, now), now=now))
