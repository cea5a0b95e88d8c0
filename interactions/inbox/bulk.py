"""One decision on many messages, each checked by itself: what fails is listed, what passed stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.public import User
from governance.public import Denial, Refused, Sentence
from interactions.inbox.models import Message
from interactions.inbox.rules import BULK
from interactions.inbox.services import assign_message, set_aside_message, take_message

ACTIONS: dict[str, tuple[Sentence, Callable[..., Any]]] = {
    "take": (_("Take"), lambda message, **rest: take_message(message, actor=rest["actor"], at=rest["at"])),
    "assign": (
        _("Assign"),
        lambda message, **rest: assign_message(message, rest["to"], actor=rest["actor"], at=rest["at"]),
    ),
    "set_aside": (
        _("Set aside"),
        lambda message, **rest: set_aside_message(message, note=rest["note"], actor=rest["actor"], at=rest["at"]),
    ),
}


@dataclass
class Decided:
    """How a bulk action went."""

    done: int = 0
    failed: list[tuple[Message, Sentence]] = field(default_factory=list)


def decide_on_many(
    ids: Sequence[int],
    action: str,
    *,
    actor: User,
    to: User | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Decided:
    """Carry out a bulk action message by message, each in a transaction of its own."""
    if action not in ACTIONS:
        raise Refused(_("This action does not exist. Please choose one from the list."))
    if len(ids) > BULK:
        raise Refused(_("At most %(most)d messages at once. Please choose fewer.") % {"most": BULK})
    if action == "assign" and to is None:
        raise Refused(_("Please choose who is to have them."), field="to")
    decided = Decided()
    run = ACTIONS[action][1]
    for message in Message.objects.visible_to(actor).filter(pk__in=ids).select_related("account").order_by("pk"):
        try:
            run(message, actor=actor, to=to, note=note, at=at)
        except (Refused, Denial) as refusal:
            decided.failed.append((message, refusal.sentence))
        else:
            decided.done += 1
    return decided
