"""Printing what was submitted, and finding earlier posts that are nearly the same (R-029, M-4.2.1, O-4.2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction
from PIL import Image
from rapidfuzz import fuzz

from content.drafts.models import Draft, DraftVersion
from content.drafts.sealing import text_of
from content.media.models import MediaAsset
from content.originality.models import OriginalityFinding, PictureBand, PicturePrint, TextBand, TextPrint
from content.originality.prints import (
    as_hex,
    bare_text,
    distance,
    likeness,
    picture_bands,
    picture_bits,
    text_bands,
)
from content.originality.rules import (
    COMPARED,
    LOOKED_BACK,
    PER_SWEEP,
    PICTURE,
    PICTURE_DISTANCE,
    SHOWN,
    TEXT,
    TEXT_ALIKE,
)
from governance.public import insert_many

log = structlog.get_logger(__name__)

# What `Image.open` may raise over a file that was written clean here, and that somebody damaged since.
UNREADABLE = (OSError, ValueError, SyntaxError)
HIDDEN = ("discarded",)


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier post that is nearly the same: how much in percent, in text or picture, and by which files."""

    kind: str
    draft_id: int
    percent: int
    asset_id: int | None = None
    earlier_asset_id: int | None = None


# --- texts ----------------------------------------------------------------------------------------------------------

NEAR_TEXTS = """
SELECT p.draft_id, p.text FROM content_textprint p JOIN (
    SELECT of_id, count(*) AS shared FROM content_textband WHERE value IN ({marks})
    GROUP BY of_id ORDER BY shared DESC LIMIT %s
) near ON near.of_id = p.id WHERE p.draft_id <> %s
"""


def near_texts(bare: str, *, draft_id: int = 0, most: int = SHOWN) -> list[Alike]:
    """Earlier posts whose text is nearly this one (from `bare_text`), the likest first; one statement.

    Candidates share a band of the print, by an index; they are then compared letter by letter.
    """
    bands = text_bands(bare)
    if not bands:
        return []
    with connection.cursor() as cursor:
        # A draft that was submitted several times takes several places among the candidates.
        cursor.execute(NEAR_TEXTS.format(marks=", ".join(["%s"] * len(bands))), [*bands, COMPARED, draft_id])
        rows = cursor.fetchall()
    best: dict[int, int] = {}
    for draft, text in rows:
        percent = int(fuzz.ratio(bare, text, score_cutoff=TEXT_ALIKE))
        if percent:
            best[draft] = max(best.get(draft, 0), percent)
    found = [Alike(TEXT, draft, percent) for draft, percent in best.items()]
    return sorted(found, key=lambda row: -row.percent)[:most]


# --- pictures -------------------------------------------------------------------------------------------------------

NEAR_PICTURES = """
SELECT DISTINCT p.asset_id, p.bits FROM content_pictureband b JOIN content_pictureprint p ON p.id = b.of_id
WHERE b.value IN ({marks}) AND p.asset_id <> %s
"""


def near_pictures(bits: int, *, asset_id: int = 0) -> list[tuple[int, int]]:
    """Files whose picture is nearly this one: (file, percent of likeness), the likest first; one statement."""
    bands = picture_bands(bits)
    with connection.cursor() as cursor:
        cursor.execute(NEAR_PICTURES.format(marks=", ".join(["%s"] * len(bands))), [*bands, asset_id])
        rows = cursor.fetchall()
    near = [(asset, apart) for asset, other in rows if (apart := distance(bits, int(other, 16))) <= PICTURE_DISTANCE]
    return [(asset, likeness(apart)) for asset, apart in sorted(near, key=lambda pair: pair[1])]


def print_pictures(assets: Iterable[MediaAsset]) -> dict[int, str]:
    """Have each of these files printed, those that are not yet; returns the gradients by file ("" for none)."""
    files = {asset.pk: asset for asset in assets if asset.thumbnail or asset.kind == "image"}
    known = dict(PicturePrint.objects.filter(asset__in=files).values_list("asset_id", "bits"))
    for pk, asset in files.items():
        if pk not in known:
            known[pk] = _print_picture(asset)
    return known


