"""Papers are taken by their content, kept clean under their hash, and handed out to few."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import AccountPaper, User
from accounts.papers.services import keep_paper, store_paper
from accounts.platforms.tests.conftest import House
from accounts.platforms.tests.factory import PDF, pdf, picture
from governance.public import Refused, grant_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "file",
    [
        ContentFile(b"", "empty.pdf"),
        ContentFile(b"MZ" + b"\0" * 400, "licence.pdf"),
        ContentFile(b"<html><script>alert(1)</script>", "licence.pdf"),
        ContentFile(PDF[:40], "cut.pdf"),
        ContentFile(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "broken.png"),
        ContentFile(b"%PDF-1.4" + b"0" * (10 * 1024 * 1024) + b"%%EOF", "large.pdf"),
    ],
    ids=["empty", "program", "page", "cut", "broken", "large"],
)
def test_what_is_no_whole_pdf_or_picture_is_refused_at_its_field(house: House, file: ContentFile) -> None:
    with pytest.raises(Refused) as refusal:
        store_paper(file)
    assert refusal.value.field == "papers"


def test_a_picture_keeps_its_pixels_and_nothing_else(house: House) -> None:
    dirty = picture("JPEG", comment=b"GPS of the office").read() + b"<script>hidden behind it</script>"
    stored = store_paper(ContentFile(dirty, "proof.jpg"))
    with default_storage.open(stored.place) as file:
        kept = file.read()
    assert b"script" not in kept
    assert b"GPS" not in kept


def test_a_picture_too_large_to_unpack_is_refused(house: House) -> None:
    bomb = picture("PNG", size=(9000, 5000))
    with pytest.raises(Refused):
        store_paper(bomb)


def test_a_paper_is_handed_out_as_a_download_to_who_manages_the_account(house: House, client: Client) -> None:
    account = house.opened()
    paper = keep_paper(
        account, store_paper(pdf("..\\..\\执照.pdf")), kind="opening", actor=house.manager, at=timezone.now()
    )
    assert paper.shown_name == "执照.pdf"
    grant_role(house.stranger, "author", accounts=[account], actor=None)
    auditor = User.objects.create_user("auditor")
    grant_role(auditor, "auditor", actor=None)
    for person, status in ((house.stranger, 404), (house.manager, 200), (auditor, 200)):
        client.force_login(person)
        answer = client.get(paper.get_absolute_url())
        assert answer.status_code == status, person
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer) == PDF


def test_whoever_decides_the_opening_reads_its_papers_and_page(house: House, client: Client) -> None:
    account = house.applied()
    paper = keep_paper(account, store_paper(pdf()), kind="opening", actor=house.manager, at=timezone.now())
    client.force_login(house.chief)
    assert client.get(paper.get_absolute_url()).status_code == 200
    page = client.get(account.get_absolute_url()).content.decode()
    assert "安禾健康科技有限公司" in page
    assert AccountPaper.objects.visible_to(house.stranger).count() == 0
