"""A token in use by a program: recorded before it is opened, handed to the caller alone, shown to nobody (R-006).

The second way out of the vault beside `reveals.show_secret`, for access tokens of interfaces only: no person takes
them out for it, so that the publisher never sees what publishes in the company's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.custody.models import Credential, SealedSecret
from accounts.custody.rules import API_TOKEN
from accounts.custody.sealing import Sealed, open_secret
from accounts.people.models import User
from governance.public import Refused, WrongState, record


@dataclass(frozen=True, slots=True)
class Token:
    """The login and the token; `repr` leaves the token out."""

    login: str
    secret: str

    def __repr__(self) -> str:
        return f"Token({self.login!r})"


@sensitive_variables("sealed")
def use_token(
    credential_id: int,
    *,
    account_id: int,
    actor: User | None,
    purpose: str,
    object_id: int,
    at: datetime | None = None,
) -> Token:
    """The access token of an account for one use, whose purpose is committed to the ledger before it is opened.

    `purpose` and `object_id` name the kind and the key of the record it is used for, `actor` who asked for that.
    Raises WrongState where the token is retired, Refused where it belongs to another account or is no token, and
    RuntimeError inside a transaction.
    """
    now = at or timezone.now()
    with transaction.atomic(durable=True):
        credential = Credential.objects.select_for_update(of=("self",)).get(pk=credential_id)
        if credential.status != "kept":
            raise WrongState(_("The token of this interface is retired. Please connect the account with another one."))
        if credential.kind != API_TOKEN or credential.account_id != account_id:
            raise Refused(_("This login is no access token of that account. Please choose another one."))
        sealed = SealedSecret.objects.get(credential=credential)
        record(
            "credential.used", actor=actor, kind="credential", object_id=credential.pk, account_id=account_id,
            payload={"number": sealed.number, "for": purpose, "record": object_id}, at=now,
        )  # fmt: skip
    secret = open_secret(
        Sealed(sealed.key_name, bytes(sealed.ciphertext)), credential_id=sealed.pk, number=sealed.number
    )
    return Token(credential.login, secret)
