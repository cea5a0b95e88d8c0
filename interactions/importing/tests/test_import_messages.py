"""Files of messages come in whole or not at all, and every refusal names its place."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from governance.public import Denial, holders
from interactions.conftest import MONDAY, Company
from interactions.importing.models import MessageImport
from interactions.importing.services import import_messages
from interactions.inbox.models import Message

pytestmark = pytest.mark.django_db
HEADER = "external_id,channel,author,author_id,text,posted_at,answers_to"
GOOD = "c1,comment,小明,u1,怎么买？,2026-06-01T09:00:00+08:00,"


def file_of(tmp_path: Path, *lines: str, name: str = "messages.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_generic_file_comes_in_once(company: Company, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD, "c2,direct,小红,u2,发货了吗,2026-06-01 09:30:00,")
    first = import_messages(path, company.account, actor=company.agent, at=MONDAY)
    again = import_messages(path, company.account, actor=company.agent, at=MONDAY)
    assert first.as_dict() == {"profile": "generic", "rows": 2, "new": 2, "changed": 0, "same": 0, "errors": []}
    assert (again.new, again.same) == (0, 2)
    assert Message.objects.get(external_id="c2").posted_at.isoformat() == "2026-06-01T01:30:00+00:00"
    assert MessageImport.objects.count() == 2


def test_one_wrong_row_keeps_everything_out_and_is_named(company: Company, tmp_path: Path) -> None:
    path = file_of(
        tmp_path, GOOD, "c2,comment,小红,u2,你好,2099-01-01T00:00:00Z,", "c3,smoke,小李,u3,你好,2026-06-01 08:00,"
    )
    result = import_messages(path, company.account, actor=company.agent, at=MONDAY)
    assert [(error["row"], error["column"]) for error in result.errors] == [(3, "posted_at"), (4, "channel")]
    assert not Message.objects.exists()
    assert not MessageImport.objects.exists()


def test_bilibili_and_douyin_comments_are_recognised(company: Company, tmp_path: Path) -> None:
    bilibili = tmp_path / "b.csv"
    bilibili.write_text(
        "序号,上级评论ID,评论ID,用户ID,用户名,评论内容,评论时间,回复数,点赞数,IP属地,头像\n"
        "1,0,9001,77,路人甲,怎么买,2026-06-01 09:00:00,0,1,广东,http://x\n"
        "2,9001,9002,78,路人乙,同问,2026-06-01 09:05:00,0,1,北京,http://x\n",
        encoding="utf-8-sig",
    )
    douyin = tmp_path / "d.csv"
    douyin.write_text("昵称,评论内容,评论时间,点赞数,回复数\n路人丙,多少钱,2026/6/1 09:10,1,0\n", encoding="gb18030")
    first = import_messages(bilibili, company.account, actor=company.agent, at=MONDAY)
    second = import_messages(douyin, company.account, actor=company.agent, at=MONDAY)
    assert (first.profile, first.new, second.profile, second.new) == ("bilibili_comments", 2, "douyin_comments", 1)
    assert Message.objects.get(external_id="9002").answers_to == "9001"
    assert Message.objects.get(external_id="9001").answers_to == ""
    assert import_messages(douyin, company.account, actor=company.agent, at=MONDAY).same == 1


@pytest.mark.parametrize(
    ("lines", "row", "column"),
    [
        (["c1,comment,小明,u1,a\0b,2026-06-01 09:00,"], 2, "text"),
        (["c1,comment,小明,u1," + "评" * 10_001 + ",2026-06-01 09:00,"], 2, "text"),
        (["c1,comment,小明,u1,a\x1b[31m,2026-06-01 09:00,"], 2, "text"),
        (["c1,comment,小明,u1,好,2026-06-01,"], 2, "posted_at"),
        (["c1,comment,小明,u1,好,2026-02-30 09:00,"], 2, "posted_at"),
        (["c1,comment,小明,u1"], 2, None),
        ([GOOD, GOOD], 3, None),
        ([GOOD, GOOD.replace("怎么买", "别的")], 3, None),
        ([",comment,小明,u1,好,2026-06-01 09:00,"], 2, "external_id"),
        ([], None, None),
        ([GOOD, 'c2,comment,"小明,u1,好,2026-06-01 09:00,'], 3, None),
    ],
)
def test_bad_rows_are_named(
    company: Company, tmp_path: Path, lines: list[str], row: int | None, column: str | None
) -> None:
    result = import_messages(file_of(tmp_path, *lines), company.account, actor=company.agent, at=MONDAY)
    error = result.errors[0]
    assert (error["row"], error["column"]) == (row, column)
    assert len(error["message"]) > 5
    assert not Message.objects.exists()


def test_missing_columns_are_listed_with_a_guess(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("external_id,chanel,author,text,posted_at\nc1,comment,a,b,2026-06-01 09:00\n")
    message = import_messages(path, company.account, actor=company.agent, at=MONDAY).errors[0]["message"]
    assert "channel" in message
    assert "chanel" in message


def test_many_errors_are_cut_to_a_hundred_and_counted(company: Company, tmp_path: Path) -> None:
    path = file_of(tmp_path, *[f"c{i},comment,a,u,b,never," for i in range(2000)])
    errors = import_messages(path, company.account, actor=company.agent, at=MONDAY).errors
    assert len(errors) == 101
    assert "1,900" in errors[-1]["message"]


def test_nobody_brings_in_files_for_an_account_of_others(company: Company, tmp_path: Path) -> None:
    with pytest.raises(Denial):
        import_messages(file_of(tmp_path, GOOD), company.account, actor=company.stranger, at=MONDAY)


def test_the_command_prints_json_and_leaves_with_one_on_errors(
    company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_messages", str(file_of(tmp_path, GOOD)), "--account", company.account.handle, "--json")
    assert json.loads(capsys.readouterr().out)["new"] == 1
    path = file_of(tmp_path, "x", name="bad.csv")
    with pytest.raises(SystemExit) as leave:
        call_command("import_messages", str(path), "--account", company.account.handle, "--json")
    assert leave.value.code == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["row"] == 2


def test_the_page_takes_a_file_and_shows_errors_escaped(company: Company, client: Client) -> None:
    assert company.agent in holders("accounts.reply", company.account.pk)
    client.force_login(company.agent)
    good = SimpleUploadedFile("消息.csv", f"{HEADER}\n{GOOD}\n".encode())
    answer = client.post("/inbox/import/", {"account": company.account.pk, "file": good})
    assert answer.status_code == 200
    assert Message.objects.count() == 1
    bad = SimpleUploadedFile("x.csv", f"{HEADER}\nc2,<img src=x onerror=alert(1)>,a,b,c,2026-06-01 09:00,\n".encode())
    answer = client.post("/inbox/import/", {"account": company.account.pk, "file": bad})
    assert answer.status_code == 422
    assert b"<img src=x" not in answer.content
    assert b"&lt;img src=x" in answer.content
    assert Message.objects.count() == 1
    client.force_login(company.stranger)
    assert client.get("/inbox/import/").status_code == 403


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99]
)
def test_what_is_no_table_is_refused_in_words(company: Company, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    result = import_messages(path, company.account, actor=company.agent, at=MONDAY)
    assert result.errors
    assert not Message.objects.exists()
