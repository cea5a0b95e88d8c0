"""What posts lead to: contacts, QR codes and goods that are registered pass, all others are flagged (R-046)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from django.core.files.base import ContentFile
from PIL import Image

from accounts.public import PlatformAccount
from content.conftest import NOW, House
from content.drafts.models import LintFinding
from content.linter.codes import code_findings
from content.linter.company import register
from content.linter.findings import LintContext
from content.linter.models import PictureCodes, RegisteredContact, RegisteredHost
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.publishing.models import Publication
from content.review.clearing import answer_finding
from content.review.submission import findings_of, outlook_for, submit_draft
from content.review.tests.test_probes import broken, copy_of, numbers
from governance.public import NotAllowed, Refused
from tests.board import tampered, turns

SHOP = "https://shop.example.org/spring"


def picture_of(house: House, account: PlatformAccount, says: str = SHOP) -> MediaAsset:
    code = zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.QRCode)
    data = io.BytesIO()
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=True)).save(data, "PNG")
    file = ContentFile(data.getvalue(), name="code.png")
    return upload_media(actor=house.author, account=account, file=file, at=NOW)


def rules_of(house: House, **content: Any) -> set[str]:
    draft = house.draft(**content)
    return {one.rule for one in findings_of(draft, list(draft.targets.all()))}


def test_a_registered_number_or_address_is_no_personal_data_any_more(house: House) -> None:
    body = "咨询请拨 13800138000 或写信到 info@example.com"
    assert {"R-044.mobile", "R-044.email"} <= rules_of(house, body=body)
    register(RegisteredContact, actor=house.manager, kind="phone", value="+86 138-0013-8000")
    register(RegisteredContact, actor=house.manager, kind="mail", value="Info@Example.com", account=house.account)
    assert not {"R-044.mobile", "R-044.email"} & rules_of(house, body=body)
    assert "R-044.email" in rules_of(house, body=body, accounts=[house.weibo])
    with pytest.raises(Refused):
        register(RegisteredContact, actor=house.manager, kind="phone", value="打电话")


def test_a_post_with_goods_names_a_registered_article_once_there_are_any(house: House) -> None:
    assert "R-046.goods" not in rules_of(house, flags=["has_goods"])
    register(RegisteredContact, actor=house.manager, kind="goods", value="青竹茶杯")
    assert "R-046.goods" in rules_of(house, flags=["has_goods"])
    assert "R-046.goods" not in rules_of(house, flags=["has_goods"], body="青竹茶杯上架")


def test_a_code_in_a_picture_is_read_and_flagged_until_it_is_registered(house: House) -> None:
    asset = picture_of(house, house.account)
    draft = house.draft(medium="image", assets=[asset])
    (finding,) = [one for one in outlook_for(draft, at=NOW).findings if one.rule == "R-046.qr"]
    assert (finding.text, finding.start, finding.end, finding.severity) == (SHOP, 0, 0, "warn")
    assert PictureCodes.objects.get().codes == [SHOP]
    register(RegisteredContact, actor=house.manager, kind="qr", value=SHOP)
    assert not [one for one in outlook_for(draft, at=NOW).findings if one.rule == "R-046.qr"]


def test_a_code_that_leads_to_a_registered_host_passes_and_the_finding_is_frozen(house: House) -> None:
    asset = picture_of(house, house.account)
    draft = submit_draft(house.draft(medium="image", assets=[asset]), actor=house.author, at=NOW)
    assert LintFinding.objects.filter(version=draft.current_version, rule="R-046.qr", text=SHOP).exists()
    register(RegisteredHost, actor=house.manager, host="example.org")
    other = house.draft(medium="image", assets=[asset])
    assert not [one for one in outlook_for(other, at=NOW).findings if one.rule == "R-046.qr"]


def test_a_picture_that_cannot_be_opened_says_nothing_and_stops_nobody(house: House) -> None:
    asset = house.picture()
    asset.file.storage.delete(str(asset.file.name))
    outlook_for(house.draft(medium="image", assets=[asset]), at=NOW)
    assert PictureCodes.objects.get().codes == []


def test_an_unregistered_link_waits_for_an_answer_and_never_from_its_author(house: House) -> None:
    draft = house.submitted(body="详情见 https://shop.example.net/a")
    finding = LintFinding.objects.get(version=draft.current_version, rule="R-046.link")
    with pytest.raises(NotAllowed):
        answer_finding(finding, actor=house.author, answer="可以", at=NOW)
    with pytest.raises(Refused):
        house.sign(draft, "first", house.first_reviewer)
    answer_finding(finding, actor=house.first_reviewer, answer="自家活动页，已核实", at=NOW)
    house.sign(draft, "first", house.first_reviewer)


def test_a_post_with_a_link_that_nobody_looked_into_breaches_the_requirement(house: House) -> None:
    publication = house.published()
    assert numbers("R-046") == (0, 1)
    finding = LintFinding.objects.create(
        version=publication.version, account=house.account, rule="R-046.qr", severity="warn", category="link", start=0,
        end=0, message_zh="码", message_en="code",
    )  # fmt: skip
    assert numbers("R-046") == (1, 1)
    with broken(LintFinding, finding.pk, cleared_by=house.legal.pk, cleared_at=NOW, clearance="可以"):
        assert numbers("R-046") == (0, 1)


def test_an_ad_that_went_out_without_its_label_breaches_the_requirement(house: House) -> None:
    publication = house.published()
    assert numbers("R-049", "label") == (0, 0)
    sealed = {**publication.version.sealed, "ad_declared": True}
    labelled = copy_of(publication.version, sealed=sealed)
    with broken(Publication, publication.pk, version_id=labelled.pk):
        assert numbers("R-049", "label") == (0, 1)
        finding = LintFinding.objects.create(
            version=labelled, account=house.account, rule="L-12.ad_label", severity="block", category="label", start=0,
            end=0, message_zh="缺", message_en="none",
        )  # fmt: skip
        assert numbers("R-049", "label") == (1, 1)
        LintFinding.objects.filter(pk=finding.pk).delete()
        assert numbers("R-049", "label") == (0, 1)


def test_a_post_with_an_unregistered_code_that_nobody_answered_breaches_r_046(house: House) -> None:
    draft = house.draft(medium="image", assets=[picture_of(house, house.account)])
    draft = submit_draft(draft, actor=house.author, at=NOW)
    finding = LintFinding.objects.get(version=draft.current_version, rule="R-046.qr")
    answer_finding(finding, actor=house.first_reviewer, answer="展位的二维码", at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    house.released(house.sign(draft, "final", house.final_reviewer))
    hole = tampered(finding, cleared_at=None, cleared_by=None, clearance="")
    turns("R-046", hole, NOW + timedelta(days=5))


@pytest.mark.parametrize("link", [
    "https://evil.example.com?@good.com", "https://evil.example.com#@good.com", "https://evil.example.com\\@good.com",
    "https://good.com@evil.example.com/", "https://good.com:80@good.com/", "https://evil.example.com/@good.com",
])  # fmt: skip
def test_an_at_sign_does_not_make_a_link_lead_to_a_registered_host(house: House, link: str) -> None:
    register(RegisteredHost, actor=house.manager, host="good.com")
    assert "R-046.link" in rules_of(house, body=f"详情见 {link} 欢迎")
    assert "R-046.link" not in rules_of(house, body="详情见 https://shop.good.com:443/spring?from=@post 欢迎")
    context = LintContext(allowed_hosts=frozenset({"good.com"}))
    assert [finding.rule for finding in code_findings([link], context)] == ["R-046.qr"]
