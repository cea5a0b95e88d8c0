"""What participants are told of a campaign, frozen in one fixed form: it is not changed afterwards (C-02)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from content.campaigns.models import Campaign, CampaignTerms

if TYPE_CHECKING:
    from accounts.public import User

TOLD = (
    "type", "theme", "place", "way_to_join", "rules", "prizes", "organiser", "redemption", "minors",
    "purchase_needed",
)  # fmt: skip
OF_DRAW = ("slug", "title", "source", "reference", "reserves")


def moment(value: datetime | None) -> str | None:
    """A moment as frozen texts write it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def prizes_of(draw: Any) -> list[dict[str, Any]]:
    """The prizes of a draw in their order."""
    return [
        {"name": row.name, "quantity": row.quantity, "worth": f"{row.worth:.2f}", "currency": row.currency}
        for row in draw.prizes.all()
    ]


def terms_of(campaign: Campaign) -> str:
    """The terms as they stand now, as JSON in one fixed form."""
    told: dict[str, Any] = {name: getattr(campaign, name) for name in TOLD}
    told |= {"account": campaign.account.handle, "starts_at": moment(campaign.starts_at),
             "ends_at": moment(campaign.ends_at)}  # fmt: skip
    told["draws"] = [
        {
            **{name: getattr(draw, name) for name in OF_DRAW},
            "draws_at": moment(draw.draws_at), "deliver_by": moment(draw.deliver_by), "prizes": prizes_of(draw),
        }
        for draw in campaign.draws.exclude(status="void", frozen_by=None).order_by("pk").prefetch_related("prizes")
    ]  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def freeze_terms(campaign: Campaign, *, actor: User, at: datetime) -> str:
    """Keep the terms once; the hash of those that hold. The caller holds the campaign and its transaction."""
    held = CampaignTerms.objects.filter(campaign=campaign).first()
    if held is not None:
        return held.sha256
    sealed = terms_of(campaign)
    digest = sha256_of(sealed)
    for draw in campaign.draws.all():
        draw.prizes.filter(frozen_at=None).update(frozen_at=at)
    CampaignTerms.objects.create(campaign=campaign, sealed=sealed, sha256=digest, frozen_by=actor, frozen_at=at)
    return digest
