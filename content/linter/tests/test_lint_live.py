"""The editor's live linter and manage.py lint_text."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.public import User
from content.linter.services import LIMIT


@pytest.fixture
def author(client, db):
    user = User.objects.create_user("lin", password="a-long-enough-one")
    client.force_login(user)
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
