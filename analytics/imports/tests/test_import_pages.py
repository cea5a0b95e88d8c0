"""The wizard and the list of imports: who enters, what is shown, what is saved when."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.public import PlatformAccount, User
from analytics.imports.tests.files import HEADER, row, text
from analytics.models import MetricImport, PublicationDay
from governance.public import grant_role, history_of


@pytest.fixture
def browser(client: Client, analyst: User) -> Client:
    analyst.language = "en"
    analyst.save(update_fields=["language"])
    client.force_login(analyst)
    return client


def upload(browser: Client, account: PlatformAccount, data: bytes, name: str = "export.csv") -> MetricImport:
    """Send a file through the wizard."""
    answer = browser.post(
        reverse("analytics:import_new"),
        {"account": account.pk, "profile": "auto", "file": SimpleUploadedFile(name, data)},
    )
    assert answer.status_code == 302, answer.content.decode()
    return MetricImport.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def test_a_checked_file_is_saved_only_when_confirmed(browser: Client, weibo: PlatformAccount) -> None:
    run = upload(browser, weibo, text([*row(1), "x"], header=[*HEADER, "colour"]))
    page = browser.get(reverse("analytics:import_detail", args=[run.pk])).content.decode()
    assert (run.status, run.new, PublicationDay.objects.count()) == ("checked", 1, 0)
    assert "colour" in page
    browser.post(reverse("analytics:import_confirm", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, PublicationDay.objects.count()) == ("saved", 1)
    browser.post(reverse("analytics:import_confirm", args=[run.pk]))
    assert MetricImport.objects.count() == 1


def test_refused_cells_are_shown_by_row_and_column_and_escaped(browser: Client, weibo: PlatformAccount) -> None:
    run = upload(browser, weibo, text(row(1, account="<img src=x onerror=alert(1)>")))
    page = browser.get(reverse("analytics:import_detail", args=[run.pk])).content.decode()
    assert run.status == "refused"
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
    assert browser.post(reverse("analytics:import_confirm", args=[run.pk])).status_code == 302
    assert not PublicationDay.objects.exists()


def test_an_empty_file_gets_its_sentence(browser: Client, weibo: PlatformAccount) -> None:
    assert "empty" in upload(browser, weibo, b"").errors[0]["message"]


def test_a_checked_file_may_be_dropped(browser: Client, weibo: PlatformAccount) -> None:
    run = upload(browser, weibo, text(row(1)))
    browser.post(reverse("analytics:import_drop", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, history_of("metric_import", run.pk)[0].event) == ("dropped", "import.dropped")
    browser.post(reverse("analytics:import_confirm", args=[run.pk]))
    assert not PublicationDay.objects.exists()


def test_the_archive_is_searched_by_name_and_hash(browser: Client, weibo: PlatformAccount) -> None:
    run = upload(browser, weibo, text(row(1)), "march.csv")
    for query in ("march", run.raw_file.sha256[:12]):
        assert "march.csv" in browser.get(reverse("analytics:imports"), {"q": query}).content.decode()
    assert "march.csv" not in browser.get(reverse("analytics:imports"), {"q": "april"}).content.decode()


def test_the_raw_file_comes_back_as_it_was_and_only_to_keep(browser: Client, weibo: PlatformAccount) -> None:
    data = text(row(1))
    run = upload(browser, weibo, data)
    answer = browser.get(reverse("analytics:import_file", args=[run.pk]))
    assert b"".join(answer) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_who_may_not_import_is_told_so_and_others_accounts_are_unknown(
    client: Client, browser: Client, weibo: PlatformAccount, roles: None
) -> None:
    run = upload(browser, weibo, text(row(1)))
    author, outsider = User.objects.create_user("author"), User.objects.create_user("outsider")
    grant_role(author, "manager", accounts=[weibo], actor=None)
    client.force_login(author)
    assert client.get(reverse("analytics:import_new")).status_code == 403
    assert client.get(reverse("analytics:import_detail", args=[run.pk])).status_code == 403
    assert client.post(reverse("analytics:import_confirm", args=[run.pk])).status_code == 403
    client.force_login(outsider)
    for name in ("import_detail", "import_file"):
        assert client.get(reverse(f"analytics:{name}", args=[run.pk])).status_code == 404
    assert client.get(reverse("analytics:imports")).status_code == 403
    client.logout()
    assert client.get(reverse("analytics:imports")).status_code == 302


def test_the_wrong_method_is_refused(browser: Client, weibo: PlatformAccount) -> None:
    run = upload(browser, weibo, text(row(1)))
    assert browser.get(reverse("analytics:import_confirm", args=[run.pk])).status_code == 405
    assert browser.post(reverse("analytics:imports")).status_code == 405


def test_an_account_of_others_cannot_be_chosen(browser: Client) -> None:
    other = PlatformAccount.objects.create(handle="x-main", platform="x", name_zh="x", name_en="x", status="active")
    answer = browser.post(
        reverse("analytics:import_new"), {"account": other.pk, "file": SimpleUploadedFile("a.csv", text(row(1)))}
    )
    assert answer.status_code == 200
    assert not MetricImport.objects.exists()


def test_the_list_costs_the_same_for_many_imports(
    browser: Client, weibo: PlatformAccount, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        upload(browser, weibo, text(row(number)))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        browser.get(reverse("analytics:imports"))


def test_the_preview_shows_days_sums_and_the_first_rows(browser: Client, weibo: PlatformAccount) -> None:
    rows = [row(n, views=str(1000 + n), published_at=f"2026-03-0{n} 09:30") for n in range(1, 8)]
    run = upload(browser, weibo, text(*rows))
    page = browser.get(reverse("analytics:import_detail", args=[run.pk])).content.decode()
    assert all(part in page for part in ("2026-03-01", "2026-03-07", "7,028", "1,005", "N5"))
    assert "1,006" not in page
    assert not PublicationDay.objects.exists()


def test_the_preview_of_days_adds_up_what_adds_up(browser: Client, analyst: User, roles: None) -> None:
    names = {"platform": "youtube", "name_zh": "y", "name_en": "y", "status": "active"}
    youtube = PlatformAccount.objects.create(handle="youtube-main", **names)
    grant_role(analyst, "analyst", accounts=[youtube], actor=None)
    run = upload(browser, youtube, b"Date,Views\n2026-05-01,700\n2026-05-02,34\n")
    assert run.preview == {
        "columns": ["views"],
        "rows": [
            {"row": 2, "name": "", "day": "2026-05-01", "values": [700]},
            {"row": 3, "name": "", "day": "2026-05-02", "values": [34]},
        ],
        "sums": [734],
    }


def test_the_account_is_asked_before_the_file(browser: Client, weibo: PlatformAccount) -> None:
    address = reverse("analytics:import_new")
    assert 'type="file"' not in browser.get(address).content.decode()
    assert 'type="file"' not in browser.get(address, {"account": "9" * 30}).content.decode()
    page = browser.get(address, {"account": weibo.pk}).content.decode()
    assert 'type="file"' in page
    assert f'<option value="{weibo.pk}" selected>' in page
