"""Pictures of the demo company: drawn here, so that no file of anybody else is needed."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.public import PlatformAccount
from content.media.models import MediaAsset
from content.media.services import upload_media
from governance.public import DemoCompany

SIZE = (960, 720)
COUNT = 2


def draw_picture(company: DemoCompany, name: str) -> bytes:
    """A quiet picture of hills under a sky, different for each name."""
    dice = company.dice(f"picture:{name}")
    sky = tuple(dice.randrange(170, 235) for _channel in range(3))
    picture = Image.new("RGB", SIZE, sky)
    brush = ImageDraw.Draw(picture)
    brush.ellipse([700, 90, 820, 210], fill=tuple(min(255, channel + 20) for channel in sky))
    for layer in range(4):
        height = 320 + layer * 90
        points = [(x, height + dice.randrange(-60, 60)) for x in range(0, SIZE[0] + 161, 160)]
        shade = tuple(max(0, channel - 45 * (layer + 1)) for channel in sky)
        brush.polygon([(0, SIZE[1]), *points, (SIZE[0], SIZE[1])], fill=shade)
    data = io.BytesIO()
    # JPEG: what every platform of the company takes (TikTok takes no PNG).
    picture.save(data, "JPEG", quality=88)
    return data.getvalue()


def pictures_for(company: DemoCompany, account: PlatformAccount) -> list[MediaAsset]:
    """A few pictures of the account, uploaded by one of its authors on the first day."""
    author = company.in_role("author", account)[0]
    names = [f"{account.handle}-{number}" for number in range(1, COUNT + 1)]
    files = [ContentFile(draw_picture(company, name), name=f"{name}.jpg") for name in names]
    at = company.at(company.since, 14)
    return [upload_media(actor=author, account=account, file=file, at=at) for file in files]
