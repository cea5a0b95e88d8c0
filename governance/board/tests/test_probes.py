"""Each probe of the ground floor turns breached and back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.public import Department, PlatformAccount
from governance.board.measuring import Company, make_scope, make_window, measure
from governance.board.registry import Scope, Window
from governance.deadlines.services import meet_deadline, open_deadline
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record, seal
from governance.policies.models import PolicyVersion, Requirement
from governance.policies.services import bind_pack, review_policy, sign_policy
from governance.policies.tests.conftest import LONG_AGO, NOW

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def status(code: str, **where: Any) -> str:
    scope = make_scope(Company.read(), at=NOW, **where)
    return measure(Requirement.objects.get(code=code), scope, make_window(NOW)).status


def test_an_account_without_a_rule_book_breaches_r_105(make_account: Make) -> None:
    account: PlatformAccount = make_account("a")
    assert status("R-105") == "breached"
    bind_pack("douyin", account=account, actor=None, at=LONG_AGO)
    assert status("R-105") == "met"


def test_staff_without_a_rule_book_breach_r_105(make_account: Make, make_user: Make) -> None:
    make_account("a", "douyin")
    user = make_user("newcomer")
    assert status("R-105") == "breached"
    unit = Department.objects.create(code="brand", name_zh="品牌", name_en="Brand")
    bind_pack("self_media", department=unit, actor=None, at=LONG_AGO)
    user.department = unit
    user.save()
    assert status("R-105") == "met"


def test_unsigned_staff_breach_r_106_once_the_grace_is_over(make_account: Make, make_user: Make) -> None:
    author = make_user("author", "author", make_account("a", "douyin"))
    assert status("R-106") == "breached"
    sign_policy(PolicyVersion.objects.get(policy__code="douyin"), actor=author, at=NOW)
    assert status("R-106") == "met"
    assert status("R-106", pack="douyin") == "met"
    assert status("R-106", pack="overseas") == "not_measured"


def test_newcomers_within_the_grace_do_not_count_for_r_106(make_account: Make, make_user: Make) -> None:
    author = make_user("author", "author", make_account("a", "douyin"))
    type(author).objects.update(date_joined=NOW - timedelta(days=6))
    assert status("R-106") == "not_measured"
    type(author).objects.update(date_joined=NOW - timedelta(days=8))
    assert status("R-106") == "breached"


def test_a_rule_book_without_a_yearly_review_breaches_r_126(books: None, make_user: Make) -> None:
    PolicyVersion.objects.update(decided_at=NOW - timedelta(days=400))
    manager = make_user("manager", "manager")
    assert status("R-126") == "breached"
    for pack in ("douyin", "kuaishou_health", "self_media", "overseas"):
        review_policy(pack, conclusion="still right", actor=manager, at=NOW - timedelta(days=10))
    assert status("R-126") == "met"
    assert status("R-126", pack="douyin") == "met"


def test_an_overdue_task_breaches_r_121_until_tasks_are_done_in_time(make_user: Make) -> None:
    owner = make_user("agent")
    day = NOW - timedelta(days=3)
    for number in (1, 2):
        began = day - timedelta(days=1)
        open_deadline(
            kind="ticket", object_id=number, purpose="ticket", owner=owner, due=day, start=began, calendar="CN",
            at=began,
        )  # fmt: skip
    meet_deadline("ticket", 1, "ticket", at=day - timedelta(hours=1))
    assert status("R-121") == "breached"
    meet_deadline("ticket", 2, "ticket", at=day - timedelta(hours=1))
    assert status("R-121") == "met"
    assert status("R-121", person=owner.pk) == "met"


def test_a_changed_ledger_entry_breaches_r_034(make_account: Make, ledger_without_triggers: None) -> None:
    account = make_account("a", "douyin")
    entry = LedgerEntry.objects.get(event="policy.bound", account_id=account.pk)
    LedgerEntry.objects.filter(pk=entry.pk).update(at=NOW - timedelta(days=1))
    seal()
    measured = lambda: status("R-034")  # noqa: E731
    assert measured() == "met"
    LedgerEntry.objects.filter(pk=entry.pk).update(payload={"pack": "overseas"})
    assert measured() == "breached"
    LedgerEntry.objects.filter(pk=entry.pk).update(payload={"pack": "douyin"})
    assert measured() == "met"


def test_an_entry_that_stays_unsealed_breaches_r_034(make_account: Make) -> None:
    make_account("a")
    entry = record("test.happened", actor=None, kind="user", object_id=1, at=NOW - timedelta(days=1))
    scope = make_scope(Company.read(), at=NOW)

    def found(minutes: int) -> tuple[str, int | None, int | None]:
        now = entry.at + timedelta(minutes=minutes)
        window = Window(NOW - timedelta(days=2), now, now)
        measured = measure(Requirement.objects.get(code="R-034"), scope, window)
        return measured.status, measured.bad, measured.total

    late = (timezone.now() - entry.at) // timedelta(minutes=1)
    assert found(late + 5)[0] != "breached", "the sealer has a quarter of an hour"
    status_then, bad, total = found(late + 60)
    assert (status_then, bad) == ("breached", total)
    seal()
    assert found(late + 60)[0] == "met"


def test_an_entry_cut_out_before_a_sealed_one_breaches_r_034(
    make_account: Make, ledger_without_triggers: None
) -> None:
    make_account("a")
    first, _second = (
        record("test.happened", actor=None, kind="user", object_id=number, at=NOW - timedelta(days=1))
        for number in (1, 2)
    )
    seal()
    assert status("R-034") == "met"
    first.seal.delete()
    LedgerEntry.objects.filter(pk=first.pk).delete()
    assert status("R-034") == "breached"


def test_narrowing_by_what_the_rows_do_not_have_leaves_nothing(make_account: Make) -> None:
    make_account("a")
    rows = PlatformAccount.objects.all()
    assert not Scope(person=1).narrow(rows, account="pk").exists()
    assert not Scope(department=1, department_ids=frozenset({1})).narrow(rows, account=None).exists()
    assert Scope().narrow(rows, account="pk").exists()
