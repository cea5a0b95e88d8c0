"""What was looked at is written all or nothing, by the rights of the moment, once; or it is dropped."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.public import User
from content.conftest import NOW, House
from content.plan_imports.models import PlanImport
from content.plan_imports.services import confirm_import, drop_import, drop_old_imports
from content.plan_imports.tests.lines import GOOD, HEAD, checked, csv_of
from content.plans.models import PlanItem
from content.plans.services import create_plan, submit_plan
from governance.public import LedgerEntry, NotAllowed, Refused, WrongState, revoke_role

MORE = "weibo-main,父亲节,2026-06-21 09:00,品牌,会员,父亲节,文化,视频,一次,author"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_items_are_written_through_the_service_with_their_author(house: House) -> None:
    run = confirm_import(checked(house, csv_of(GOOD, MORE)), actor=fresh(house.author), at=NOW)
    items = {item.title: item for item in PlanItem.objects.all()}
    first = items["端午活动"]
    assert (first.author, first.script_owner, first.content_type, first.medium, first.frequency) == (
        house.author, house.author, "activity", "image", "once",
    )  # fmt: skip
    assert submit_plan(first, actor=house.author, at=NOW).status == "submitted"
    assert [line["plan"] for line in run.lines] == [items["端午活动"].pk, items["父亲节"].pk]
    assert LedgerEntry.objects.filter(event="plan.created").count() == 2
    entry = LedgerEntry.objects.get(event="plan_import.saved")
    assert (entry.payload["new"], entry.payload["same"], entry.object_id) == (2, 0, run.pk)


def test_the_same_file_again_writes_nothing_and_a_run_is_confirmed_once(house: House) -> None:
    run = checked(house, csv_of(GOOD))
    other = checked(house, csv_of(GOOD))
    confirm_import(run, actor=fresh(house.author), at=NOW)
    with pytest.raises(WrongState):
        confirm_import(run, actor=fresh(house.author), at=NOW)
    again = confirm_import(other, actor=fresh(house.author), at=NOW)
    assert (again.new, again.same, PlanItem.objects.count()) == (0, 1, 1)


def test_a_right_taken_away_meanwhile_stops_all_of_it(house: House) -> None:
    run = checked(house, csv_of(GOOD, MORE))
    revoke_role(house.author, "author", accounts=[house.weibo], actor=None)
    with pytest.raises(Refused, match="3"):
        confirm_import(run, actor=fresh(house.author), at=NOW)
    assert not PlanItem.objects.exists()
    assert PlanImport.objects.get(pk=run.pk).status == "checked"


def test_a_time_that_passed_meanwhile_stops_it_too(house: House) -> None:
    run = checked(house, csv_of(GOOD))
    with pytest.raises(Refused):
        confirm_import(run, actor=fresh(house.author), at=NOW + timedelta(days=30))
    assert not PlanItem.objects.exists()


def test_somebody_elses_import_is_neither_confirmed_nor_dropped(house: House) -> None:
    run = checked(house, csv_of(GOOD))
    for act in (confirm_import, drop_import):
        with pytest.raises(NotAllowed):
            act(run, actor=house.manager, at=NOW)


def test_what_was_refused_is_never_confirmed(house: House) -> None:
    with pytest.raises(WrongState):
        confirm_import(checked(house, csv_of("nowhere,x,,,,,,,,")), actor=fresh(house.author), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_kept_bytes_are_gone_once_it_is_over_or_a_day_old(house: House) -> None:
    saved, dropped, old = (checked(house, csv_of(f"douyin-main,{n},,,,,,,,")) for n in ("一", "二", "三"))
    places = [run.kept_at for run in (saved, dropped, old)]
    assert all(default_storage.exists(place) for place in places)
    confirm_import(saved, actor=fresh(house.author), at=NOW)
    drop_import(dropped, actor=house.author, at=NOW)
    assert drop_old_imports(NOW + timedelta(hours=23)) == {"plan_imports_dropped": 0}
    assert drop_old_imports(NOW + timedelta(hours=25)) == {"plan_imports_dropped": 1}
    assert not any(default_storage.exists(place) for place in places)


def test_the_pages_show_every_line_before_anything_is_written(house: House, client: Client) -> None:
    client.force_login(house.author)
    assert client.get(reverse("content:plan_import_list")).status_code == 200
    far = GOOD.replace("2026-06-19", "2098-06-19")
    refused = client.post(reverse("content:plan_import_new"), {})
    assert refused.status_code == 422
    answer = client.post(reverse("content:plan_import_new"), {"file": SimpleUploadedFile("a.csv", csv_of(far))})
    page = client.get(answer["Location"]).content.decode()
    assert 'role="alert"' not in page
    run = PlanImport.objects.get()
    assert run.status == "refused"
    assert "计划时间" in page
    near = "douyin-main,<b>端午</b>,,,,,,,,"
    answer = client.post(reverse("content:plan_import_new"), {"file": SimpleUploadedFile("b.csv", csv_of(near))})
    page = client.get(answer["Location"]).content.decode()
    assert "&lt;b&gt;端午&lt;/b&gt;" in page
    assert not PlanItem.objects.exists()
    run = PlanImport.objects.get(status="checked")
    client.post(reverse("content:plan_import_confirm", args=[run.pk]))
    assert PlanItem.objects.get().title == "<b>端午</b>"
    client.force_login(house.manager)
    assert client.get(run.get_absolute_url()).status_code == 404


def test_the_empty_file_carries_the_columns_that_an_import_reads(house: House, client: Client) -> None:
    client.force_login(house.author)
    text: Any = client.get(reverse("content:plan_import_empty", args=["csv"]))
    assert b"".join(text.streaming_content).decode("utf-8-sig").strip() == HEAD
    answer: Any = client.get(reverse("content:plan_import_empty", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == HEAD.split(",")
    assert client.get(reverse("content:plan_import_empty", args=["exe"])).status_code == 404


def test_an_export_of_plans_reads_back_as_the_same_items(house: House, client: Client) -> None:
    title, moment = "=SUM(A1) 夏日", NOW + timedelta(days=3)
    create_plan(
        actor=house.author, account=house.account, title=title, planned_at=moment, direction="第一行\n第二行",
        script_owner=house.author, medium="image", at=NOW,
    )  # fmt: skip
    client.force_login(house.author)
    answer: Any = client.post(reverse("content:plan_export"), {"format": "csv"})
    data = b"".join(answer.streaming_content)
    assert "'=SUM(A1) 夏日" in data.decode("utf-8-sig")
    run = checked(house, data)
    assert (run.status, run.new, run.same) == ("checked", 0, 1), run.errors
    entry = LedgerEntry.objects.get(event="list.exported")
    assert (entry.payload["list"], entry.payload["rows"]) == ("plans", 1)
