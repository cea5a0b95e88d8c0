"""A text is used again once a second person has approved it, until its day (R-061)."""

from datetime import date, timedelta

import pytest

from governance.public import Denial, Refused, unread_count
from interactions.canned.models import CannedReply
from interactions.canned.services import approve_canned_reply, propose_canned_reply, retire_canned_reply
from interactions.conftest import MONDAY, Company

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


def proposed(company: Company, text: str = "三天内发货", expires_on: date = DAY + timedelta(days=30)) -> CannedReply:
    return propose_canned_reply(
        title="发货", text=text, expires_on=expires_on, account=company.account, actor=company.agent, at=MONDAY
    )


def test_a_colleague_approves_not_the_author(company: Company) -> None:
    canned = proposed(company)
    assert unread_count(company.colleague) == 1
    with pytest.raises(Refused):
        approve_canned_reply(canned, actor=company.agent, at=MONDAY)
    assert not CannedReply.objects.usable(company.account.pk, DAY).exists()
    approve_canned_reply(canned, actor=company.colleague, at=MONDAY)
    assert CannedReply.objects.usable(company.account.pk, DAY).exists()


def test_an_expired_or_retired_text_is_not_offered(company: Company) -> None:
    canned = approve_canned_reply(proposed(company), actor=company.colleague, at=MONDAY)
    assert not CannedReply.objects.usable(company.account.pk, DAY + timedelta(days=31)).exists()
    retire_canned_reply(canned, actor=company.agent, at=MONDAY)
    assert not CannedReply.objects.usable(company.account.pk, DAY).exists()


def test_forbidden_words_and_past_days_are_refused(company: Company) -> None:
    with pytest.raises(Refused):
        proposed(company, text="能治愈糖尿病，全国最好")
    with pytest.raises(Refused):
        proposed(company, expires_on=DAY - timedelta(days=1))


def test_a_text_for_every_account_is_held_against_the_rules_of_each(company: Company) -> None:
    with pytest.raises(Refused):
        propose_canned_reply(
            title="x", text="本品能治愈糖尿病，疗效100%，全国第一", expires_on=DAY, actor=company.agent, at=MONDAY
        )


def test_strangers_propose_nothing(company: Company) -> None:
    with pytest.raises(Denial):
        propose_canned_reply(title="x", text="y", expires_on=DAY, actor=company.stranger, at=MONDAY)
