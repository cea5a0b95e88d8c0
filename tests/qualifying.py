"""Reviewers and advisers for tests that are about something else: qualified, and accredited, for a century."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accounts.public import Accreditation, Qualification, User

FIRST, LAST = datetime(2020, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def qualify(*people: User, by: User) -> None:
    """Trained, tested and appointed by somebody else."""
    Qualification.objects.bulk_create(
        Qualification(
            person=person, training="Review", trained_on=date(2020, 1, 1), tested_on=date(2020, 1, 1), score=90,
            proof="Certificate 1", appointed_by=by, appointed_at=FIRST, valid_until=LAST,
        )
        for person in people
    )  # fmt: skip


def accredit(*people: User, by: User) -> None:
    """Advisers whose accreditation was put on file by somebody else."""
    Accreditation.objects.bulk_create(
        Accreditation(
            person=person, profession="注册营养师", issuer="卫生健康委员会", number=f"No. {person.pk}",
            issued_on=date(2020, 1, 1), proof_place=f"accreditations/{person.pk}.pdf", proof_name="证书.pdf",
            proof_type="application/pdf", proof_size=1000, proof_sha256="0" * 64, filed_by=by, filed_at=FIRST,
            valid_until=LAST,
        )
        for person in people
    )  # fmt: skip
