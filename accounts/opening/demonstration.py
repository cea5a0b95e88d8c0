"""The demo company's accounts: applied for by its manager on the first morning, agreed to by the executive."""

from __future__ import annotations

from datetime import datetime

from accounts.opening.rules import CREDIT_CODE, KIND, OFFICIAL
from accounts.opening.services import ask_opening
from governance.public import DEMO_ACCOUNTS, ApprovalRequest, DemoAccount, DemoCompany, decide_approval

# An invented company; the code has the right form and belongs to nobody.
ENTITY, NUMBER = "安禾健康科技有限公司", "91310000MA0ANHE01G"
MAILS = "anhe-health.example"
HEALTH = "health"


def fill_openings(company: DemoCompany) -> None:
    """Each account by its request; the rule books that it names hold from the yes."""
    for number, row in enumerate(DEMO_ACCOUNTS):
        at = company.at(company.since, 8, 45)
        _ask(company, row, number, "公司对外沟通的主要渠道 / A main channel of the company", at)
        account = company.accounts[row.handle]
        request = ApprovalRequest.objects.of_target(KIND, "platform_account", account.pk).get()
        decide_approval(request, actor=company.people["executive"], agree=True, at=company.at(company.since, 8, 50))
        account.refresh_from_db()


def _ask(company: DemoCompany, row: DemoAccount, number: int, need: str, at: datetime) -> None:
    people = company.people
    responsible = people["overseas_head"] if row.market == "US" else people["manager"]
    company.accounts[row.handle] = ask_opening(
        actor=people["manager"], need=need, packs=row.packs, at=at,
        values={
            "handle": row.handle, "platform": row.platform, "name_zh": row.name_zh, "name_en": row.name_en,
            "url": row.url, "market": row.market, "calendar": row.market, "language": row.language,
            "department": company.departments[row.department],
            "regulated_field": HEALTH if row.market == "CN" else "", "name_basis": OFFICIAL, "entity": ENTITY,
            "number_kind": CREDIT_CODE, "number": NUMBER, "responsible": responsible,
            "phone": f"+86 21 5555 01{number:02d}", "mail": f"{row.handle}@{MAILS}", "recovery": f"recovery@{MAILS}",
        },
    )  # fmt: skip
