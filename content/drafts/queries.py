"""What hangs on a draft and is read with every step of its way: the accounts it goes to, its files."""

from __future__ import annotations

from accounts.public import PlatformAccount
from content.drafts.models import Draft, DraftAsset
from governance.public import CompiledQuery

# What a service asks an account: where it is, what it is called, and which rule books hold for it.
OF_AN_ACCOUNT = (
    "handle", "status", "platform", "market", "language", "calendar", "department", "name_zh", "name_en", "url",
)  # fmt: skip
TARGETS = CompiledQuery(lambda draft: PlatformAccount.objects.filter(targeting_drafts=draft).only(*OF_AN_ACCOUNT))
FILES = CompiledQuery(lambda draft: DraftAsset.objects.filter(draft=draft).select_related("asset"))
# In the order of the files, so that two submissions with the same ones wait for each other instead of blocking.
HELD_FILES = CompiledQuery(
    lambda draft: (
        DraftAsset.objects.filter(draft=draft)
        .select_related("asset")
        .select_for_update(of=("asset",), no_key=True)
        .order_by("asset_id")
    )
)


def locked_with(*joined: str, plan: str) -> CompiledQuery[Draft]:
    """The whole draft under its lock, with its account, one column of its plan item, and more that is joined."""
    own = [field.name for field in Draft._meta.concrete_fields]
    account = [f"account__{name}" for name in OF_AN_ACCOUNT]
    columns = [*own, *account, f"plan_item__{plan}", *joined]
    joins = {"account", "plan_item", *(name.split("__")[0] for name in joined)}
    return CompiledQuery(
        lambda pk: (
            Draft.objects.select_for_update(of=("self",)).select_related(*sorted(joins)).only(*columns).filter(pk=pk)
        )
    )


def targets_of(draft: Draft) -> list[PlatformAccount]:
    """The accounts that the draft goes to."""
    return TARGETS.all(draft=draft.pk)


def files_of(draft: Draft) -> list[DraftAsset]:
    """The files of the draft in their places, each with its asset."""
    return FILES.all(draft=draft.pk)


def held_files_of(draft: Draft) -> list[DraftAsset]:
    """The same under the locks of their assets: nobody chooses another cover until the transaction ends."""
    return sorted(HELD_FILES.all(draft=draft.pk), key=lambda row: (row.position, row.pk))
