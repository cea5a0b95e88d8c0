"""A value that nobody could reckon with is refused with a sentence, before anybody can approve it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from governance.policies.books import today
from governance.policies.loading import shipped
from governance.policies.models import PackBinding, PolicyVersion
from governance.policies.rules import fault_of

Make = Callable[..., Any]
CHAIN = {
    "code": "first", "stage": "first", "permission": "accounts.review_first", "title_zh": "甲", "title_en": "A",
    "scope": "any", "criteria": "review.criteria.first", "clause": "D-3.3.1", "when": "always",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "merge", "unit", "value"),
    [
        ("limit", "min", "limit", {"amount": 999999999999, "unit": "hours"}),
        ("limit", "min", "limit", {"amount": 1.5, "unit": "hours"}),
        ("limit", "min", "limit", {"amount": True, "unit": "hours"}),
        ("count", "max", "minutes", 10**25),
        ("count", "max", "percent", 101),
        ("count", "max", "days", -1),
        ("count", "max", "days", float("inf")),
        ("count", "max", "days", float("nan")),
        ("interval", "min", "days", 99_999),
        ("list", "union", "limit", [1, 2]),
        ("list", "union", "limit", [{"amount": "a", "unit": "hours"}]),
        ("list", "union", "limit", [{"amount": 1, "unit": "fortnights"}]),
        ("list", "union", "percent", [50, "soon"]),
        ("list", "union", "list", ["a", {}]),
        ("list", "union", "list", ["x" * 401]),
        ("list", "union", "list", ["x"] * 501),
        ("map", "rank", "group", {"leader": {"a": 1}}),
        ("weights", "rank", "points", {"all": [1, 2]}),
        ("bands", "rank", "points", [["good"]]),
        ("bands", "rank", "points", [["good", "much"]]),
        ("chain", "union", "chain", [{"code": "first"}]),
        ("chain", "union", "chain", [CHAIN | {"criteria": 1}]),
        ("frequency", "max", "frequency", {"amount": 0, "per": "week"}),
        ("frequency_map", "max", "frequency", {"weibo": {"amount": 1e400, "per": "week"}}),
        ("text", "rank", "post", "   "),
    ],
)
def test_a_value_out_of_its_shape_or_limits_has_a_fault(kind: str, merge: str, unit: str, value: Any) -> None:
    assert fault_of(kind, merge, [value], [], unit)


def test_what_is_delivered_has_no_fault() -> None:
    for row in shipped()["parameters"]:
        values = list(row["values"].values())
        assert not fault_of(row["kind"], row["merge"], values, row.get("levels", []), row.get("unit", "")), row["name"]


@pytest.fixture
def client(db: None, make_user: Make) -> Client:
    client = Client()
    client.force_login(make_user("first", "manager"))
    return client


def propose(client: Client, name: str, **values: Any) -> int:
    address = f"/policies/douyin/parameters/{name}/change/"
    return client.post(address, {"effective_from": today(None), "reason": "a try", **values}).status_code


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("preflight.age", {"amount": "999999999999", "unit": "hours"}),
        ("preflight.age", {"amount": "9" * 5000, "unit": "hours"}),
        ("publish.tolerance", {"number": "9" * 25}),
        ("checkpoints", {"json": "[1, 2]"}),
        ("checkpoints", {"json": '[{"amount": "a", "unit": "hours"}]'}),
        ("checkpoints", {"json": '[{"amount": 1, "unit": "fortnights"}]'}),
        ("checkpoints", {"json": "[1e400]"}),
        ("checkpoints", {"json": "[" * 5000}),
        ("checkpoints", {"json": json.dumps([[[[[[[[1]]]]]]]])}),
    ],
)
def test_the_page_says_what_is_wrong_and_proposes_nothing(client: Client, name: str, values: dict[str, str]) -> None:
    assert propose(client, name, **values) in (200, 422)
    assert not PolicyVersion.objects.filter(status="draft").exists()


def test_a_value_within_its_limits_is_proposed(client: Client) -> None:
    assert propose(client, "checkpoints", json='[{"amount": 12, "unit": "hours"}]') == 302


def test_the_reason_for_ending_a_binding_is_kept_and_shown(client: Client, make_account: Make) -> None:
    from governance.policies.services import bind_pack

    binding = bind_pack("douyin", account=make_account("a"), actor=None)
    client.post(f"/policies/bindings/{binding.pk}/end/", {"reason": "The account moved to another rule book."})
    kept = PackBinding.objects.get(pk=binding.pk)
    assert (kept.end_reason, kept.ended_by.username) == ("The account moved to another rule book.", "first")  # type: ignore[union-attr]
    assert kept.end_reason in client.get("/policies/douyin/?tab=bindings").content.decode()
