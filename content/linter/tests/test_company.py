"""What the company registers reaches the linter: its secret words, its hosts, and the flags of a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content.conftest import House
from content.linter.company import allowed_hosts, bare_host, change_registered, register, secret_terms
from content.linter.models import RegisteredHost, SecretTerm
from content.review.submission import findings_of
from governance.ledger.models import LedgerEntry
from governance.public import Refused


def rules_of(house: House, **content: Any) -> set[str]:
    draft = house.draft(**content)
    return {finding.rule for finding in findings_of(draft, list(draft.targets.all()))}


def test_a_secret_word_of_the_company_blocks_until_it_is_taken_out_of_force(house: House) -> None:
    assert "R-044.company" not in rules_of(house, body="青鸾计划明天发布")
    row = register(SecretTerm, actor=house.manager, term="青鸾计划", reason="未发布", is_active=True)
    assert secret_terms() == {"青鸾计划"}
    assert "R-044.company" in rules_of(house, body="青鸾计划明天发布")
    change_registered(row, actor=house.manager, is_active=False)
    assert "R-044.company" not in rules_of(house, body="青鸾计划明天发布")
    events = LedgerEntry.objects.filter(kind="secret_term").values_list("event", flat=True)
    assert set(events) == {"linter.registered", "linter.changed"}
    assert "青鸾" not in str(list(LedgerEntry.objects.filter(kind="secret_term").values_list("payload", flat=True)))
    for wrong in ("\u200b", " "):
        with pytest.raises(Refused):
            register(SecretTerm, actor=house.manager, term=wrong)
    with pytest.raises(ValidationError):
        register(SecretTerm, actor=house.manager, term="青鸾计划")


def test_a_link_to_a_registered_host_warns_no_more_on_the_accounts_it_is_for(house: House) -> None:
    body = "详情见 https://shop.example.com/a"
    link = rules_of(house, body=body) - rules_of(house, body="详情见店内")
    assert link
    register(RegisteredHost, actor=house.manager, host="https://www.Example.com/", account=house.account)
    assert not link & rules_of(house, body=body)
    assert link <= rules_of(house, body=body, accounts=[house.weibo])
    assert allowed_hosts([house.account]) == {"example.com"}
    assert allowed_hosts([house.account, house.weibo]) == frozenset()


@pytest.mark.parametrize(
    "host", ["com", "cn", "com.cn", "co.uk", "github.io", ".", "*", "a b", "<script>", "\u3164", "10.0.0.1", ""]
)
def test_an_ending_that_many_own_and_what_is_no_host_are_refused(house: House, host: str) -> None:
    with pytest.raises(Refused) as refused:
        register(RegisteredHost, actor=house.manager, host=host)
    assert refused.value.field == "host"


@pytest.mark.parametrize("host", ["example.com", "shop.example.com.cn", "安禾.中国", "anhe.github.io"])
def test_a_host_of_one_owner_is_registered(house: House, host: str) -> None:
    assert register(RegisteredHost, actor=house.manager, host=host).host == host


def test_a_host_is_read_out_of_whatever_was_typed() -> None:
    assert [bare_host(text) for text in ("https://www.a.cn/x", "a.cn:80", "//a.cn", "http://[", "")] == [
        "a.cn", "a.cn", "a.cn", "", "",
    ]  # fmt: skip


def test_the_flags_of_a_draft_call_for_their_notices(house: House) -> None:
    body = "这款保健食品很受欢迎"
    added = rules_of(house, body=body, flags=["has_goods", "for_minors"]) - rules_of(house, body=body)
    assert added == {"L-12.ad_label", "L-09.minors_media"}


def test_an_ending_that_was_registered_once_lets_no_link_pass_and_is_taken_out_of_force(house: House) -> None:
    row = RegisteredHost.objects.create(host="com.cn", is_active=True)
    assert allowed_hosts([house.account]) == frozenset()
    change_registered(row, actor=house.manager, host="com.cn", is_active=False)
    row.refresh_from_db()
    assert not row.is_active
