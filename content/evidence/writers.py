"""Who had written in a draft when each of its versions was submitted, as the ledger tells it (R-031, R-034)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.public import LedgerEntry

if TYPE_CHECKING:
    from accounts.public import User
    from content.drafts.models import Draft

SUBMITTED, HANDED_ON = "draft.submitted", "draft.handed_on"
WRITING = ("draft.created", "draft.changed", "draft.edited")


def writers_by_version(draft: Draft) -> dict[int, list[User]]:
    """By the number of the version; whoever writes later, for another account, did not write what was signed before.

    A version of whose submission the ledger holds nothing is left out: for that one all who ever wrote count.
    """
    from accounts.public import User

    found: dict[int, set[int]] = {}
    so_far: set[int] = set()
    rows = LedgerEntry.objects.filter(kind="draft", object_id=draft.pk, event__in=[*WRITING, SUBMITTED, HANDED_ON])
    for event, actor_id, payload in rows.order_by("pk").values_list("event", "actor_id", "payload"):
        if event == HANDED_ON:
            so_far |= {payload["from"], payload["to"]} - {None}
        elif actor_id is not None:
            so_far.add(actor_id)
        if event == SUBMITTED:
            found[payload["version"]] = set(so_far)
    people = User.objects.in_bulk({pk for ids in found.values() for pk in ids})
    return {number: [people[pk] for pk in sorted(ids)] for number, ids in found.items()}
