"""Every line of a file is looked at, and nothing is written: what is wrong is named by line, column and value."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.public import PlatformAccount
from content.conftest import NOW, House
from content.plan_imports.rules import COLUMNS
from content.plan_imports.tests.lines import GOOD, HEAD, checked, csv_of, faults, xlsx_of
from content.plans.models import PlanItem
from content.plans.services import create_plan
from governance.public import NotAllowed, Refused, grant_role


def test_each_line_gets_its_outcome_and_nothing_is_written(house: House) -> None:
    moment = datetime(2026, 6, 19, 2, 30, tzinfo=UTC)
    create_plan(actor=house.author, account=house.account, title="已有", planned_at=moment, at=NOW)
    run = checked(house, csv_of(GOOD, "douyin-main,已有,2026/6/19 10:30,,,,,,,", "微博号,没有时间,,,,,,,,"))
    assert (run.status, run.new, run.same, run.bad) == ("checked", 2, 1, 0)
    assert [(line["row"], line["outcome"]) for line in run.lines] == [(2, "new"), (3, "same"), (4, "new")]
    assert datetime.fromisoformat(run.lines[0]["planned_at"]) == moment
    assert PlanItem.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("nowhere,标题,,,,,,,,", "账号"),
        (",标题,,,,,,,,", "账号"),
        ("douyin-main,,,,,,,,,", "标题"),
        ("douyin-main,=1+1,,,,,,,,", "标题"),
        ("douyin-main,标题,2026-06-01 10:00,,,,,,,", "计划时间"),
        ("douyin-main,标题,2026-06-19,,,,,,,", "计划时间"),
        ("douyin-main,标题,明天,,,,,,,", "计划时间"),
        ("douyin-main,标题,2126-06-19 10:00,,,,,,,", "计划时间"),
        ("douyin-main,标题,,,,,八卦,,,", "内容类型"),
        ("douyin-main,标题,,,,,,油画,,", "形式"),
        ("douyin-main,标题,,,,,,,偶尔,", "频次"),
        ("douyin-main,标题,,,,,,,,nobody", "脚本负责人"),
        (f"douyin-main,{'长' * 201},,,,,,,,", "标题"),
        ("douyin-main,只有两列", None),
    ],
    ids=[
        "unknown account", "no account", "no title", "formula", "past", "no hour", "no date", "wrong century",
        "content type", "form", "frequency", "owner", "too long", "columns",
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_the_file_is_not_kept(house: House, line: str, column: str | None) -> None:
    run = checked(house, csv_of(GOOD, line))
    assert (run.status, run.bad, run.kept_at) == ("refused", 1, "")
    assert faults(run) == [(3, column)]
    assert run.errors[0]["message"]
    if column is not None:
        assert [(line["row"], line["outcome"]) for line in run.lines] == [(2, "new"), (3, "bad")]


def test_an_account_that_one_sees_but_may_not_plan_for_is_refused_by_its_name(house: House) -> None:
    far = PlatformAccount.objects.create(
        handle="far", platform="weibo", name_zh="远方号", name_en="Far", status="active"
    )
    unseen = checked(house, csv_of("far,标题,,,,,,,,"))
    assert "远方号" not in unseen.errors[0]["message"]
    grant_role(house.author, "publisher", accounts=[far], actor=None)
    seen = checked(house, csv_of("far,标题,,,,,,,,"))
    assert "远方号" in seen.errors[0]["message"]


def test_a_line_that_stands_twice_is_refused_once(house: House) -> None:
    run = checked(house, csv_of(GOOD, GOOD))
    assert faults(run) == [(3, "标题")]
    assert "2" in run.errors[0]["message"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_chinese_spreadsheets_are_read_in_their_encoding(house: House, encoding: str) -> None:
    run = checked(house, csv_of(GOOD, encoding=encoding))
    assert [line["title"] for line in run.lines] == ["端午活动"]


def test_utf_16_without_its_mark_and_broken_bytes_are_refused_with_a_sentence(house: House) -> None:
    for data in (csv_of(GOOD, encoding="utf-16-le"), csv_of(GOOD) + b"\xff\xfe\xff", b"", b"%PDF-1.4", b"\x00" * 50):
        run = checked(house, data)
        assert (run.status, len(run.lines)) == ("refused", 0)
        assert run.errors[0]["message"]


def test_a_workbook_is_read_and_one_with_a_formula_is_refused(house: House) -> None:
    head = HEAD.split(",")
    row = ["douyin-main", "端午活动", datetime(2026, 6, 19, 10, 30), "", "", "", "活动", "图片", "一次", "author"]
    run = checked(house, xlsx_of([head, row]), name="plans.xlsx")
    assert datetime.fromisoformat(run.lines[0]["planned_at"]) == datetime(2026, 6, 19, 2, 30, tzinfo=UTC)
    row[1] = '=HYPERLINK("http://evil.example")'
    assert checked(house, xlsx_of([head, row]), name="plans.xlsx").status == "refused"
    row[1], row[2] = "只有日期", date(2026, 6, 19)
    assert faults(checked(house, xlsx_of([head, row]), name="plans.xlsx")) == [(2, "计划时间")]


def test_a_million_lines_are_refused_after_the_first_thousand(house: House) -> None:
    run = checked(house, csv_of(head="账号,标题") + b"a,b\n" * 1_000_000)
    assert (run.status, run.bad, len(run.lines)) == ("refused", 1, 0)
    assert "1000" in run.errors[0]["message"]
    with pytest.raises(Refused) as refusal:
        checked(house, b"x" * (5 * 1024 * 1024 + 1))
    assert refusal.value.field == "file"


def test_english_columns_and_labels_are_known_and_missing_columns_are_named(house: House) -> None:
    head = "handle,title,planned time,content type,form,frequency"
    run = checked(house, csv_of("douyin-main,Fair,2026-06-19 10:30,Activity,Image,Once", head=head))
    assert (run.status, run.new) == ("checked", 1)
    missing = checked(house, csv_of("x,y", head="方向,受众"))
    assert "账号、标题" in missing.errors[0]["message"]
    assert [column.names[0] for column in COLUMNS] == HEAD.split(",")


def test_hours_are_those_of_the_persons_own_clock(house: House) -> None:
    house.author.time_zone = "America/New_York"
    house.author.save()
    run = checked(house, csv_of(GOOD))
    assert datetime.fromisoformat(run.lines[0]["planned_at"]) == datetime(2026, 6, 19, 14, 30, tzinfo=UTC)


def test_whoever_plans_for_no_account_uploads_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        checked(house, csv_of(GOOD), role="stranger")


def test_a_day_of_the_year_9999_is_said_to_lie_too_far_ahead_not_in_the_future(house: House) -> None:
    run = checked(house, csv_of("douyin-main,标题,9999-12-31 10:00,,,,,,,"))
    assert [error["message"] for error in run.errors] == ["这个日期离今天太远，请核对年份。"]
