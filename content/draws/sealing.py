"""What of a draw is sealed: its seed until the draw, who is behind a code, and how a winner is reached."""

from __future__ import annotations

import json
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.public import CannotOpenText, open_text, register_sealed_text, seal_text
from content.draws.models import DrawSecret, DrawWinner
from governance.public import WrongState

SECRET, WINNER = "content.DrawSecret", "content.DrawWinner"
register_sealed_text(SECRET, "sealed")
register_sealed_text(WINNER, "sealed_contact")


class Secret(NamedTuple):
    """The seed, and the participants by their codes."""

    seed: str
    handles: dict[str, str]


def seal_secret(draw_id: int, secret: Secret) -> str:
    """Seal the secret of a draw."""
    return seal_text(json.dumps(secret, ensure_ascii=False), model=SECRET, column="sealed", pk=draw_id)


def secret_of(row: DrawSecret) -> Secret:
    """The secret of a draw; raises WrongState where it was erased or cannot be opened."""
    try:
        if row.sealed:
            return Secret(*json.loads(open_text(row.sealed, model=SECRET, column="sealed", pk=row.pk)))
    except CannotOpenText:
        pass
    raise WrongState(_("The sealed part of this draw was erased, or its key is not on the ring of the vault."))


def seal_contact(winner_id: int, contact: str) -> str:
    """Seal how a winner is reached."""
    return seal_text(contact, model=WINNER, column="sealed_contact", pk=winner_id)


def contact_of(winner: DrawWinner) -> str:
    """How a winner is reached; raises WrongState where nothing is kept."""
    try:
        if winner.sealed_contact:
            return open_text(winner.sealed_contact, model=WINNER, column="sealed_contact", pk=winner.pk)
    except CannotOpenText:
        pass
    raise WrongState(_("No contact of this winner is kept."))
