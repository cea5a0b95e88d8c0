"""The editor's live linter and manage.py lint_text."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from content.linter.models import SecretTerm
from content.linter.services import LIMIT
from governance.public import grant_role


@pytest.fixture
def author(client, house):
    client.force_login(house.author)
    return client


def test_the_live_linter_marks_what_is_forbidden(author):
    answer = author.post(reverse("content:lint"), {"body": "史上最快，<b>", "platform": ["xiaohongshu"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<mark class="block" data-rules="L-01.superlative"' in page
    assert "&lt;b&gt;" in page
    assert "style=" not in page


def test_clean_text_is_told_so(author):
    assert "<mark" not in author.post(reverse("content:lint"), {"text": "第一步先准备护照"}).content.decode()


def test_circumstances_are_heard(author):
    answer = author.post(reverse("content:lint"), {"text": "海边", "ai_declared": "on"}).content.decode()
    assert "I-01.ai_label" in answer


def test_a_text_beyond_the_limit_is_refused_with_the_limit_named(author):
    answer = author.post(reverse("content:lint"), {"text": "评" * 1_000_000})
    assert answer.status_code == 422
    assert f"{LIMIT:,}" in answer.content.decode()


@pytest.mark.parametrize("text", ["a\0b", "\u202egpj", "Z" + "\u0301" * 500, "{{ x }}<svg onload=alert(1)>"])
def test_hostile_text_gets_an_answer(author, text):
    answer = author.post(reverse("content:lint"), {"text": text})
    assert answer.status_code in (200, 400, 422)  # NUL is turned away before any view
    assert "<svg onload" not in answer.content.decode()


def test_an_unknown_platform_is_told_and_accounts_of_others_are_not_taken(author):
    assert author.post(reverse("content:lint"), {"text": "x", "platform": ["myspace"]}).status_code == 422
    assert author.post(reverse("content:lint"), {"text": "x", "accounts": ["999"]}).status_code == 422


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("author", True), ("first_reviewer", True), ("final_reviewer", True), ("legal", True), ("adviser", True),
        ("publisher", False), ("analyst", False), ("auditor", False), ("stranger", False),
    ],
)  # fmt: skip
def test_only_who_writes_or_reviews_is_told_which_words_are_secret(client, house, role, allowed):
    SecretTerm.objects.create(term="青鸾计划", reason="未发布")
    client.force_login(house.people[role])
    answer = client.post(reverse("content:lint"), {"text": "青鸾计划明天发布"})
    assert answer.status_code == (200 if allowed else 403)
    assert ("R-044.company" in answer.content.decode()) is allowed
    assert ("青鸾" in answer.content.decode()) is allowed, "nothing is said of the text to anybody else"


def test_an_account_for_which_one_neither_writes_nor_reviews_is_not_taken(client, house):
    grant_role(house.stranger, "author", accounts=[house.weibo], actor=None)
    grant_role(house.stranger, "publisher", accounts=[house.account], actor=None)
    client.force_login(house.stranger)
    for account, status in ((house.weibo, 200), (house.account, 422)):
        assert client.post(reverse("content:lint"), {"text": "x", "account": account.pk}).status_code == status


def test_descriptions_of_the_ticked_pictures_are_read_as_at_submission(author, house):
    sent = {
        "title": "新品", "body": "欢迎到店", "account": house.account.pk, "assets": ["7", "8"],
        "descriptions_7": "蓝色方块", "descriptions_8": "全国最好的茶杯", "descriptions_9": "史上最快",
    }  # fmt: skip
    page = author.post(reverse("content:lint"), sent)
    words = {place.finding.text: place for place in page.context["findings"]}
    found = next(place for text, place in words.items() if text and text in "全国最好的茶杯")
    assert (found.field, found.finding.severity) == ("descriptions_8", "block")
    assert "全国最好的茶杯"[found.start : found.end] == found.finding.text
    assert not any("史上" in text for text in words), "a picture that is not ticked does not go out"


def test_a_description_alone_is_read_and_carries_no_label_of_the_post(author):
    alone = author.post(reverse("content:lint"), {"assets": ["8"], "descriptions_8": "史上最快"})
    assert [place.field for place in alone.context["findings"]] == ["descriptions_8"]
    labelled = {"body": "海边", "ad_declared": "on", "assets": ["8"], "descriptions_8": "广告"}
    assert "L-12.ad_label" in author.post(reverse("content:lint"), labelled).content.decode()


@pytest.mark.parametrize("number", ["9" * 40, "x", "-1", ""])
def test_a_file_that_cannot_be_is_refused_with_a_sentence(author, number):
    assert author.post(reverse("content:lint"), {"body": "x", "assets": [number]}).status_code == 422


def test_only_people_signed_in_may_post(client, db, author):
    assert author.get(reverse("content:lint")).status_code == 405
    author.logout()
    assert author.post(reverse("content:lint"), {"text": "x"}).status_code == 302


def test_many_findings_are_listed_up_to_a_number_and_counted_in_full(author):
    page = author.post(reverse("content:lint"), {"text": "史上最快。" * 300}).content.decode()
    assert page.count("<li ") == 100
    assert page.count("<mark") == 400
    assert "200" in page


def run(*args):
    out = io.StringIO()
    code = 0
    try:
        call_command("lint_text", *args, stdout=out)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    return code, out.getvalue()


def test_the_command_prints_json_and_fails_on_a_block(tmp_path):
    file = tmp_path / "copy.txt"
    file.write_text("我们保证下签", encoding="utf-8")
    code, out = run(str(file), "--json", "--platform", "xiaohongshu")
    finding = json.loads(out)["findings"][0]
    assert code == 1
    assert set(finding) == {"rule", "severity", "start", "end", "text", "message", "suggestion", "basis"}
    assert (finding["severity"], finding["start"], finding["end"], finding["text"]) == ("block", 2, 6, "保证下签")


def test_the_command_passes_clean_text_in_words(tmp_path):
    file = tmp_path / "copy.txt"
    file.write_bytes("第一步先准备护照".encode("gb18030"))
    code, out = run(str(file))
    assert code == 0
    assert out.strip()


@pytest.mark.parametrize("raw", [b"\0\1\2", b"\xff" * 99, ("评" * 1_000_000).encode()])
def test_a_bad_file_gets_a_sentence(tmp_path, raw):
    file = tmp_path / "bad.txt"
    file.write_bytes(raw)
    with pytest.raises(CommandError, match=r"[.。]$"):
        call_command("lint_text", str(file))


def test_a_missing_file_a_folder_and_an_unknown_name_get_a_sentence(tmp_path):
    for args in ([str(tmp_path / "none")], [str(tmp_path)], [__file__, "--platform", "myspace"]):
        with pytest.raises(CommandError, match=r"[.。]$"):
            call_command("lint_text", *args)
