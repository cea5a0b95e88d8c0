"""Better wordings: offered beside the word, clean themselves, and placed in the field that holds the word."""

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.linter.findings import LintContext
from content.linter.linter import lint
from content.linter.placing import placed
from content.linter.rules import built_in_rules

OFFERED = [(rule, term, wording) for rule in built_in_rules() for term, wording in rule.wordings.items()]
CONTEXT = LintContext(platforms="xiaohongshu", market=("CN", "US", "EU"))


@pytest.mark.parametrize(("rule", "term", "wording"), OFFERED, ids=[f"{one[0].code}-{one[1]}" for one in OFFERED])
def test_no_better_wording_is_flagged_itself(rule, term, wording):
    assert not [one for one in lint(wording, CONTEXT) if one.severity in ("block", "warn")]


def test_the_wording_of_a_word_comes_with_its_finding():
    (finding,) = [one for one in lint("史上最快的审批通道", CONTEXT) if one.severity == "block"]
    assert (finding.text, finding.wording) == ("史上最快的", "较快的")


def test_a_finding_is_placed_in_its_field_counted_as_the_browser_counts():
    parts = [("title", "😀最佳"), ("body", "😀😀我们是行业第一")]
    text = "\n".join(part for _name, part in parts)
    title, body = placed([one for one in lint(text, CONTEXT) if one.severity == "block"], parts)
    assert (title.field, title.start, title.end) == ("title", 2, 4)
    assert (body.field, body.start, body.end, body.finding.text) == ("body", 7, 11, "行业第一")


def test_the_editor_offers_to_replace_the_word_with_buttons_that_the_keyboard_reaches(client: Client, house: House):
    client.force_login(house.author)
    page = client.post(reverse("content:lint"), {"title": "标题", "body": "史上最快的审批通道"}).content.decode()
    assert 'data-word-becomes="较快的"' in page
    assert 'data-field="id_body" data-from="0" data-to="5"' in page
    assert "《广告法》第九条" in page or "Advertising Law, article 9" in page
    assert '<button type="button"' in page
