"""The demo company's pictures of others: a licence each with its proof, one that ran out and was renewed (R-029)."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.public import PlatformAccount
from content.demonstration.diary import Story
from content.demonstration.pictures import draw_picture
from content.licences.models import Licence
from content.licences.services import register_licence, renew_licence
from content.media.models import MediaAsset
from content.media.services import upload_media
from governance.public import DemoCompany

PAPER, INK = (620, 440), (40, 44, 52)
# A licensed picture is taken that often where there is one; a post may go out so long after its day.
TAKEN, OUT_WITHIN = 0.35, timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DemoLicence:
    """A licence of an account; days count from the company's last day, `since` from its first.

    `renewed` is the day of the next term, after a gap in which nothing with the picture went out.
    """

    account: str
    reference: str
    source: str
    covers: str
    since: int
    ends: int
    renewed: int | None = None
    renewed_until: int = 0


LICENCES = (
    DemoLicence(
        "wechat-main", "图像许可 2025-118", "青岚摄影工作室", "节气插图《霜降》，公众号与官网可用", 3, -44, -32, 320,
    ),
    DemoLicence("xiaohongshu-main", "图像许可 2025-207", "插画师米禾", "厨房小景一幅，用于图文笔记", 5, 18),
    DemoLicence(
        "facebook-main", "Photo licence AF-31", "Alder Field Pictures", "One harvest photograph, social posts", 4, 210,
    ),
)  # fmt: skip


def proof_of(licence: DemoLicence, until: date) -> ContentFile[bytes]:
    """A page that looks like a signed licence, as a PDF drawn here."""
    page = Image.new("RGB", PAPER, (250, 249, 245))
    brush = ImageDraw.Draw(page)
    brush.rectangle([20, 20, PAPER[0] - 20, PAPER[1] - 20], outline=INK)
    number = "".join(character for character in licence.reference if character.isascii()).strip()
    brush.text((50, 60), f"LICENCE {number}", fill=INK)
    brush.text((50, 100), f"valid until {until.isoformat()}", fill=INK)
    brush.line([(50, 340), (230, 330), (260, 350)], fill=INK, width=2)
    data = io.BytesIO()
    page.save(data, "PDF")
    return ContentFile(data.getvalue(), name=f"licence-{until.isoformat()}.pdf")


@dataclass(eq=False)
class Shelf:
    """The pictures of one account: its own, and what it may use of others from a day to a day."""

    account: PlatformAccount
    own: list[MediaAsset]
    licensed: list[tuple[MediaAsset, date, date]] = field(default_factory=list)

    def pick(self, dice: Random, day: date) -> MediaAsset:
        """A picture for a post of that day; one of others only where its licence lasts beyond the release."""
        usable = [asset for asset, first, last in self.licensed if first <= day and day + OUT_WITHIN <= last]
        if usable and dice.random() < TAKEN:
            return dice.choice(usable)
        return dice.choice(self.own)

    def story(self, company: DemoCompany) -> Story:
        """Registering the licences of the account, and renewing what ran out."""
        for row in LICENCES:
            if row.account != self.account.handle:
                continue
            keeper = company.in_role("author", self.account)[0]
            since, ends = company.since + timedelta(days=row.since), company.until + timedelta(days=row.ends)
            known: list[Licence] = []
            yield company.at(since, 10), lambda at: known.append(self._register(company, row, ends, at))  # noqa: B023
            if row.renewed is None:
                continue
            again = company.until + timedelta(days=row.renewed)
            last = company.until + timedelta(days=row.renewed_until)

            def renew(at: datetime) -> None:
                proof = proof_of(row, last)  # noqa: B023
                renew_licence(known[0], actor=keeper, valid_from=again, valid_until=last, proof=proof, at=at)  # noqa: B023
                self.licensed.append((self.licensed[0][0], again, last))  # noqa: B023

            yield company.at(again, 15), renew

    def _register(self, company: DemoCompany, row: DemoLicence, ends: date, at: datetime) -> Licence:
        keeper = company.in_role("author", self.account)[0]
        licence = register_licence(
            actor=keeper, account=self.account, reference=row.reference, source=row.source, covers=row.covers,
            valid_from=at.date(), valid_until=ends, proof=proof_of(row, ends), at=at,
        )  # fmt: skip
        name = f"{self.account.handle}-licensed"
        asset = upload_media(
            actor=keeper, account=self.account, file=ContentFile(draw_picture(company, name), name=f"{name}.jpg"),
            origin="licensed", source=row.source, licence=licence, at=at + timedelta(minutes=5),
        )  # fmt: skip
        self.licensed.append((asset, at.date(), ends))
        return licence
