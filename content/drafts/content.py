"""What an author may say about a draft, checked and brought into shape before it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext as _

from content.drafts.rules import (
    ALT_LIMIT,
    BODY_LIMIT,
    CLAIM_LIMIT,
    CLAIMS_LIMIT,
    CONTENT_TYPES,
    FLAG_CODES,
    HASHTAG_LIMIT,
    HASHTAGS_LIMIT,
    IMPLIED_FLAGS,
    MATERIAL_LIMIT,
    MEDIA,
    ORIGINALITY,
    REASON_LIMIT,
    TITLE_LIMIT,
)
from governance.public import Refused, clean_text, has_visible_text

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.media.models import MediaAsset
    from content.plans.models import PlanItem


class DraftContent(TypedDict, total=False):
    """The fields that an author writes; what is left out stays as it is."""

    title: str
    body: str
    content_type: str
    medium: str
    hashtags: Iterable[str]
    no_hashtag_reason: str
    ai_declared: bool
    ad_declared: bool
    originality: str
    outside_material: str
    flags: Iterable[str]
    units: Iterable[str]
    claims: Iterable[Mapping[str, str]]
    plan_item: PlanItem | None
    urgent_reason: str
    window_start: datetime | None
    window_end: datetime | None
    event_at: datetime | None
    accounts: Iterable[PlatformAccount]
    assets: Iterable[MediaAsset]
    descriptions: Mapping[int, str]


# Fields of one text: name, limit, whether it is one line.
TEXTS = (
    ("title", TITLE_LIMIT, True),
    ("body", BODY_LIMIT, False),
    ("no_hashtag_reason", TITLE_LIMIT, True),
    ("urgent_reason", REASON_LIMIT, False),
    ("outside_material", MATERIAL_LIMIT, False),
)
CHOICES = (("content_type", dict(CONTENT_TYPES)), ("medium", dict(MEDIA)), ("originality", dict(ORIGINALITY)))
AS_THEY_ARE = ("ai_declared", "ad_declared", "plan_item", "window_start", "window_end", "event_at")


def clean_hashtags(tags: Iterable[str]) -> list[str]:
    """Hashtags without the mark, each once, in the order given."""
    found: dict[str, None] = {}
    for tag in tags:
        clean = clean_text(str(tag), field="hashtags", limit=HASHTAG_LIMIT, one_line=True).strip("#＃ ")
        if re.search(r"[\s#＃]", clean):
            raise Refused(_("A hashtag holds no space. Please separate hashtags by commas."), field="hashtags")
        if clean:
            found[clean] = None
    if len(found) > HASHTAGS_LIMIT:
        raise Refused(
            _("At most %(limit)d hashtags are possible. Please remove some.") % {"limit": HASHTAGS_LIMIT},
            field="hashtags",
        )
    return list(found)


def clean_claims(claims: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Statements of fact with their sources; empty rows are left out (R-027)."""
    found = []
    for claim in claims:
        text = clean_text(claim.get("text", ""), field="claims", limit=CLAIM_LIMIT).strip()
        source = clean_text(claim.get("source", ""), field="claims", limit=CLAIM_LIMIT).strip()
        if has_visible_text(text):
            found.append({"text": text, "source": source if has_visible_text(source) else ""})
        elif has_visible_text(source):
            raise Refused(_("A source stands alone. Write the statement that it proves."), field="claims")
    if len(found) > CLAIMS_LIMIT:
        raise Refused(
            _("At most %(limit)d statements are possible. Please split the draft.") % {"limit": CLAIMS_LIMIT},
            field="claims",
        )
    return found


def clean_descriptions(descriptions: Mapping[int, str]) -> dict[int, str]:
    """What files say to those who do not see them, by the number of the file; blank where there is nothing to read."""
    found = {}
    for number, text in descriptions.items():
        words = clean_text(text, field="descriptions", limit=ALT_LIMIT, one_line=True).strip()
        found[number] = words if has_visible_text(words) else ""
    return found


def clean_content(content: DraftContent) -> dict[str, Any]:
    """The values of the draft's own columns, checked; accounts and files are rows of their own."""
    given: Mapping[str, Any] = content
    values: dict[str, Any] = {name: given[name] for name in AS_THEY_ARE if name in given}
    for name, limit, one_line in TEXTS:
        if name in given:
            text = clean_text(str(given[name] or ""), field=name, limit=limit, one_line=one_line)
            values[name] = text if has_visible_text(text) else ""
    for name, known in CHOICES:
        if name in given:
            if given[name] not in known:
                raise Refused(_("Please choose one of the values in the list."), field=name)
            values[name] = given[name]
    if "hashtags" in given:
        values["hashtags"] = clean_hashtags(given["hashtags"])
    if "claims" in given:
        values["claims"] = clean_claims(given["claims"])
    if "flags" in given:
        flags = set(given["flags"])
        if flags - FLAG_CODES:
            raise Refused(_("Please choose one of the values in the list."), field="flags")
        values["flags"] = sorted(flags)
    if "units" in given:
        values["units"] = sorted({str(unit) for unit in given["units"]})
    start, end = values.get("window_start"), values.get("window_end")
    if start and end and end <= start:
        raise Refused(_("The window ends before it begins. Please choose a later end."), field="window_end")
    return values


def implied_flags(values: Mapping[str, Any]) -> set[str]:
    """The flags that follow from what the author declared."""
    return {flag for field, value, flag in IMPLIED_FLAGS if values.get(field) == value}
