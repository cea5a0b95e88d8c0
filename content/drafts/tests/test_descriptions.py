"""What a picture shows is written for those who do not see it: linted, sealed, in the kit (R-030, R-045)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import NOW, House
from content.drafts.models import DraftAsset, LintFinding
from content.drafts.services import edit_draft
from content.publishing.pages import kit_lines
from content.review.submission import submit_draft
from governance.public import Refused

pytestmark = pytest.mark.django_db


def test_a_description_is_sealed_with_its_picture_and_stands_in_the_kit(house: House) -> None:
    picture = house.picture()
    draft = house.submitted(
        house.weibo, assets=[picture], medium="image", descriptions={picture.pk: " 红色方块 "}
    )  # fmt: skip
    assert draft.current_version is not None
    assert draft.current_version.sealed["media"][0]["alt"] == "红色方块"
    assert "红色方块" in [line.text for line in kit_lines(draft, house.weibo)]


def test_a_description_alone_is_a_change_that_voids_the_signatures(house: House) -> None:
    picture = house.picture()
    draft = house.submitted(assets=[picture], medium="image", descriptions={picture.pk: "红色方块"})
    same = edit_draft(draft, actor=house.author, descriptions={picture.pk: "红色方块"}, at=NOW)
    assert same.status == "first_review"
    assert edit_draft(draft, actor=house.author, descriptions={picture.pk: "蓝色方块"}, at=NOW).status == "draft"


def test_another_order_of_files_keeps_their_descriptions(house: House) -> None:
    one, two = house.picture(), house.picture(colour=(1, 2, 3))
    draft = house.draft(assets=[one, two], descriptions={one.pk: "甲", two.pk: "乙"})
    edit_draft(draft, actor=house.author, assets=[two, one], at=NOW)
    rows = DraftAsset.objects.filter(draft=draft).values_list("asset_id", "alt")
    assert list(rows) == [(two.pk, "乙"), (one.pk, "甲")]


def test_a_forbidden_word_in_a_description_blocks_like_one_in_the_text(house: House) -> None:
    picture = house.picture()
    draft = house.draft(assets=[picture], medium="image", descriptions={picture.pk: "全国最好的茶杯"})
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "override_reason"
    submit_draft(draft, actor=house.author, override_reason="获奖原文", at=NOW)
    found = LintFinding.objects.filter(severity="block")[:1].get()
    assert found.text in "全国最好的茶杯"
    assert found.start > len(draft.body)


def test_a_label_in_a_description_is_no_label_of_the_post(house: House) -> None:
    picture = house.picture()
    draft = house.draft(assets=[picture], medium="image", ad_declared=True, descriptions={picture.pk: "广告"})
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "override_reason"


def test_a_description_that_is_too_long_or_spoilt_is_refused_at_its_field(house: House) -> None:
    picture = house.picture()
    for words in ("长" * 301, "a\x00b"):
        with pytest.raises(Refused) as refusal:
            house.draft(assets=[picture], descriptions={picture.pk: words})
        assert refusal.value.field == "descriptions"


def test_the_editor_has_a_line_for_each_picture(house: House, client: Client) -> None:
    client.force_login(house.author)
    picture, other = house.picture(), house.picture(colour=(1, 2, 3))
    draft = house.draft(assets=[picture], descriptions={picture.pk: "旧的说明"})
    address = reverse("content:draft_edit", args=[draft.pk])
    page = client.get(address)
    form = page.context["form"]
    assert f'name="descriptions_{picture.pk}"' in page.content.decode()
    assert "旧的说明" in page.content.decode()
    data = {field.html_name: field.value() for field in form if field.value() not in (None, [], "", False)}
    data.pop("descriptions")
    data |= {"account": house.account.pk, "plan_item": draft.plan_item_id, "assets": [picture.pk, other.pk]}
    data |= {f"descriptions_{picture.pk}": "新的说明", f"descriptions_{other.pk}": "另一张"}
    data |= {"window_start": "", "window_end": "", "version": draft.lock_version}
    assert client.post(address, data).status_code == 302
    assert dict(draft.asset_rows.values_list("asset_id", "alt")) == {picture.pk: "新的说明", other.pk: "另一张"}


def test_readers_and_reviewers_see_the_descriptions_as_text(house: House, client: Client) -> None:
    picture = house.picture()
    draft = house.submitted(assets=[picture], medium="image", descriptions={picture.pk: "红色方块"})
    client.force_login(house.first_reviewer)
    for address in (draft.get_absolute_url(), reverse("content:review_page", args=[draft.pk])):
        assert "<bdi>红色方块</bdi>" in client.get(address).content.decode()


def test_a_finding_says_in_the_description_of_which_picture_it_lies(house: House, client: Client) -> None:
    one, two = house.picture(), house.picture(colour=(1, 2, 3))
    draft = house.draft(assets=[one, two], descriptions={one.pk: "红色", two.pk: "全国最好的茶杯"}, medium="image")
    client.force_login(house.author)
    for address in (draft.get_absolute_url(), reverse("content:draft_submit", args=[draft.pk])):
        answer = client.get(address)
        assert 2 in {picture for _finding, picture in answer.context["findings"]}
        assert "第 2 张图片的说明" in answer.content.decode()
    said = {"assets": [two.pk], f"descriptions_{two.pk}": "全国最好的茶杯"}
    assert "在图片说明中选中" in client.post(reverse("content:lint"), said).content.decode()
