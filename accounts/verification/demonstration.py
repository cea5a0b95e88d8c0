"""The demo company's verifications: all accounts verified in their grace and renewed, one to be renewed soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from accounts.platforms.models import PlatformAccount
from accounts.verification.rules import QUALIFICATION
from accounts.verification.services import apply_verification, record_verified
from governance.public import DemoCompany

KINDS = {"website": "icp", "weibo": "blue_v", "douyin": "blue_v", "kuaishou": "blue_v"}
AT_HOME, ABROAD = "enterprise", "badge"
APPLIED_AFTER, VERIFIED_AFTER = 2, 8
YEAR = timedelta(days=365)
RENEWED_AHEAD = timedelta(days=40)
# Its renewal is due in so many days, and nobody has begun it: an honest blemish.
SOON, SOON_IN = "toutiao-main", 9
# A certificate as small as a PDF can be.
PROOF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def fill_verifications(company: DemoCompany) -> None:
    """Applied for two days after the opening, verified within the grace, renewed before the year is over."""
    for account in company.accounts.values():
        kind = KINDS.get(account.platform, AT_HOME if account.market == "CN" else ABROAD)
        first = company.since + timedelta(days=VERIFIED_AFTER)
        expires = first + YEAR
        if account.handle == SOON:
            expires = company.until + timedelta(days=SOON_IN)
        _verify(company, account, kind, company.since + timedelta(days=APPLIED_AFTER), first, expires)
        renewed = expires - RENEWED_AHEAD
        if account.handle != SOON and renewed <= company.until:
            _verify(company, account, kind, renewed - timedelta(days=3), renewed, renewed + YEAR)
        if account.regulated_field:
            day = company.since + timedelta(days=VERIFIED_AFTER + 2)
            _verify(company, account, "professional", day, day, None)


def _verify(
    company: DemoCompany, account: PlatformAccount, kind: str, applied: date, verified: date, expires: date | None
) -> None:
    manager = company.people["manager"]
    row = apply_verification(account, actor=manager, kind=kind, at=_at(company, applied, 10))
    record_verified(
        row, actor=manager, verified_on=verified, expires_on=expires, at=_at(company, verified, 14),
        proof=ContentFile(PROOF, _name(row.purpose)), number=f"{account.handle.upper()}-{verified:%Y%m%d}",
    )  # fmt: skip


def _name(purpose: str) -> str:
    return "资质证书.pdf" if purpose == QUALIFICATION else "认证证书.pdf"


def _at(company: DemoCompany, day: date, hour: int) -> datetime:
    return min(company.at(day, hour), company.now)
