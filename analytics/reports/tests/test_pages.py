"""The pages of reports and targets, by role."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.public import User
from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.reports.files import ask_for_file, build_file
from analytics.reports.models import ActionItem, MonthlyReport, ReportFile
from analytics.reports.services import create_report, edit_report, send_report
from analytics.targets.models import Target


@pytest.fixture
def report(office: Office) -> MonthlyReport:
    """A report with figures of two accounts and a few posts, sent."""
    for index in range(8):
        month = APRIL.replace(month=1 + index) if index < 5 else APRIL.replace(year=2025, month=5 + index)
        office.month(office.douyin, month, views=1000 + 90 * index, likes=50 + index, fans=900 + index)
        office.month(office.weibo, month, views=500 + 7 * index, likes=20 + index)
    for index in range(3):
        office.post(office.douyin, MAY.replace(day=3 + index), f"=HYPERLINK({index})", likes=40 + index)
    report = create_report(actor=office.analyst, month=MAY, at=NOW)
    edit_report(
        report,
        actor=office.analyst,
        findings="播放增长 #标签 [x]",
        advice="=1+1",
        methods=["comparison", "trend"],
        at=NOW,
    )
    return send_report(report, actor=office.analyst, at=NOW)


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_figures_charts_and_methods(office: Office, report: MonthlyReport) -> None:
    text = page(office.manager).get(report.get_absolute_url()).content.decode()
    assert 'data-chart="course"' in text
    assert "播放增长" in text
    assert report.sha256 in text
    assert 'value="acknowledge"' in text
    assert "style=" not in text


def test_a_page_takes_a_bounded_number_of_statements(
    office: Office, report: MonthlyReport, django_assert_max_num_queries: Any
) -> None:
    client = page(office.manager)
    client.get(report.get_absolute_url())
    with django_assert_max_num_queries(40):
        client.get(report.get_absolute_url())
    with django_assert_max_num_queries(25):
        client.get("/reports/")


def test_who_may_not_see_it_finds_nothing(office: Office, report: MonthlyReport) -> None:
    for role in ("stranger", "agent"):
        client = page(office.people[role])
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.post(f"/reports/{report.pk}/move/", {"move": "acknowledge"}).status_code == 404
        assert client.get("/reports/").status_code == 200
    assert Client().get(report.get_absolute_url()).status_code == 302
    auditor = page(office.auditor)
    assert auditor.get(report.get_absolute_url()).status_code == 200
    assert auditor.post(f"/reports/{report.pk}/move/", {"move": "acknowledge"}).status_code == 403
    assert auditor.get("/reports/new/").status_code == 403


def test_a_reader_acknowledges_on_the_page(office: Office, report: MonthlyReport) -> None:
    answer = page(office.manager).post(
        f"/reports/{report.pk}/move/", {"move": "acknowledge", "version": report.lock_version, "note": "好"}
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.status == "acknowledged"


def test_a_step_that_is_refused_keeps_the_reason_beside_its_sentence(office: Office, report: MonthlyReport) -> None:
    stale = {"move": "replace", "version": report.lock_version + 7, "note": "数字有误"}
    answer = page(office.analyst).post(f"/reports/{report.pk}/move/", stale)
    assert answer.status_code == 422
    assert "数字有误</textarea>" in answer.content.decode()
    assert answer.context["move_form"].errors
    report.refresh_from_db()
    assert report.status == "sent"


def test_a_report_is_begun_written_and_refused_in_words(office: Office) -> None:
    client = page(office.analyst)
    assert client.get("/reports/new/").status_code == 200
    months = client.get("/reports/new/").context["form"].fields["month"].choices
    answer = client.post("/reports/new/", {"month": months[0][0], "account": office.douyin.pk}, follow=True)
    report = MonthlyReport.objects.get()
    assert answer.redirect_chain[-1][0] == f"/reports/{report.pk}/edit/"
    answer = client.post(
        f"/reports/{report.pk}/edit/", {"findings": "a", "advice": "b", "version": report.lock_version}
    )
    assert answer.status_code == 302
    refused = client.post(f"/reports/{report.pk}/move/", {"move": "send"})
    assert refused.status_code == 422
    assert refused.context["move_form"].errors
    report.refresh_from_db()
    assert report.status == "draft"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_pdf_is_built_once_and_taken_away(
    office: Office, report: MonthlyReport, language: str, settings: Any
) -> None:
    file = ask_for_file(report, actor=office.manager, format="pdf", language=language)
    assert build_file(file.pk)
    assert not build_file(file.pk)
    file.refresh_from_db()
    assert (file.state, file.step) == ("done", file.steps)
    assert ask_for_file(report, actor=office.executive, format="pdf", language=language).pk == file.pk
    client = page(office.manager)
    assert file.name in client.get(f"/reports/{report.pk}/files/{file.pk}/").content.decode()
    answer = client.get(f"/reports/{report.pk}/files/{file.pk}/download/")
    assert b"".join(answer).startswith(b"%PDF-")
    stranger = page(office.stranger)
    assert stranger.get(f"/reports/{report.pk}/files/{file.pk}/download/").status_code == 404


def test_a_workbook_holds_numbers_and_no_formula(office: Office, report: MonthlyReport) -> None:
    file = ask_for_file(report, actor=office.manager, format="xlsx", language="en")
    build_file(file.pk)
    made = b"".join(page(office.manager).get(f"/reports/{report.pk}/files/{file.pk}/download/"))
    book = load_workbook(io.BytesIO(made))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "'=1+1" in {cell.value for cell in cells}
    figures = book["Figures"]
    assert figures["B2"].value == 1360 + 528
    assert figures["B2"].data_type == "n"


def test_an_unknown_format_is_refused(office: Office, report: MonthlyReport) -> None:
    answer = page(office.manager).post(f"/reports/{report.pk}/files/", {"format": "exe", "language": "en"})
    assert answer.status_code == 302
    assert not ReportFile.objects.exists()


def test_an_action_is_given_and_finished_on_the_page(office: Office, report: MonthlyReport) -> None:
    client = page(office.manager)
    answer = client.post(
        f"/reports/{report.pk}/actions/new/",
        {"text": "多发视频", "account": office.douyin.pk, "owner": office.agent.pk,
         "metric": office.metric("views").pk},
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    action = ActionItem.objects.get()
    assert int(action.value_before or 0) == 1360
    owner = page(office.agent)
    assert owner.get(action.get_absolute_url()).status_code == 200
    owner.post(f"/reports/actions/{action.pk}/move/", {"move": "finish", "note": "已完成三条"})
    action.refresh_from_db()
    assert (action.status, action.result) == ("done", "已完成三条")
    assert page(office.stranger).get(action.get_absolute_url()).status_code == 404


def test_a_target_is_proposed_and_approved_on_the_pages(office: Office) -> None:
    client = page(office.analyst)
    answer = client.post(
        "/targets/new/",
        {"account": office.douyin.pk, "metric": office.metric("views").pk, "cycle": "quarter", "day": "2026-05-09",
         "value": "9000"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    target = Target.objects.get()
    assert (target.start.isoformat(), target.end.isoformat()) == ("2026-04-01", "2026-07-01")
    client.post(f"/targets/{target.pk}/move/", {"move": "approve"})
    target.refresh_from_db()
    assert target.status == "proposed"
    manager = page(office.manager)
    assert manager.get(f"/targets/{target.pk}/").status_code == 200
    manager.post(f"/targets/{target.pk}/move/", {"move": "approve", "version": target.lock_version})
    target.refresh_from_db()
    assert (target.status, target.decided_by) == ("approved", office.manager)
    assert "9,000" in manager.get("/targets/").content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_that_no_calendar_reaches_are_refused_in_words(office: Office, report: MonthlyReport, day: str) -> None:
    client = page(office.analyst)
    answer = client.post("/targets/new/", {
        "account": office.douyin.pk, "metric": office.metric("views").pk, "cycle": "year", "day": day, "value": "9",
    })  # fmt: skip
    assert answer.status_code == 200
    assert "day" in answer.context["form"].errors
    action = {"text": "x", "account": office.douyin.pk, "owner": office.agent.pk, "due_on": day}
    answer = page(office.manager).post(f"/reports/{report.pk}/actions/new/", action)
    assert answer.status_code == 200
    assert "due_on" in answer.context["form"].errors


@pytest.mark.parametrize("address", ["reports/{}/", "targets/{}/", "imports/{}/", "metrics/posts/{}/", "checks/{}/"])
def test_a_number_that_no_key_reaches_is_not_found(office: Office, address: str) -> None:
    client = page(office.analyst)
    assert client.get("/" + address.format("9" * 30)).status_code == 404


def test_every_month_with_figures_can_be_reported(office: Office) -> None:
    office.month(office.weibo, date(2021, 5, 1), views=100)
    form = page(office.analyst).get("/reports/new/").context["form"]
    months = [value for value, _name in form.fields["month"].choices]
    assert "2021-05-01" in months
    assert months == sorted(months, reverse=True)
    assert page(office.analyst).post("/reports/new/", {"month": "2021-05-01"}).status_code == 302


def test_a_report_on_all_accounts_says_so_in_the_readers_language(office: Office, report: MonthlyReport) -> None:
    assert "2026-05 · 全部账号" in page(office.manager).get("/reports/").content.decode()


def test_a_sent_report_is_not_opened_for_writing(office: Office, report: MonthlyReport) -> None:
    assert page(office.analyst).get(f"/reports/{report.pk}/edit/").status_code == 302


def test_without_a_broker_the_file_is_built_at_once(
    office: Office, report: MonthlyReport, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.REDIS_URL = ""
    with django_capture_on_commit_callbacks(execute=True):
        page(office.manager).post(f"/reports/{report.pk}/files/", {"format": "xlsx", "language": "zh-hans"})
    assert ReportFile.objects.get().state == "done"


def test_a_file_that_fails_says_so_and_can_be_asked_for_again(
    office: Office, report: MonthlyReport, settings: Any, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.REDIS_URL = ""

    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise RuntimeError("no paper")

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr("analytics.reports.files.make_sheet", broken)
        ask_for_file(report, actor=office.manager, format="xlsx", language="en")
    assert ReportFile.objects.get().state == "failed"
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_file(report, actor=office.manager, format="xlsx", language="en")
    assert ReportFile.objects.get().state == "done"
