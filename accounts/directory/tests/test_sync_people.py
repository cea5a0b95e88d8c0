"""Files of people: what is new, changed, same, gone and left; what is refused, by row and column; nothing twice."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.directory import folder, wizard
from accounts.directory.folder import take_directory
from accounts.directory.models import DirectoryRun
from accounts.directory.services import Outcome, check_directory, sync_directory
from accounts.directory.tests.files import HEAD, NOW, ROWS, faults, sync
from accounts.directory.wizard import confirm_run, drop_old_previews
from accounts.models import Department, User
from accounts.people.services import add_person
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, Refused, grant_role, roles_held


def print_of(*models: Any) -> str:
    """What stands in these tables, as a hash."""
    rows = [list(model.objects.order_by("pk").values_list()) for model in models]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_new_people_come_with_department_superior_and_no_password(unit: Department, write: Any) -> None:
    outcome = sync(write(*ROWS))
    assert (outcome.new, outcome.changed, outcome.same, outcome.errors, outcome.saved) == (3, 0, 0, [], True)
    lin, chen, wu = (User.objects.get(username=name) for name in ("lin", "chen", "wu"))
    assert (chen.superior, wu.superior, lin.superior) == (lin, chen, None)
    assert {row.department for row in (lin, chen, wu)} == {unit}
    assert (wu.joined_on, chen.joined_on, lin.post) == (date(2026, 1, 5), date(2025, 4, 7), "市场部负责人")
    assert not lin.has_usable_password()
    assert LedgerEntry.objects.filter(event="person.created", kind="user").count() == 3
    assert chen.history.get().superior_id == lin.pk


def test_the_same_file_twice_changes_nothing(unit: Department, write: Any) -> None:
    path = write(*ROWS)
    sync(path)
    before = print_of(User, User.history.model, LedgerEntry, Department)
    outcome = sync(path, at=NOW + timedelta(days=1))
    assert (outcome.new, outcome.changed, outcome.same) == (0, 0, 3)
    assert print_of(User, User.history.model, LedgerEntry, Department) == before


def test_what_changed_is_written_with_the_names_of_its_fields(unit: Department, write: Any) -> None:
    sync(write(*ROWS))
    outcome = sync(write(ROWS[0], ROWS[1].replace("内容策划", "主编"), ROWS[2].replace(",chen,", ",A1,")))
    assert (outcome.new, outcome.changed, outcome.same) == (0, 2, 1)
    entries = LedgerEntry.objects.filter(event="person.changed").order_by("pk")
    assert [entry.payload["fields"] for entry in entries] == [["post"], ["superior"]]
    assert User.objects.get(username="wu").superior == User.objects.get(username="lin")


def test_own_settings_and_local_accounts_are_left_alone(admin: User, write: Any) -> None:
    sync(write(*ROWS))
    User.objects.filter(username="lin").update(language="en", time_zone="Europe/Berlin", shortcuts_enabled=False)
    before = User.objects.filter(pk=admin.pk).values().get()
    outcome = sync(write(*ROWS[:2], ROWS[2].replace("吴静怡", "吴静")))
    assert outcome.gone == []
    assert User.objects.filter(pk=admin.pk).values().get() == before
    lin = User.objects.get(username="lin")
    assert (lin.language, lin.time_zone, lin.shortcuts_enabled) == ("en", "Europe/Berlin", False)
    assert faults(sync(write(*ROWS, "A9,admin,管理员,,,,,"))) == [(5, "登录名")]


def test_whoever_is_missing_is_listed_and_never_closed(admin: User, write: Any) -> None:
    sync(write(*ROWS))
    outcome = sync(write(*ROWS[:2]))
    wu = User.objects.get(username="wu")
    assert (outcome.gone, wu.is_active, outcome.saved) == ([wu.pk], True, True)
    assert Notice.objects.get(recipient=admin).template == "directory.gone"


def test_whoever_the_file_calls_left_goes_through_the_leaving_step(admin: User, write: Any) -> None:
    head = HEAD + ",状态"
    sync(write(*(f"{row},在职" for row in ROWS), head=head))
    chen = User.objects.get(username="chen")
    grant_role(chen, "author", actor=None, at=NOW)
    outcome = sync(write(f"{ROWS[0]},在职", f"{ROWS[1]},离职", f"{ROWS[2].replace(',chen,', ',A1,')},在职", head=head))
    chen.refresh_from_db()
    assert (outcome.left, chen.is_active, roles_held(chen)) == ([chen.pk], False, {})
    assert chen.departures.get().planned_by is None


def test_a_leaver_whom_the_company_needs_is_held_back_with_the_reason(admin: User, write: Any) -> None:
    head = HEAD + ",离职日期"
    sync(write(f"{ROWS[0]},", f"{ROWS[1]},", head=head))
    lin = User.objects.get(username="lin")
    grant_role(lin, "legal", actor=None, at=NOW)
    outcome = sync(write(f"{ROWS[0]},2026-06-01", f"{ROWS[1].replace(',A1,', ',,')},2026-07-01", head=head))
    assert outcome.saved
    assert [row["person"] for row in outcome.held_back] == [lin.pk]
    assert User.objects.get(pk=lin.pk).is_active
    assert User.objects.get(username="chen").superior is None


def test_a_file_that_closes_unusually_many_needs_a_yes(admin: User, write: Any) -> None:
    head = HEAD + ",状态"
    staff = [f"B{number},person{number},人员{number},,,,,,%s" for number in range(10)]
    sync(write(*(row % "在职" for row in staff), head=head))
    path = write(*(row % ("离职" if number < 6 else "在职") for number, row in enumerate(staff)), head=head)
    outcome = sync(path)
    assert (outcome.saved, outcome.bad, outcome.braked) == (False, 1, True)
    assert User.objects.filter(is_active=False).count() == 0
    assert len(sync(path, yes=True).left) == 6


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ((*ROWS, "A2,zhao,赵,,,,,"), [(5, "工号")]),
        ((*ROWS, "A9,wu,武,,,,,"), [(5, "登录名")]),
        ((ROWS[0], "A2,chen,陈,,没有的部门,,,"), [(3, "部门")]),
        (("A1,lin,林,,,A2,,", "A2,chen,陈,,,A1,,"), [(2, "上级"), (3, "上级")]),
        (("A1,lin,林,,,A1,,",), [(2, "上级")]),
        (("A1,lin,林,,,nobody,,",), [(2, "上级")]),
        ((ROWS[0], "A2,l\u0456n,林,,,,,"), [(3, "登录名")]),
        ((ROWS[0], "A2,LIN,林,,,,,"), [(3, "登录名")]),
        (("A1,lin,=HYPERLINK(1),,,,,",), [(2, "姓名")]),
        (("A1,lin,林\x00,,,,,",), [(2, "姓名")]),
        (("A1,lin,林,no address,,,,",), [(2, "邮箱")]),
        (("A1,lin,林,,,,,2026-02-30",), [(2, "入职日期")]),
        (("A1,lin,林,,,,,03-04-2026",), [(2, "入职日期")]),
        (("A1,lin,林,,,,,gestern",), [(2, "入职日期")]),
        (("A1,,林,,,,,",), [(2, "登录名")]),
        (("A1,lin,林\u202e,,,,,",), [(2, "姓名")]),
        (("A1,lin,林,,,,",), [(2, None)]),
        (("A1,a b,林,,,,,",), [(2, "登录名")]),
    ],
)
def test_a_bad_row_is_named_by_row_and_column_and_nothing_is_saved(
    unit: Department, write: Any, rows: tuple[str, ...], places: list[tuple[int, str | None]]
) -> None:
    before = print_of(User, LedgerEntry)
    outcome = sync(write(*rows))
    assert faults(outcome) == places
    assert (outcome.saved, outcome.new, print_of(User, LedgerEntry)) == (False, 0, before)


def test_a_loop_through_people_who_are_here_already_is_refused(unit: Department, write: Any) -> None:
    sync(write(*ROWS))
    outcome = sync(write(ROWS[0].replace("市场部,,", "市场部,A3,")))
    assert faults(outcome) == [(2, "上级")]
    assert User.objects.get(username="lin").superior is None


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", HEAD + "\n", "工号,工号,登录名,姓名\n1,1,a,b\n"])
def test_a_file_that_is_no_list_of_people_is_refused_whole(unit: Department, tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    outcome = sync(path)
    assert (outcome.bad, outcome.saved) == (1, False)


def test_english_headers_and_a_workbook_with_a_formula(unit: Department, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Employee number", "Login name", "Name", "Hire date", "Status"])
    sheet.append(["A1", "lin", "Lin", datetime(2024, 3, 1), "active"])
    book.save(tmp_path / "people.xlsx")
    assert sync(tmp_path / "people.xlsx").new == 1
    assert User.objects.get(username="lin").joined_on == date(2024, 3, 1)
    sheet.append(["A2", "chen", "=A1", None, "active"])
    book.save(tmp_path / "people.xlsx")
    assert sync(tmp_path / "people.xlsx").bad == 1


def test_departments_come_first_and_their_heads_last(unit: Department, write: Any) -> None:
    units = write("legal,法务部,Legal,marketing,A1", "marketing,市场部,Marketing,,lin",
                  head="部门编码,部门名称,英文名,上级部门,负责人", name="departments.csv")  # fmt: skip
    outcome = sync(write(ROWS[0].replace("市场部,,", "法务部,,")), units)
    assert (outcome.saved, outcome.departments) == (True, 3)
    legal = Department.objects.get(code="legal")
    lin = User.objects.get(username="lin")
    assert (legal.parent, legal.head, lin.department) == (unit, lin, legal)
    assert sync(write(ROWS[0].replace("市场部,,", "法务部,,")), units).departments == 0


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (("a,甲,,b,", "b,乙,,a,"), "上级部门"),
        (("a,甲,,a,",), "上级部门"),
        (("a,甲,,none,",), "上级部门"),
        (("a,甲,,,nobody",), "负责人"),
        (("a,甲,,,", "a,乙,,,"), "部门编码"),
    ],
)
def test_a_bad_department_saves_nothing(unit: Department, write: Any, rows: tuple[str, ...], column: str) -> None:
    units = write(*rows, head="部门编码,部门名称,英文名,上级部门,负责人", name="departments.csv")
    outcome = sync(write(*ROWS), units)
    assert {error["column"] for error in outcome.errors} == {column}
    assert Department.objects.count() == 1
    assert not User.objects.filter(username="lin").exists()


def test_a_trial_saves_nothing_and_tells_the_same(unit: Department, write: Any) -> None:
    before = print_of(User, LedgerEntry, DirectoryRun)
    outcome = check_directory(write(*ROWS), actor=None, at=NOW)
    assert (outcome.new, outcome.saved, print_of(User, LedgerEntry, DirectoryRun)) == (3, False, before)


def test_without_the_right_nobody_brings_people_in(unit: Department, write: Any) -> None:
    with pytest.raises(Denial):
        sync_directory(write(*ROWS), actor=User.objects.create_user("other"), at=NOW)


def test_the_command_answers_in_json_and_ends_with_1_where_anything_is_refused(
    unit: Department, write: Any, capsys: Any
) -> None:
    call_command("sync_people", write(*ROWS), "--json")
    assert json.loads(capsys.readouterr().out)["new"] == 3
    call_command("sync_people", write(*ROWS), "--dry-run")
    with pytest.raises(SystemExit) as ended:
        call_command("sync_people", write("A1,lin,,,,,,"), "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["errors"][0]["column"] == "姓名"


def test_the_drop_folder_takes_a_file_once_and_tells_what_became_of_it(
    admin: User, tmp_path: Path, settings: Any
) -> None:
    settings.DIRECTORY_DIR = tmp_path / "directory"
    settings.DIRECTORY_DIR.mkdir()
    (settings.DIRECTORY_DIR / "people.csv").write_text("\n".join((HEAD, *ROWS)), encoding="utf-8")
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert take_directory(datetime.now(UTC) - timedelta(minutes=1)) is None
    outcome = take_directory(later)
    assert outcome is not None
    assert (outcome.saved, len(list((settings.DIRECTORY_DIR / "done").iterdir()))) == (True, 1)
    assert take_directory(later) is None
    (settings.DIRECTORY_DIR / "people.csv").write_text(HEAD + "\nA1,,,,,,,\n", encoding="utf-8")
    take_directory(later + timedelta(minutes=1))
    assert len(list((settings.DIRECTORY_DIR / "failed").iterdir())) == 1
    assert Notice.objects.get(recipient=admin).template == "directory.refused"


def upload(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", "\n".join((HEAD, *rows)).encode())


def test_the_wizard_compares_first_and_saves_when_told(admin: User, client: Client) -> None:
    client.force_login(admin)
    answer = client.post(reverse("accounts:directory_new"), {"people": upload(*ROWS)})
    run = DirectoryRun.objects.get()
    assert (answer.status_code, run.status, run.new, User.objects.count()) == (302, "checked", 3, 1)
    assert "people.csv" in client.get(reverse("accounts:directory_runs")).content.decode()
    assert client.get(run.get_absolute_url()).status_code == 200
    client.post(reverse("accounts:directory_confirm", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, run.kept_at, User.objects.count()) == ("saved", "", 4)
    with pytest.raises(Refused):
        confirm_run(run, actor=admin, at=NOW)


def test_a_refused_upload_shows_row_and_column(admin: User, client: Client) -> None:
    client.force_login(admin)
    page = client.post(reverse("accounts:directory_new"), {"people": upload("A1,lin,,,,,,")}, follow=True)
    assert "姓名" in page.content.decode()
    assert DirectoryRun.objects.get().status == "refused"


def test_previews_that_nobody_saved_are_dropped_with_their_copies(admin: User, client: Client) -> None:
    client.force_login(admin)
    client.post(reverse("accounts:directory_new"), {"people": upload(*ROWS)})
    assert drop_old_previews(datetime.now(UTC)) == 0
    assert drop_old_previews(datetime.now(UTC) + timedelta(days=2)) == 1
    assert DirectoryRun.objects.get().status == "dropped"


def test_a_new_mail_address_is_told_to_the_old_one_but_never_that_of_a_superuser(
    admin: User, write: Any, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    sync(write(*ROWS))
    add_person(actor=None, username="root", employee_number="A7", email="root@company.example", is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = sync(
            write(ROWS[0].replace("lin@", "lin.ruoxi@"), *ROWS[1:], "A7,root,Root,evil@company.example,,,,")
        )
    assert outcome.saved
    assert [mail.to for mail in mailoutbox] == [["lin@company.example"]]
    assert User.objects.get(username="root").email == "root@company.example"


def test_a_trial_with_new_departments_and_heads_counts_as_saving_does(unit: Department, write: Any) -> None:
    units = write("legal,法务部,Legal,marketing,A1", "marketing,市场部,Marketing,,lin",
                  head="部门编码,部门名称,英文名,上级部门,负责人", name="departments.csv")  # fmt: skip
    sync(write("A2,chen,陈小禾,,,,,"))
    people = write(ROWS[0].replace("市场部,,", "法务部,,"), "A2,chen,陈小禾,,法务部,A1,,")
    with CaptureQueriesContext(connection) as asked:
        trial = check_directory(people, units, actor=None, at=NOW)
    assert not [row["sql"] for row in asked if not row["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert not [row["sql"] for row in asked if " FOR " in row["sql"]], "a preview locks nothing"
    saved = sync(people, units)
    assert (trial.new, trial.changed, trial.departments) == (saved.new, saved.changed, saved.departments) == (1, 1, 3)


def claim(place: Path, at: datetime, name: str = "people.csv", rows: tuple[str, ...] = ROWS) -> Path:
    """A file as a worker that was killed left it."""
    place.mkdir(exist_ok=True)
    path = place / f".{timezone.localtime(at):%Y%m%d-%H%M%S}-4711-{name}"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return path


def test_a_file_whose_worker_was_killed_is_taken_up_again(admin: User, tmp_path: Path, settings: Any) -> None:
    settings.DIRECTORY_DIR = tmp_path / "directory"
    now = datetime.now(UTC) + timedelta(hours=1)
    path = claim(settings.DIRECTORY_DIR, now - timedelta(minutes=5))
    assert take_directory(now) is None
    assert path.exists()
    outcome = take_directory(now + timedelta(minutes=20))
    assert outcome is not None
    assert (outcome.new, path.exists(), len(list((settings.DIRECTORY_DIR / "done").iterdir()))) == (3, False, 1)


def test_a_stale_claim_gives_way_to_a_newer_file(admin: User, tmp_path: Path, settings: Any) -> None:
    settings.DIRECTORY_DIR = tmp_path / "directory"
    now = datetime.now(UTC) + timedelta(hours=1)
    claim(settings.DIRECTORY_DIR, now - timedelta(minutes=50))
    (settings.DIRECTORY_DIR / "people.csv").write_text("\n".join((HEAD, ROWS[0])), encoding="utf-8")
    outcome = take_directory(now)
    assert outcome is not None
    assert outcome.new == 1
    assert [len(list((settings.DIRECTORY_DIR / name).iterdir())) for name in ("done", "failed")] == [1, 1]


def test_a_file_is_put_back_where_the_database_could_not_take_it_just_then(
    admin: User, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DIRECTORY_DIR = tmp_path / "directory"
    settings.DIRECTORY_DIR.mkdir()
    (settings.DIRECTORY_DIR / "people.csv").write_text("\n".join((HEAD, *ROWS)), encoding="utf-8")

    def locked(*args: Any, **values: Any) -> Outcome:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(folder, "sync_directory", locked)
    with pytest.raises(OperationalError):
        take_directory(datetime.now(UTC) + timedelta(minutes=1))
    monkeypatch.setattr(folder, "sync_directory", sync_directory)
    assert [path.name for path in settings.DIRECTORY_DIR.iterdir()] == ["people.csv"]
    outcome = take_directory(datetime.now(UTC) + timedelta(minutes=1))
    assert outcome is not None
    assert outcome.new == 3


def test_a_preview_whose_bytes_cannot_be_kept_is_no_run(
    admin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(wizard, "keep_table", full)
    client.force_login(admin)
    with pytest.raises(OSError, match="no space"):
        client.post(reverse("accounts:directory_new"), {"people": upload(*ROWS)})
    assert not DirectoryRun.objects.exists()
