"""Near-duplicates of earlier posts in text and picture: found over an index, kept with the version, shown."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import discard_draft
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.originality.models import OriginalityFinding, TextPrint
from content.originality.prints import bare_text, distance, picture_bands, picture_bits, text_bands
from content.originality.rules import PICTURE_BANDS, PICTURE_DISTANCE
from content.originality.services import alike_posts, print_new_versions

BODY = (
    "今天我们走进研发中心，看看新品从图纸到货架要经过多少道检验。工程师每天记录温度、湿度和噪声，"
    "发现问题就退回上一步重新调整。每一台样机都要连续运行三百小时，合格之后才会进入试产。"
)
COPY = BODY.replace("今天", "昨天").replace("三百小时", "两百小时").replace("研发中心", "研发大楼")
OTHER = (
    "周末门店举办亲子手工活动，孩子们用回收纸箱做出了城堡和火箭。店员准备了胶水、彩笔和点心，"
    "家长可以在旁边的休息区喝茶。下个月的主题是植物观察，欢迎提前在服务台登记名额，名额有限。"
)


def drawn(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    dice = random.Random(seed)
    image = Image.new("RGB", (640, 480), (200, 210, 230))
    brush = ImageDraw.Draw(image)
    for _number in range(14):
        x, y = dice.randrange(600), dice.randrange(440)
        colour = tuple(dice.randrange(256) for _channel in range(3))
        brush.ellipse([x, y, x + dice.randrange(40, 220), y + dice.randrange(40, 220)], fill=colour)
    return image.resize(size)


def uploaded(house: House, image: Image.Image, **options: Any) -> MediaAsset:
    data = io.BytesIO()
    image.save(data, options.pop("format", "PNG"), **options)
    file = ContentFile(data.getvalue(), name="a.png")
    return upload_media(actor=house.author, account=house.account, file=file, at=NOW)


def test_a_copy_with_a_few_words_changed_is_found_and_another_text_is_not(house: House) -> None:
    earlier = house.submitted(title="走进研发", body=BODY)
    house.submitted(title="亲子活动", body=OTHER)
    assert print_new_versions(NOW + HOUR) == 2
    assert print_new_versions(NOW + HOUR) == 0
    copy = house.draft(title="研发见闻", body=COPY)
    found = alike_posts(copy, [])
    assert [(row.kind, row.draft_id) for row in found] == [("text", earlier.pk)]
    assert found[0].percent >= 80
    assert (
        alike_posts(house.draft(title="招聘", body="我们正在招聘仓库管理员，工作地点在苏州，有意者请联系。"), []) == []
    )


def test_a_draft_is_not_its_own_copy_and_what_was_discarded_counts_no_more(house: House) -> None:
    earlier = house.submitted(title="走进研发", body=BODY)
    print_new_versions(NOW + HOUR)
    assert alike_posts(earlier, []) == []
    copy = house.draft(title="研发见闻", body=COPY)
    assert alike_posts(copy, [])
    Draft.objects.filter(pk=earlier.pk).update(status="draft")
    discard_draft(Draft.objects.get(pk=earlier.pk), actor=house.author, note="重复", at=NOW + HOUR)
    assert alike_posts(copy, []) == []


def test_what_a_version_resembled_is_kept_on_the_later_one_only(house: House) -> None:
    earlier = house.submitted(title="走进研发", body=BODY)
    later = house.submitted(title="研发见闻", body=COPY)
    print_new_versions(NOW + HOUR)
    finding = OriginalityFinding.objects.get()
    assert (finding.version_id, finding.earlier_id, finding.kind) == (later.current_version_id, earlier.pk, "text")
    assert TextPrint.objects.count() == 2


def test_a_picture_is_found_again_smaller_and_compressed(house: House) -> None:
    earlier = house.submitted(assets=[uploaded(house, drawn())], medium="image")
    again = uploaded(house, drawn(size=(320, 240)), format="JPEG", quality=40)
    other = uploaded(house, drawn(seed=99))
    print_new_versions(NOW + HOUR)
    pictures = [row for row in alike_posts(house.draft(body=OTHER, assets=[again]), [again]) if row.kind == "picture"]
    assert [row.draft_id for row in pictures] == [earlier.pk]
    assert pictures[0].percent >= 90
    assert [row for row in alike_posts(house.draft(body=OTHER), [other]) if row.kind == "picture"] == []


def test_the_very_same_file_in_another_post_is_shown(house: House) -> None:
    picture = uploaded(house, drawn())
    house.submitted(assets=[picture], medium="image")
    found = alike_posts(house.draft(body=OTHER, assets=[picture]), [picture])
    assert ("picture", 100) in [(row.kind, row.percent) for row in found]


def test_pictures_of_one_colour_are_like_nothing() -> None:
    assert picture_bits(Image.new("RGB", (64, 64), (10, 20, 30))) is None


def test_signs_spaces_and_wide_letters_do_not_hide_a_copy() -> None:
    spaced = " ".join(BODY).replace("，", "！")
    assert bare_text(spaced) == bare_text(BODY)
    assert bare_text("ＡＢＣ Good-Day") == "abc good day"
    assert text_bands(bare_text(spaced)) == text_bands(bare_text(BODY))
    assert text_bands(bare_text("太短")) == []


@given(bits=st.integers(0, 2**128 - 1), places=st.sets(st.integers(0, 127), max_size=PICTURE_BANDS - 1))
def test_pictures_that_differ_in_fewer_bits_than_bands_share_one(bits: int, places: set[int]) -> None:
    other = bits
    for place in places:
        other ^= 1 << place
    assert distance(bits, other) == len(places) <= PICTURE_DISTANCE
    assert set(picture_bands(bits)) & set(picture_bands(other))


def test_the_page_shows_it_and_names_no_post_that_the_reader_may_not_see(house: House, client: Client) -> None:
    earlier = house.submitted(house.weibo, title="走进研发", body=BODY)
    print_new_versions(NOW + HOUR)
    copy = house.draft(title="研发见闻", body=COPY)
    address = reverse("content:draft_originality", args=[copy.pk])
    client.force_login(house.author)
    assert client.get(address).status_code == 302
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert earlier.get_absolute_url() in page
    for name in ("draft_detail", "draft_submit"):
        assert address in client.get(reverse(f"content:{name}", args=[copy.pk])).content.decode()
    client.force_login(house.stranger)
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "🙂" * 40, "a" * 1_000_000])
def test_any_text_can_be_printed(text: str) -> None:
    assert isinstance(text_bands(bare_text(text)), list)
