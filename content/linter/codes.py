"""QR codes and barcodes in pictures: read once, and held against the register (R-046)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
import zxingcpp
from PIL import Image, UnidentifiedImageError

from content.linter.checks import host_in
from content.linter.findings import Finding, LintContext
from content.linter.models import PictureCodes
from content.linter.rules import built_in_rules

if TYPE_CHECKING:
    from content.media.models import MediaAsset

RULE = "R-046.qr"
SIDE = 4096  # pixels; a larger picture is made smaller before it is read
CODES_LIMIT, LENGTH_LIMIT = 20, 500

log = structlog.get_logger(__name__)


def codes_in(asset: MediaAsset) -> list[str]:
    """What the codes of a stored picture say; nothing where it cannot be opened."""
    try:
        with asset.file.open("rb") as file, Image.open(file) as picture:
            picture.thumbnail((SIDE, SIDE))
            found = zxingcpp.read_barcodes(picture.convert("L"))
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        log.warning("picture_not_read_for_codes", asset=asset.pk, reason=type(error).__name__)
        return []
    texts = dict.fromkeys(code.text.strip()[:LENGTH_LIMIT] for code in found if code.text.strip())
    return list(texts)[:CODES_LIMIT]


def read_pictures(assets: Iterable[MediaAsset], *, at: datetime) -> None:
    """Read the pictures that were not read yet, and keep what their codes say. Not to be called in a transaction."""
    pictures = [asset for asset in assets if asset.kind == "image"]
    known = (
        set(PictureCodes.objects.filter(asset__in=pictures).values_list("asset_id", flat=True)) if pictures else set()
    )
    rows = [
        PictureCodes(asset=asset, account_id=asset.account_id, codes=codes_in(asset), read_at=at)
        for asset in pictures
        if asset.pk not in known
    ]
    PictureCodes.objects.bulk_create(rows, ignore_conflicts=True)


def codes_of(assets: Iterable[MediaAsset]) -> list[str]:
    """What the codes of these pictures say, each once."""
    pictures = [asset.pk for asset in assets if asset.kind == "image"]
    if not pictures:
        return []
    rows = PictureCodes.objects.filter(asset__in=pictures).order_by("asset_id").values_list("codes", flat=True)
    return list(dict.fromkeys(code for codes in rows for code in codes))


def code_findings(codes: Iterable[str], context: LintContext) -> list[Finding]:
    """A finding on the post as a whole for every code that leads to nothing registered."""
    rule = next(rule for rule in built_in_rules() if rule.code == RULE)
    if not context.concern()(rule):
        return []
    return [
        Finding.of(rule, code, 0, len(code)).on_the_whole()
        for code in codes
        if code not in context.allowed_codes and not context.allows_host(host_in(code))
    ]
