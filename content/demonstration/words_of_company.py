"""What the demo company registers for the linter: a word of its own, a shop, a number, an article."""

from __future__ import annotations

from content.linter.company import register
from content.linter.lexicon import add_term
from content.linter.models import RegisteredContact, RegisteredHost
from governance.public import DemoCompany

CONTACTS = (("phone", "021-55550123"), ("mail", "service@example.com"), ("qr", "https://shop.example.com/member"))


def register_words(company: DemoCompany) -> None:
    """Through the services, as somebody of legal would."""
    legal = company.people["legal"]
    add_term(
        actor=legal, at=company.at(company.since, 9), term="骨折价", severity="warn", category="company",
        basis_zh="《公司用语规范》第三条", basis_en="House style, article 3", message_zh="品牌文案不用这种说法。",
        message_en="Our copy does not say this.", wording="优惠价", effective_from=company.since,
    )  # fmt: skip
    register(RegisteredHost, actor=legal, host="shop.example.com")
    for kind, value in CONTACTS:
        register(RegisteredContact, actor=legal, kind=kind, value=value)
