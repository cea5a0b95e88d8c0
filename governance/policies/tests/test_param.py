"""param() says the value, and which rule book and clause set it."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.public import Department, PlatformAccount
from governance.policies.books import forget, shelf
from governance.policies.models import Parameter
from governance.policies.params import explain, names, packs_for, param
from governance.policies.services import bind_pack, unbind_pack
from governance.policies.tests.conftest import LONG_AGO, NOW

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def test_before_setup_the_delivered_rule_books_hold() -> None:
    value = param("reply.ordinary", pack="kuaishou_health")
    assert value.value == {"amount": 1, "unit": "working_hours"}
    assert value.policy_version_id is None


@pytest.mark.parametrize(
    ("pack", "name", "expected"),
    [
        ("douyin", "reply.ordinary", {"amount": 2, "unit": "working_hours"}),
        ("kuaishou_health", "reply.complex", {"amount": 24, "unit": "hours_on_working_days"}),
        ("self_media", "reply.complex", {"amount": 1, "unit": "working_days"}),
        ("overseas", "reply.complex", {"amount": 4, "unit": "hours"}),
        ("overseas", "complaint.close", {"amount": 5, "unit": "working_days"}),
        ("overseas", "rotation", 60),
        ("self_media", "sharing", "never"),
        ("kuaishou_health", "raters", {"self": 10, "superior": 50, "peer": 20, "customer": 20}),
        ("self_media", "plan.cycles", ["year", "quarter", "month"]),
        ("kuaishou_health", "inspection.random", {"amount": 4, "per": "month"}),
        ("kuaishou_health", "health.rules", "on"),
    ],
)
def test_each_rule_book_keeps_the_numbers_of_chapter_4(books: None, pack: str, name: str, expected: object) -> None:
    assert param(name, pack=pack).value == expected


def test_the_text_s_own_number_names_its_clause(books: None) -> None:
    part = explain("reply.ordinary", pack="kuaishou_health")[0]
    assert (part.clause, part.own_number) == ("K-4.3.1a", True)
    assert not explain("reply.ordinary", pack="douyin")[0].own_number


def test_two_rule_books_on_one_account_give_the_strictest(make_account: Make) -> None:
    account = make_account("douyin-main", "douyin", "self_media")
    value = param("reply.ordinary", account=account)
    assert (value.value["amount"], value.pack) == (2, "douyin")
    assert [(part.pack, part.won) for part in value.took_part] == [("douyin", True), ("self_media", False)]
    assert param("sharing", account=account).pack == "self_media"
    assert param("plan.cycles", account=account).value == ["month", "year", "quarter"]


def test_an_unbound_account_falls_under_the_general_rule_book_of_its_market(make_account: Make) -> None:
    assert packs_for(make_account("a")) == ("self_media",)
    assert packs_for(make_account("b", market="US")) == ("overseas",)


def test_a_department_s_rule_book_reaches_accounts_of_departments_below(books: None, make_account: Make) -> None:
    head = Department.objects.create(code="brand", name_zh="品牌", name_en="Brand")
    team = Department.objects.create(code="video", name_zh="视频", name_en="Video", parent=head)
    bind_pack("douyin", department=head, actor=None, at=LONG_AGO)
    assert packs_for(make_account("a", department=team)) == ("douyin",)
    assert param("ticket", department=team).pack == "douyin"


def test_an_account_s_own_rule_books_stand_before_its_department_s(books: None, make_account: Make) -> None:
    unit = Department.objects.create(code="brand", name_zh="品牌", name_en="Brand")
    bind_pack("self_media", department=unit, actor=None, at=LONG_AGO)
    assert packs_for(make_account("a", "kuaishou_health", department=unit)) == ("kuaishou_health",)
    assert packs_for(make_account("b", department=unit)) == ("self_media",)


def test_a_binding_holds_between_its_dates(make_account: Make, make_user: Make) -> None:
    account = make_account("a", "douyin")
    unbind_pack(account.pack_bindings.get(), actor=make_user("m", "manager"), reason="closed", at=NOW)
    assert packs_for(account, at=LONG_AGO) == ("douyin",)
    assert packs_for(account, at=NOW) == ("self_media",)


def test_a_name_that_no_rule_book_has_is_an_error(books: None) -> None:
    with pytest.raises(KeyError):
        param("weather")


def test_every_name_and_merge_is_answered_for_the_whole_company(books: None) -> None:
    for name in names():
        assert param(name).took_part


def test_a_change_in_the_database_is_seen_by_a_process_that_remembers(books: None) -> None:
    assert param("ticket", pack="douyin").value["amount"] == 2
    row = Parameter.objects.get(version__policy__code="douyin", name="ticket")
    row.value = {"amount": 3, "unit": "working_days"}
    row.save()
    assert param("ticket", pack="douyin").value["amount"] == 2
    shelf().token = "of another process"
    assert param("ticket", pack="douyin").value["amount"] == 3
    forget()


def test_reading_many_values_asks_the_database_only_for_the_stamp(
    make_account: Make, django_assert_max_num_queries: Any
) -> None:
    account: PlatformAccount = make_account("a", "douyin", "self_media")
    param("ticket", account=account)
    with django_assert_max_num_queries(20):
        for name in ("ticket", "reply.ordinary", "promise.max", "review.first", "review.final"):
            param(name, account=account)
