"""A decision that weighs as much as a signature is made by somebody who has just proved who they are (R-034).

How people prove that is the business of the floor that knows logins; it brings its way here, as it brings its kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from governance.refusals.exceptions import Sentence

if TYPE_CHECKING:
    from governance.approvals.rules import ApprovalKind

View = Callable[..., HttpResponse]
# The step with which decisions began to keep the moment of their confirmation.
KEPT_SINCE = ("governance", "0023_confirmed_decisions")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How somebody proves who they are.

    `ask` lets a view run minutes after that and has them prove it otherwise, `moment` tells when they last did in
    this session, `check` raises NotAllowed with a sentence where a moment is not of the last minutes.
    """

    ask: Callable[[View], View]
    moment: Callable[[HttpRequest], datetime | None]
    check: Callable[[datetime | None, datetime, Sentence], datetime]


_ways: list[Confirmation] = []


def register_confirmation(way: Confirmation) -> None:
    """Make the one way known in which people prove who they are."""
    _ways[:] = [way]


def confirmation() -> Confirmation:
    """The way that was registered; LookupError where none was, so that nothing counts as confirmed then."""
    if not _ways:
        raise LookupError("no floor has registered how people prove who they are")
    return _ways[0]


def require_confirmed(kind: ApprovalKind, moment: datetime | None, now: datetime) -> datetime | None:
    """What is kept with a decision of this kind: the moment, or None where the kind asks for no confirmation.

    Raises NotAllowed where the kind asks for one and that moment is none or too long ago (R-034).
    """
    if not kind.confirmed:
        return None
    return confirmation().check(moment, now, _("Please confirm your password again before you decide."))


def decisions_confirmed_since() -> datetime | None:
    """When this database began to keep confirmations of decisions; None where that cannot be told.

    What was decided before has none, and nothing tells who confirmed what then.
    """
    app, name = KEPT_SINCE
    steps = MigrationRecorder.Migration.objects.filter(app=app, name=name)
    return steps.values_list("applied", flat=True).first()
