"""Earlier posts as a page shows them: with title and files where the reader may see them, else without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.drafts.models import Draft
from content.media.models import MediaAsset
from content.originality.services import Alike

if TYPE_CHECKING:
    from accounts.public import User


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One earlier post; `draft` is None where the reader may not see it."""

    alike: Alike
    draft: Draft | None
    asset: MediaAsset | None
    earlier_asset: MediaAsset | None


def shown_posts(found: Sequence[Alike], user: User) -> list[ShownPost]:
    """The posts with what this person may see of them; two statements."""
    if not found:
        return []
    drafts = Draft.objects.visible_to(user).select_related("account").defer("body")
    seen = drafts.in_bulk({row.draft_id for row in found})
    wanted = {pk for row in found for pk in (row.asset_id, row.earlier_asset_id) if pk is not None}
    files = MediaAsset.objects.in_bulk(wanted) if wanted else {}
    return [
        ShownPost(
            row, seen.get(row.draft_id), files.get(row.asset_id or 0),
            files.get(row.earlier_asset_id or 0) if row.draft_id in seen else None,
        )
        for row in found
    ]  # fmt: skip
