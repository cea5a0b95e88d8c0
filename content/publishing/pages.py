"""What the publish kit shows, per account and in the order in which its platform asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.drafts.models import Draft, DraftAsset
from content.publishing.forms import PreflightForm, PublicationForm, ScheduleForm
from content.publishing.models import Publication
from content.publishing.rules import KIT, KIT_FALLBACK, KitField
from content.publishing.services import fresh_preflight, items_for
from governance.public import can

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


@dataclass(frozen=True, slots=True)
class KitLine:
    """One field of the platform's form, ready to copy or to download."""

    field: KitField
    text: str
    files: list[DraftAsset]


def kit_lines(draft: Draft, account: PlatformAccount) -> list[KitLine]:
    """The sealed content in the order of the platform's form; empty fields are left out."""
    version = draft.current_version
    if version is None:
        return []
    rows = list(draft.asset_rows.select_related("asset"))
    tags = " ".join(f"#{tag}" for tag in version.hashtags)
    texts = {
        "title": version.title,
        "body": version.body,
        "hashtags": tags,
        "whole": "\n".join(part for part in (version.body, tags) if part),
        "alt": "\n".join(row.alt for row in rows if row.alt),
    }
    files = {"files": rows, "cover": [row for row in rows if row.asset.kind == "image"][:1]}
    lines = [
        KitLine(field, texts.get(field.code, ""), files.get(field.code, []))
        for field in KIT.get(account.platform, KIT_FALLBACK)
    ]
    return [line for line in lines if line.text or line.files]


def kit_page(
    draft: Draft, account: PlatformAccount, targets: list[PlatformAccount], user: User, now: datetime, **forms: Any
) -> dict[str, Any]:
    """Everything that the publish kit of one account shows."""
    version = draft.current_version
    items = items_for(draft, account, now)
    check = fresh_preflight(version, account, now) if version else None
    return {
        "draft": draft,
        "account": account,
        "targets": targets,
        "lines": kit_lines(draft, account),
        "may_publish": can(user, "accounts.publish", account),
        "check": check,
        "publication": Publication.objects.filter(draft=draft, account=account).first(),
        "releasable": draft.status in ("approved", "scheduled"),
        "schedule_form": ScheduleForm(
            initial={"scheduled_at": draft.scheduled_at or draft.window_start, "version": draft.lock_version}
        ),
        "preflight_form": PreflightForm(items=items),
        "publication_form": PublicationForm(),
        **forms,
    }
