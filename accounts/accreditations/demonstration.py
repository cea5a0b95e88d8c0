"""The demo company's advisers: accredited before their first signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile

from accounts.accreditations.services import file_accreditation
from governance.public import DemoCompany

ISSUED_BEFORE, COUNTS_FOR = timedelta(days=900), timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class DemoAdviser:
    """An adviser, the profession, who accredited it."""

    username: str
    profession: str
    issuer: str


ADVISERS = (
    DemoAdviser("adviser", "执业医师 / Physician", "卫生健康委员会 / Health Commission"),
    DemoAdviser("adviser_bai", "注册营养师 / Registered dietitian", "营养学会 / Nutrition Society"),
)


def fill_accreditations(company: DemoCompany, paper: bytes) -> None:
    """Each put on file in the first days by the administrator."""
    for number, row in enumerate(ADVISERS, start=1):
        file_accreditation(
            company.people[row.username], actor=company.people["admin"], profession=row.profession, issuer=row.issuer,
            number=f"ACC-{number:04d}", issued_on=company.since - ISSUED_BEFORE, last_day=company.since + COUNTS_FOR,
            proof_file=ContentFile(paper, name="执业证书.pdf"), at=company.at(company.since, 17),
        )  # fmt: skip
