"""What hangs on a draft and is read with every step of its way: the accounts it goes to, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.public import PlatformAccount
from content.drafts.models import DraftAsset
from governance.public import CompiledQuery

if TYPE_CHECKING:
    from content.drafts.models import Draft

TARGETS = CompiledQuery(lambda draft: PlatformAccount.objects.filter(targeting_drafts=draft))
FILES = CompiledQuery(lambda draft: DraftAsset.objects.filter(draft=draft).select_related("asset"))


def targets_of(draft: Draft) -> list[PlatformAccount]:
    """The accounts that the draft goes to."""
    return TARGETS.all(draft=draft.pk)


def files_of(draft: Draft) -> list[DraftAsset]:
    """The files of the draft in their places, each with its asset."""
    return FILES.all(draft=draft.pk)
