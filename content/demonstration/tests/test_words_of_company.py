"""The demo company's words for the linter go through the services."""

from __future__ import annotations

from datetime import date

from content.conftest import NOW, House
from content.demonstration.words_of_company import register_words
from content.linter.models import LexiconTerm, RegisteredContact, RegisteredHost
from governance.public import DemoCompany


def test_the_demo_company_has_a_lexicon_and_a_register(house: House) -> None:
    company = DemoCompany(since=date(2026, 1, 5), until=date(2026, 6, 1), now=NOW, people={"legal": house.legal})
    register_words(company)
    assert LexiconTerm.objects.get().effective_from == date(2026, 1, 5)
    assert RegisteredHost.objects.get().host == "shop.example.com"
    assert set(RegisteredContact.objects.values_list("kind", "value")) == {
        ("phone", "02155550123"), ("mail", "service@example.com"), ("qr", "https://shop.example.com/member"),
    }  # fmt: skip
