"""The certificate itself stands beside the words: checked, under its hash, for those who see the qualification."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Qualification
from accounts.platforms.tests.factory import PDF, pdf
from accounts.qualifications.tests.conftest import Review
from governance.public import Denial, LedgerEntry, NotAllowed, Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
PAGE = "/posts/reviewers/new/"


def test_it_is_kept_under_its_hash_which_stands_in_record_and_ledger(review: Review) -> None:
    row = review.qualified(at=NOW, proof_file=pdf("证书.pdf"))
    digest = hashlib.sha256(PDF).hexdigest()
    assert (row.proof_sha256, row.proof_name, row.proof_type) == (digest, "证书.pdf", "application/pdf")
    with default_storage.open(row.proof_place) as kept:
        assert kept.read() == PDF
    assert LedgerEntry.objects.get(event="qualification.appointed").payload["proof_sha256"] == digest


def test_without_a_file_the_words_alone_count(review: Review) -> None:
    row = review.qualified(at=NOW)
    assert (row.proof_place, row.proof_size, row.proof_sha256) == ("", 0, "")


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00 a program", b"<html><script>alert(1)</script></html>", PDF[:40], b"PK\x03\x04 zip"]
)
def test_what_is_no_whole_paper_is_refused_by_its_field(review: Review, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        review.qualified(at=NOW, proof_file=ContentFile(content, "certificate.pdf"))
    assert (refused.value.field, Qualification.objects.count()) == ("proof_file", 0)


def test_a_refused_appointment_keeps_no_file(review: Review) -> None:
    other = PDF.replace(b"1.4", b"1.5")
    place = f"qualifications/{hashlib.sha256(other).hexdigest()[:2]}/{hashlib.sha256(other).hexdigest()}.pdf"
    for actor, refusal in ((review.stranger, Denial), (review.manager, NotAllowed)):
        with pytest.raises(refusal):
            review.qualified(review.manager, actor=actor, at=NOW, proof_file=ContentFile(other, "test.pdf"))
    assert not default_storage.exists(place)


def test_half_a_file_is_no_row_of_the_database(review: Review) -> None:
    row = review.qualified(at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.filter(pk=row.pk).update(proof_place="qualifications/aa/aa.pdf")


def test_added_on_the_page_and_handed_to_those_who_see_the_qualification(review: Review, client: Client) -> None:
    client.force_login(review.manager)
    assert 'enctype="multipart/form-data"' in client.get(PAGE).content.decode()
    values = {
        "person": review.nina.pk, "training": "Review", "trained_on": "2026-06-01", "tested_on": "2026-06-02",
        "score": 90, "proof": "Certificate 7",
    }  # fmt: skip
    wrong = SimpleUploadedFile("certificate.pdf", b"MZ\x90\x00", "application/pdf")
    answer = client.post(PAGE, {**values, "proof_file": wrong})
    assert answer.status_code == 422
    row = review.qualified(proof_file=pdf("certificate.pdf"))
    bare = review.qualified(review.second)
    address = f"{row.get_absolute_url()}proof/"
    for person, status in ((review.manager, 200), (review.nina, 200), (review.stranger, 404)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
            assert answer["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer["Content-Security-Policy"]
            assert address in client.get(row.get_absolute_url()).content.decode()
    client.force_login(review.manager)
    assert client.get(f"{bare.get_absolute_url()}proof/").status_code == 404


def test_the_page_takes_the_file_with_the_appointment(review: Review, client: Client, today_in_reach: str) -> None:
    client.force_login(review.manager)
    values = {
        "person": review.nina.pk, "training": "Review", "trained_on": today_in_reach, "tested_on": today_in_reach,
        "score": 90, "proof": "Certificate 7", "proof_file": SimpleUploadedFile("a.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    assert client.post(PAGE, values).status_code == 302
    assert Qualification.objects.get().proof_sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def today_in_reach() -> str:
    """A test taken today counts today."""
    from governance.public import today

    return today(None).isoformat()
