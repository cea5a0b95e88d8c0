"""Loading the delivered rule books: whole, and the second run changes nothing."""

from datetime import UTC, datetime

import pytest

from governance.ledger.models import LedgerEntry
from governance.policies.loading import fingerprint, seed_policies
from governance.policies.models import (
    Clause,
    ClauseRequirement,
    ClauseWording,
    LegalRule,
    Parameter,
    Policy,
    PolicyVersion,
    Requirement,
)
from governance.policies.params import legal_rules, names, param
from governance.policies.services import sign_policy
from governance.policies.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    models = (Policy, PolicyVersion, Clause, Requirement, ClauseRequirement, Parameter, LegalRule)
    return [model.objects.count() for model in models]


def test_the_rule_books_are_whole(books: None) -> None:
    policies, versions, clauses, requirements, links, parameters, rules = counts()
    assert (policies, versions, clauses, requirements, rules) == (4, 4, 286, 127, 51)
    assert parameters == 4 * len(names())
    assert links > 286
    assert not Clause.objects.filter(links=None).exists()
    assert not Requirement.objects.filter(links=None).exists()
    assert set(Clause.objects.filter(inferred=True).values_list("code", flat=True)) == {
        "D-8.3.1", "K-7.1", "M-9.2.1", "O-7.3.2",
    }  # fmt: skip


def test_every_clause_and_requirement_that_a_parameter_names_exists(books: None) -> None:
    clauses = set(Clause.objects.values_list("code", flat=True))
    requirements = set(Requirement.objects.values_list("code", flat=True))
    for row in Parameter.objects.all():
        assert not row.clause or row.clause in clauses, row.name
        assert set(row.requirements) <= requirements, row.name


def test_loading_twice_changes_nothing(books: None, django_assert_max_num_queries) -> None:
    before = counts()
    with django_assert_max_num_queries(40):
        seed_policies()
    assert counts() == before


def test_wording_is_refreshed_and_parameters_are_not(books: None) -> None:
    Clause.objects.filter(code="D-1.1").update(text_en="worn")
    Parameter.objects.filter(name="ticket").update(value={"amount": 9, "unit": "days"})
    seed_policies()
    assert Clause.objects.get(code="D-1.1").text_en != "worn"
    assert set(Parameter.objects.filter(name="ticket").values_list("value__amount", flat=True)) == {9}


def test_the_wording_that_is_replaced_is_kept_with_its_dates(books: None) -> None:
    first, second = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    delivered = Clause.objects.get(code="D-1.1").text_en
    for worn, at in (("worn", first), ("worn again", second)):
        Clause.objects.filter(code="D-1.1").update(text_en=worn)
        seed_policies(at=at)
    seed_policies()
    kept = list(ClauseWording.objects.values_list("clause__code", "text_en", "held_from", "held_until"))
    assert kept == [("D-1.1", "worn again", first, second), ("D-1.1", "worn", None, first)]
    assert Clause.objects.get(code="D-1.1").text_en == delivered
    entries = LedgerEntry.objects.filter(event="clause.reworded").order_by("pk")
    assert [(entry.at, entry.payload["fields"]) for entry in entries] == [(first, ["text_en"]), (second, ["text_en"])]


def reword(pack: str = "douyin") -> PolicyVersion:
    """The rule book as an earlier delivery worded it, signed by somebody; returns the version that they signed."""
    policy = Policy.objects.get(code=pack)
    Clause.objects.filter(policy=policy).update(text_en="worn")
    version = policy.versions.get()
    values = dict(version.parameters.values_list("name", "value"))
    PolicyVersion.objects.filter(pk=version.pk).update(content_hash=fingerprint(policy, values))
    version.refresh_from_db()
    return version


def test_a_version_that_somebody_signed_gets_a_successor_in_the_new_words(books: None, make_user) -> None:
    old, reader = reword(), make_user("reader")
    sign_policy(old, actor=reader, at=NOW)
    ticket = param("ticket", pack="douyin", at=NOW).value
    seed_policies(at=NOW)
    new = PolicyVersion.objects.get(policy__code="douyin", number=2)
    values = dict(new.parameters.values_list("name", "value"))
    assert (new.status, new.effective_from, new.effective_to) == ("current", NOW.date(), None)
    assert new.content_hash == fingerprint(new.policy, values) != old.content_hash
    old.refresh_from_db()
    assert old.effective_to == NOW.date()
    assert old.readings.get().content_hash == old.content_hash, "what was signed stays as it was signed"
    assert not new.readings.exists()
    assert param("ticket", pack="douyin", at=NOW).value == ticket
    assert param("ticket", pack="douyin", at=NOW).policy_version_id == new.pk
    assert LedgerEntry.objects.filter(event="policy.reworded", object_id=new.pk).count() == 1
    seed_policies(at=NOW)
    assert PolicyVersion.objects.filter(policy__code="douyin").count() == 2


def test_a_version_that_nobody_signed_takes_the_new_fingerprint_itself(books: None) -> None:
    old = reword()
    seed_policies(at=NOW)
    version = PolicyVersion.objects.get(policy__code="douyin")
    values = dict(version.parameters.values_list("name", "value"))
    assert version.content_hash == fingerprint(version.policy, values) != old.content_hash


def test_a_legal_rule_in_new_words_waits_for_counsel_again(books: None, make_user) -> None:
    counsel = make_user("counsel")
    LegalRule.objects.update(confirmed_by=counsel, confirmed_on=NOW.date())
    LegalRule.objects.filter(code="L-01").update(text_en="worn")
    seed_policies(at=NOW)
    assert list(LegalRule.objects.filter(confirmed_on=None).values_list("code", "confirmed_by")) == [("L-01", None)]
    entry = LedgerEntry.objects.get(event="legal_rule.reworded")
    assert entry.payload == {"fields": ["text_en"]}


def test_a_first_delivery_leaves_no_earlier_wording(books: None) -> None:
    assert not ClauseWording.objects.exists()


def test_legal_rules_are_asked_by_stage_and_market(books: None) -> None:
    at_home = {rule.code for rule in legal_rules("draft", "CN")}
    in_america = {rule.code for rule in legal_rules("draft", "US")}
    assert "L-01" in at_home
    assert "L-01" not in in_america
    assert "V-04" in in_america
    assert "V-04" not in at_home
