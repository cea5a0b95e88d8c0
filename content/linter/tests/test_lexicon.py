"""The lexicon of the company: tried on the last posts before it is saved, in force between its days, with history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.public import User
from content.conftest import NOW, House
from content.linter.findings import LintContext
from content.linter.lexicon import add_term, change_term, lexicon_now
from content.linter.linter import lint
from content.linter.models import LexiconRevision, LexiconTerm, LintRun
from content.linter.runs import findings_digest, rules_digest
from content.linter.trial import try_term
from content.review.submission import findings_of
from governance.ledger.models import LedgerEntry
from governance.public import Refused

BASIS = {
    "basis_zh": "《公司用语规范》第三条", "basis_en": "House style, article 3", "message_zh": "本公司不用这个词。",
    "message_en": "We do not use this word.",
}  # fmt: skip


def word(term: str = "新品", **values: Any) -> dict[str, Any]:
    return {
        "term": term,
        "severity": "warn",
        "category": "company",
        "effective_from": date(2026, 1, 1),
        **BASIS,
        **values,
    }


def hits(text: str, **context: Any) -> list[tuple[str, str, str]]:
    found = lint(text, LintContext(lexicon=lexicon_now(), **{"day": date(2026, 6, 1), **context}))
    return [(one.text, one.severity, one.wording) for one in found if one.rule.startswith("C-")]


def test_a_word_counts_from_its_first_to_its_last_day_and_has_history_and_revisions(house: House) -> None:
    assert hits("我们的爆品") == []
    row = add_term(actor=house.manager, **word("爆品", wording="新货", effective_until=date(2026, 6, 30)))
    assert hits("我们的爆品，爆 品，爆❤品") == [
        ("爆品", "warn", "新货"),
        ("爆 品", "warn", "新货"),
        ("爆❤品", "warn", "新货"),
    ]
    assert hits("我们的爆品", day=date(2025, 12, 31)) == []
    assert hits("我们的爆品", day=date(2026, 7, 1)) == []
    assert change_term(row, actor=house.manager, severity="block", exempt=["爆品店"]) == ["severity", "exempt"]
    assert hits("爆品店的爆品") == [("爆品", "block", "新货")]
    change_term(row, actor=house.manager, is_active=False)
    assert hits("我们的爆品") == []
    assert row.history.count() == 3
    assert LexiconRevision.objects.count() == 3
    entries = LedgerEntry.objects.filter(kind="lexicon_term")
    assert list(entries.order_by("pk").values_list("event", flat=True)) == ["lexicon.added", *["lexicon.changed"] * 2]


def test_a_word_counts_only_on_its_platforms_markets_and_stages(house: House) -> None:
    add_term(actor=house.manager, **word("爆品", platforms=["douyin"], markets=["CN"], stages=["submission"]))
    assert hits("爆品", platforms="douyin", stage="submission")
    assert not hits("爆品", platforms="weibo", stage="submission")
    assert not hits("爆品", platforms="douyin", market="US", stage="submission")
    assert not hits("爆品", platforms="douyin", stage="writing")


@pytest.mark.parametrize(
    "wrong",
    [{"term": "\u200b"}, {"platforms": ["myspace"]}, {"markets": ["China"]}, {"stages": ["x"]}, {"exempt": "第一"}],
)
def test_what_cannot_be_a_word_is_refused_in_words(house: House, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        add_term(actor=house.manager, **{**word(), **wrong})
    assert refusal.value.field == next(iter(wrong))


def test_a_word_that_ends_before_it_begins_is_refused(house: House) -> None:
    with pytest.raises(ValidationError):
        add_term(actor=house.manager, **word(effective_until=date(2025, 1, 1)))


def test_a_trial_counts_the_posts_newly_hit_and_those_hit_no_more(house: House) -> None:
    house.published()
    house.published(title="店庆", body="店庆三天，欢迎到店。", hashtags=["店庆"])
    new = LexiconTerm(**word("店庆"))
    trial = try_term(new, None)
    assert (trial.tried, trial.hit, trial.newly_hit, trial.no_longer_hit) == (2, 1, 1, 0)
    assert trial.shown[0].publication.version.title == "店庆"
    stored = add_term(actor=house.manager, **word("店庆"))
    changed = LexiconTerm(**word("到店"), pk=stored.pk)
    trial = try_term(changed, stored)
    assert (trial.hit, trial.newly_hit, trial.no_longer_hit) == (2, 1, 0)
    assert LexiconTerm.objects.count() == 1


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", password="a-long-enough-one"))
    return client


def test_a_word_counts_from_its_first_day_on_the_clock_of_the_company(house: House) -> None:
    add_term(actor=house.manager, **word("新品", effective_from=timezone.localdate(NOW)))
    draft = house.draft(body="新品到了")
    with timezone.override("Pacific/Pago_Pago"):
        found = findings_of(draft, list(draft.targets.all()), [], at=NOW)
    assert "新品" in [one.text for one in found]


def posted(**values: Any) -> dict[str, Any]:
    lists = dict.fromkeys(("exempt", "markets", "platforms", "stages"), "[]")
    return {**word(**values), **lists, "effective_from": "2026-01-01", "wording": "", "is_active": "on"}


def test_the_admin_shows_what_a_word_would_hit_and_saves_only_what_was_tried(house: House, admin: Client) -> None:
    house.published()
    address = reverse("admin:content_lexiconterm_add")
    answer = admin.post(address, posted())
    assert answer.status_code == 200
    assert answer.context["trial"].hit == 1
    assert not LexiconTerm.objects.exists()
    token = answer.context["token"]
    again = admin.post(address, {**posted(term="别的"), "_tried": token})
    assert again.status_code == 200
    assert not LexiconTerm.objects.exists()
    assert admin.post(address, {**posted(), "_tried": token}).status_code == 302
    row = LexiconTerm.objects.get()
    assert row.term == "新品"
    change = reverse("admin:content_lexiconterm_change", args=[row.pk])
    tried = admin.post(change, posted(severity="block"))
    assert tried.context["trial"].newly_hit == 0
    assert LexiconTerm.objects.get().severity == "warn"
    assert admin.post(change, {**posted(severity="block"), "_tried": tried.context["token"]}).status_code == 302
    assert LexiconTerm.objects.get().severity == "block"


def test_nobody_without_the_right_tries_a_word(house: House, client: Client) -> None:
    client.force_login(house.author)
    assert client.post(reverse("admin:content_lexiconterm_add"), posted()).status_code in (302, 403)


def test_a_version_keeps_by_which_rules_it_was_linted_whatever_changes_later(house: House) -> None:
    row = add_term(actor=house.manager, **word("新品"))
    draft = house.submitted()
    version = draft.current_version
    assert version is not None
    run = LintRun.objects.get(version=version)
    revision = LexiconRevision.objects.get()
    assert (run.rules_sha256, run.revision_id, run.linted_at) == (rules_digest(), revision.pk, NOW)
    assert run.findings_sha256 != findings_digest([])
    before = list(version.findings.values_list("rule", "text"))
    assert (f"C-{row.pk}", "新品") in before
    change_term(row, actor=house.manager, is_active=False)
    assert list(version.findings.values_list("rule", "text")) == before
    assert not findings_of(draft, list(draft.targets.all()))
    with pytest.raises(Error), transaction.atomic():
        LintRun.objects.filter(pk=run.pk).update(linted_at=timezone.now() + timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_a_word_is_changed_by_what_its_page_sends_outside_any_transaction(first_rows: None, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    add = reverse("admin:content_lexiconterm_add")
    client.post(add, {**posted(), "_tried": client.post(add, posted()).context["token"]})
    change = reverse("admin:content_lexiconterm_change", args=[LexiconTerm.objects.get().pk])
    shown = client.get(change).context["adminform"].form.initial
    sent = posted(severity="block") | {"seen_version": shown["seen_version"]}
    tried = client.post(change, sent).context["token"]
    assert client.post(change, {**sent, "_tried": tried}).status_code == 302
    assert LexiconTerm.objects.get().severity == "block"