def _print_picture(asset: MediaAsset) -> str:
    try:
        with (asset.thumbnail or asset.file).open("rb") as stream, Image.open(stream) as image:
            bits = picture_bits(image)
    except UNREADABLE:
        bits = None
    text = "" if bits is None else as_hex(bits)
    try:
        with transaction.atomic():
            row = PicturePrint.objects.create(asset=asset, bits=text)
            if bits is not None:
                PictureBand.objects.bulk_create([PictureBand(of=row, value=value) for value in picture_bands(bits)])
    except IntegrityError:
        log.info("picture_printed_meanwhile", asset=asset.pk)
    return text


# --- drafts ---------------------------------------------------------------------------------------------------------


def _alike_pictures(draft_id: int, assets: Sequence[MediaAsset]) -> list[Alike]:
    """Posts of other drafts with nearly the same picture, once each with the likest of their files."""
    found: dict[int, Alike] = {}
    for asset_id, text in print_pictures(assets).items():
        near = dict(near_pictures(int(text, 16), asset_id=asset_id)) if text else {}
        # The very same file in another post is the likest of all.
        near[asset_id] = 100
        rows = Draft.objects.exclude(pk=draft_id).exclude(current_version=None).exclude(status__in=HIDDEN)
        for pk, other in rows.filter(asset_rows__asset__in=near).values_list("pk", "asset_rows__asset"):
            if other in near and (pk not in found or found[pk].percent < near[other]):
                found[pk] = Alike(PICTURE, pk, near[other], asset_id, other)
    return sorted(found.values(), key=lambda row: (-row.percent, -row.draft_id))[:SHOWN]


def alike_posts(draft: Draft, assets: Sequence[MediaAsset]) -> list[Alike]:
    """Earlier posts, submitted or published, that this draft resembles as it stands now, texts first."""
    bare = bare_text(text_of(draft.title, draft.body, draft.hashtags))
    texts = near_texts(bare, draft_id=draft.pk, most=COMPARED)
    hidden = Draft.objects.filter(pk__in=[row.draft_id for row in texts], status__in=HIDDEN)
    gone = set(hidden.values_list("pk", flat=True)) if texts else set()
    shown = [row for row in texts if row.draft_id not in gone][:SHOWN]
    return [*shown, *_alike_pictures(draft.pk, assets)]


def print_version(version: DraftVersion, at: datetime) -> list[OriginalityFinding]:
    """Keep what a submitted version resembled, and put it among the earlier posts; once, whoever comes first."""
    if TextPrint.objects.filter(version=version).exists():
        return []
    sealed: dict[str, Any] = version.sealed
    bare = bare_text(text_of(sealed["title"], sealed["body"], sealed["hashtags"]))
    files = list(MediaAsset.objects.filter(pk__in=[row["id"] for row in sealed["media"]]))
    found = [*near_texts(bare, draft_id=version.draft_id), *_alike_pictures(version.draft_id, files)]
    earlier = _earlier([row.draft_id for row in found], version)
    rows = [
        OriginalityFinding(
            version=version, kind=row.kind, alike=row.percent, earlier_id=row.draft_id, asset_id=row.asset_id,
            earlier_asset_id=row.earlier_asset_id, found_at=at,
        )
        for row in found
        if row.draft_id in earlier
    ]  # fmt: skip
    with transaction.atomic():
        printed = TextPrint.objects.create(version=version, draft_id=version.draft_id, text=bare, printed_at=at)
        if bands := sorted(set(text_bands(bare))):
            insert_many([TextBand(of=printed, value=value) for value in bands])
        OriginalityFinding.objects.bulk_create(rows)
    return rows


def _earlier(drafts: Iterable[int], version: DraftVersion) -> set[int]:
    """Those drafts whose first submission came before this version: a copy is the later one."""
    rows = DraftVersion.objects.filter(draft__in=list(drafts), number=1, submitted_at__lte=version.submitted_at)
    return set(rows.values_list("draft_id", flat=True))


def print_new_versions(now: datetime, *, since: datetime | None = None, most: int = PER_SWEEP) -> int:
    """Print what was submitted lately and is not printed yet, oldest first; returns how many. May run twice."""
    rows = DraftVersion.objects.filter(submitted_at__gte=since or now - LOOKED_BACK, text_print=None)
    count = 0
    for version in rows.order_by("submitted_at", "pk")[:most]:
        try:
            print_version(version, now)
        except IntegrityError:
            continue
        count += 1
    return count


def print_lately(now: datetime) -> dict[str, int]:
    """What the sweep does."""
    return {"versions_printed": print_new_versions(now)}
