"""The pages of the rule books: read, sign, propose, decide, bind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from governance.policies.books import today
from governance.policies.models import LegalRule, PackBinding, PolicyReading, PolicyVersion

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


@pytest.fixture
def enter(make_user: Make) -> Callable[..., Client]:
    """A client logged in as somebody with a role."""

    def go(name: str, role: str = "", *accounts: Any) -> Client:
        client = Client()
        client.force_login(make_user(name, role, *accounts))
        return client

    return go


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "address",
    [
        "/policies/", "/policies/legal/", "/policies/douyin/", "/policies/overseas/?tab=parameters",
        "/policies/self_media/?tab=bindings", "/policies/kuaishou_health/?tab=history",
        "/policies/self_media/parameters/review.chain/", "/policies/kuaishou_health/parameters/kpi.scheme/",
    ],
)  # fmt: skip
def test_every_member_of_staff_may_read_the_rule_books(enter: Make, address: str, language: str) -> None:
    client = enter("stranger")
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200


def test_a_clause_is_shown_in_both_languages(enter: Make) -> None:
    text = enter("stranger").get("/policies/douyin/").content.decode()
    assert 'lang="en"' in text
    assert "D-8.3.1" in text


def test_an_unknown_rule_book_is_not_found(enter: Make) -> None:
    client = enter("stranger")
    assert client.get("/policies/nothing/").status_code == 404
    assert client.get("/policies/douyin/parameters/nothing/").status_code == 404


def test_signing_is_a_press_of_a_button(enter: Make) -> None:
    client = enter("author")
    assert client.post("/policies/douyin/sign/").status_code == 302
    assert PolicyReading.objects.get().version.policy.code == "douyin"
    assert client.get("/policies/douyin/sign/").status_code == 405


def test_a_change_goes_from_one_manager_to_another(enter: Make) -> None:
    first, second = enter("first", "manager"), enter("second", "manager")
    address = "/policies/douyin/parameters/ticket/change/"
    assert "2" in first.get(address).content.decode()
    values = {"amount": 3, "unit": "working_days", "effective_from": today(None).isoformat(), "reason": "too short"}
    assert first.post(address, values).status_code == 302
    version = PolicyVersion.objects.get(status="draft")
    page = f"/policies/versions/{version.pk}/"
    assert "3" in first.get(page).content.decode()
    first.post(f"{page}move/approve/", {"version": 0})
    version.refresh_from_db()
    assert version.status == "draft"
    second.post(f"{page}move/approve/", {"version": 0})
    version.refresh_from_db()
    assert version.status == "current"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rotation", {"number": 30}),
        ("moderation.criticism", {"flag": "on"}),
        ("sharing", {"choice": "never"}),
        ("report.cycle", {"choice": "week"}),
        ("interaction.minimum", {"amount": 9, "per": "week"}),
        ("clock.calendar", {"text": "account"}),
        ("rewards", {"lines": "bonus\ncertificate"}),
        ("raters", {"json": '{"self": 0, "superior": 90, "peer": 10, "customer": 0}'}),
    ],
)
def test_every_kind_of_value_has_its_form(enter: Make, name: str, values: dict) -> None:
    client = enter("manager", "manager")
    address = f"/policies/douyin/parameters/{name}/change/"
    assert client.get(address).status_code == 200
    date = {"effective_from": today(None).isoformat(), "reason": "for the test"}
    assert client.post(address, values | date).status_code == 302
    assert PolicyVersion.objects.filter(status="draft").exists()


def test_an_impossible_value_keeps_what_was_typed(enter: Make) -> None:
    client = enter("manager", "manager")
    answer = client.post(
        "/policies/douyin/parameters/ticket/change/", {"amount": 0, "unit": "days", "reason": "typed"}
    )
    assert answer.status_code == 200
    assert "typed" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/policies/douyin/parameters/ticket/change/", "/policies/douyin/bind/", "/policies/douyin/review/"],
)
def test_only_managers_change_rule_books(enter: Make, address: str) -> None:
    assert enter("author", "author").post(address).status_code == 403


def test_counsel_confirms_a_legal_rule_and_nobody_else(enter: Make) -> None:
    address = "/policies/legal/L-01/confirm/"
    assert enter("manager", "manager").post(address).status_code == 403
    assert enter("legal", "legal").post(address).status_code == 302
    rule = LegalRule.objects.get(code="L-01")
    assert rule.confirmed_by is not None
    assert rule.confirmed_by.username == "legal"


def test_a_manager_binds_and_unbinds(enter: Make, make_account: Make) -> None:
    account = make_account("a")
    client = enter("manager", "manager")
    client.post("/policies/douyin/bind/", {"account": account.pk})
    binding = PackBinding.objects.get()
    client.post(f"/policies/bindings/{binding.pk}/end/", {"reason": ""})
    binding.refresh_from_db()
    assert binding.ends_on is None
    client.post(f"/policies/bindings/{binding.pk}/end/", {"reason": "closed"})
    binding.refresh_from_db()
    assert binding.ends_on is not None


def test_a_manager_records_the_yearly_review(enter: Make) -> None:
    client = enter("manager", "manager")
    client.post("/policies/douyin/review/", {"conclusion": "still right"})
    assert "still right" in client.get("/policies/douyin/").content.decode()
