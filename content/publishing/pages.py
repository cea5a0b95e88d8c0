"""What the publish kit shows, per account and in the order in which its platform asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from content.connectors.models import Connection, Dispatch
from content.connectors.rules import PUBLISH_IT
from content.drafts.diff import Piece, pieces
from content.drafts.models import Draft, DraftAsset, DraftVersion
from content.drafts.sealing import text_of
from content.publishing.comparing import newest_correction
from content.publishing.forms import PreflightForm, PublicationForm, ScheduleForm
from content.publishing.models import Publication
from content.publishing.rules import KIT, KIT_FALLBACK, KitField
from content.publishing.services import fresh_preflight, items_for
from content.publishing.slots import propose_slots
from governance.public import can

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


# What somebody needs to read the kit before the post can go out.
SOON = timedelta(minutes=15)


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
    # The cover that somebody chose for a video, else the first picture.
    chosen = [row for row in rows if row.asset.cover]
    files = {"files": rows, "cover": chosen or [row for row in rows if row.asset.kind == "image"][:1]}
    lines = [
        KitLine(field, texts.get(field.code, ""), files.get(field.code, []))
        for field in KIT.get(account.platform, KIT_FALLBACK)
    ]
    return [line for line in lines if line.text or line.files]


def proposed_time(draft: Draft, now: datetime) -> datetime | None:
    """The time of release that the form begins with: one that is still to come, inside the window."""
    known = (draft.scheduled_at, draft.plan_item.planned_at if draft.plan_item else None, draft.window_start)
    after, before = draft.window_start or now, draft.window_end
    fitting = (row for row in known if row and row >= max(now, after) and (before is None or row <= before))
    soon = (now + SOON).replace(second=0, microsecond=0)
    return next(fitting, soon if before is None or soon <= before else None)


def first_to_release(draft: Draft, targets: list[PlatformAccount], user: User) -> PlatformAccount:
    """The account whose kit opens: the first on which this person still has to publish, else the leading one."""
    recorded = set(draft.publications.values_list("account_id", flat=True))
    waiting = (row for row in targets if row.pk not in recorded and can(user, "accounts.publish", row))
    return next(waiting, targets[0])


def differing_pieces(draft: Draft, published: str) -> list[Piece]:
    """How a text differs from the sealed one; the title counts only where the text brings it."""
    version = draft.current_version
    return _against(version, published) if version is not None else []


def pieces_of(publication: Publication) -> list[Piece]:
    """How what stands on the platform differs from what was signed; nothing where it does not."""
    if publication.text_matches is not False:
        return []
    correction = newest_correction(publication)
    if correction is not None:
        return pieces(correction.corrected_text, publication.published_text.replace("\r\n", "\n"))
    return _against(publication.version, publication.published_text)


def _against(version: DraftVersion, published: str) -> list[Piece]:
    title = version.title if published.lstrip().startswith(version.title) else ""
    tags = version.hashtags if "#" in published else []
    return pieces(text_of(title, version.body, tags), published.replace("\r\n", "\n"))


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
        "connection": Connection.objects.filter(account=account, is_on=True).first(),
        "order": Dispatch.objects.pending().filter(draft=draft, account=account, action=PUBLISH_IT).first(),
        "now": now,
        "releasable": draft.status in ("approved", "scheduled"),
        "schedule_form": ScheduleForm(
            initial={"scheduled_at": proposed_time(draft, now), "version": draft.lock_version}
        ),
        "preflight_form": PreflightForm(items=items),
        "slots": propose_slots(draft, account, now) if draft.status in ("approved", "scheduled") else [],
        "publication_form": PublicationForm(),
        **forms,
    }
