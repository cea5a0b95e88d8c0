"""Reading back why moves were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from governance.workflow.models import MoveNote


def notes_of(kind: str, object_ids: Iterable[int]) -> dict[int, list[MoveNote]]:
    """The reasons given with moves of these records, by record, the newest first; one statement."""
    rows = MoveNote.objects.filter(entry__kind=kind, entry__object_id__in=list(object_ids))
    found: dict[int, list[MoveNote]] = defaultdict(list)
    for note in rows.select_related("entry__actor").order_by("-entry_id"):
        found[note.entry.object_id].append(note)
    return dict(found)
