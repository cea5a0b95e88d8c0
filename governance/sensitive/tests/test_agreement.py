"""A yes is good for who asked, for that record, in its time, and once; nobody gives it to themselves (R-014)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.public import PlatformAccount, User, move_account
from governance.approvals.models import ApprovalRequest
from governance.models import Deadline, LedgerEntry
from governance.public import NotAllowed, Refused, WrongState, name_deputy
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.services import lapse_operations, withdraw_operation
from governance.sensitive.tests.conftest import DAY, HOUR, NOW, Desk

# What the refusal says in either language.
SECOND = "second person|第二人"


def close(
    desk: Desk, actor: User | None = None, account: PlatformAccount | None = None, **rest: Any
) -> PlatformAccount:
    """Close the account as the first who manages it."""
    values: dict[str, Any] = {"note": "停用", "at": NOW + HOUR, **rest}
    return move_account(account or desk.account, "close", actor=actor or desk.manager, **values)


def test_nothing_happens_before_the_yes_and_suspending_needs_none(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk)
    operation = desk.ask_to_close()
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk)
    assert move_account(desk.account, "suspend", actor=desk.manager, note="被盗", at=NOW).status == "suspended"
    desk.agree(operation)
    assert close(desk).status == "closed"


def test_the_deed_uses_the_yes_up_and_the_ledger_names_it(desk: Desk) -> None:
    operation = desk.agree(desk.ask_to_close())
    close(desk)
    operation.refresh_from_db()
    assert (operation.status, operation.done_by, operation.done_at) == ("done", desk.manager, NOW + HOUR)
    entry = LedgerEntry.objects.get(event="platform_account.closed")
    assert (entry.payload["operation"], entry.payload["request"]) == (operation.pk, operation.request_id)
    assert not Deadline.objects.of("sensitive_operation", operation.pk).open().exists()


def test_a_yes_is_not_used_twice(desk: Desk) -> None:
    desk.agree(desk.ask_to_close())
    close(desk)
    PlatformAccount.objects.filter(pk=desk.account.pk).update(status="active")
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk)
    operation = desk.agree(desk.ask(account=desk.other))
    desk.done(operation)
    with pytest.raises(WrongState):
        desk.done(operation)


def test_a_yes_covers_no_other_record(desk: Desk) -> None:
    desk.agree(desk.ask_to_close())
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk, account=desk.other)


def test_a_yes_is_good_for_nobody_else(desk: Desk) -> None:
    desk.agree(desk.ask_to_close())
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk, actor=desk.second)
    operation = desk.agree(desk.ask())
    with pytest.raises(NotAllowed, match="publisher"):
        desk.done(operation, actor=desk.manager)


def test_a_yes_ends(desk: Desk) -> None:
    operation = desk.agree(desk.ask_to_close())
    assert operation.valid_until is not None
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk, at=operation.valid_until)
    assert close(desk, at=operation.valid_until - timedelta(seconds=1)).status == "closed"
    late = desk.agree(desk.ask(account=desk.other))
    with pytest.raises(NotAllowed, match=r"over|已过"):
        desk.done(late, at=late.valid_until)


def test_what_is_not_done_in_time_lapses(desk: Desk) -> None:
    operation = desk.agree(desk.ask())
    assert operation.valid_until is not None
    assert lapse_operations(operation.valid_until - HOUR) == 0
    assert lapse_operations(operation.valid_until) == 1
    assert lapse_operations(operation.valid_until) == 0
    operation.refresh_from_db()
    assert operation.status == "lapsed"
    with pytest.raises(WrongState):
        desk.done(operation)


def test_who_asks_does_not_agree_nor_does_their_deputy(desk: Desk) -> None:
    operation = desk.ask_to_close()
    with pytest.raises(NotAllowed, match=r"You asked|您提交"):
        desk.agree(operation, desk.manager)
    name_deputy(desk.manager, desk.second, begins_at=NOW - DAY, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed, match=r"stand in|代理"):
        desk.agree(operation)
    assert desk.agree(operation, desk.chief).agreed_by == desk.chief


def test_a_superuser_does_not_agree_to_their_own(desk: Desk) -> None:
    User.objects.filter(pk=desk.manager.pk).update(is_superuser=True)
    operation = desk.ask_to_close(actor=User.objects.get(pk=desk.manager.pk))
    with pytest.raises(NotAllowed):
        desk.agree(operation, User.objects.get(pk=desk.manager.pk))
    with pytest.raises(NotAllowed, match=SECOND):
        close(desk, actor=User.objects.get(pk=desk.manager.pk))


def test_the_database_refuses_a_yes_of_ones_own_and_a_late_deed(desk: Desk) -> None:
    operation = desk.agree(desk.ask())
    rows = SensitiveOperation.objects.filter(pk=operation.pk)
    wrong: tuple[dict[str, Any], ...] = (
        {"agreed_by": desk.publisher},
        {"status": "done", "done_by": desk.publisher, "done_at": operation.valid_until},
        {"status": "done", "done_by": desk.manager, "done_at": NOW + HOUR},
        {"status": "done"}, {"agreed_by": None}, {"status": "whatever"},
    )  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_a_no_ends_it_and_taking_it_back_too(desk: Desk) -> None:
    refused = desk.agree(desk.ask_to_close(), agree=False)
    assert refused.status == "refused"
    with pytest.raises(NotAllowed):
        close(desk)
    waiting, agreed = desk.ask(), desk.agree(desk.ask(title="新简介"))
    for operation in (waiting, agreed):
        with pytest.raises(Refused):
            withdraw_operation(operation, actor=desk.manager, at=NOW)
        assert withdraw_operation(operation, actor=desk.publisher, at=NOW).status == "withdrawn"
    assert waiting.request is not None
    waiting.request.refresh_from_db()
    assert waiting.request.status == "withdrawn"
    with pytest.raises(WrongState):
        desk.done(agreed)


def test_a_refused_step_keeps_its_yes(desk: Desk) -> None:
    operation = desk.agree(desk.ask_to_close())
    with pytest.raises(Refused):
        close(desk, note="")
    operation.refresh_from_db()
    assert operation.status == "agreed"
    assert close(desk).status == "closed"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_uses_the_yes(desk: Desk) -> None:
    operation = desk.agree(desk.ask())
    answers: list[str] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        try:
            desk.done(SensitiveOperation.objects.get(pk=operation.pk))
            answers.append("done")
        except WrongState:
            answers.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "too late"]
    assert LedgerEntry.objects.filter(event="sensitive.done").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_taking_back_while_somebody_decides_waits_and_does_not_lock_both(desk: Desk) -> None:
    operation = desk.ask()
    failed: list[Exception] = []
    held = threading.Event()

    def decide() -> None:
        with transaction.atomic():
            list(ApprovalRequest.objects.select_for_update(of=("self",)).filter(pk__in=[operation.request_id]))
            held.set()
            time.sleep(0.5)  # until the other one waits for a lock
            desk.agree(SensitiveOperation.objects.get(pk=operation.pk))

    def take_back() -> None:
        held.wait(10)
        withdraw_operation(SensitiveOperation.objects.get(pk=operation.pk), actor=desk.publisher, at=NOW)

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in (decide, take_back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    operation.refresh_from_db()
    assert (operation.status, operation.agreed_by) == ("withdrawn", desk.second)


def test_the_sentence_says_what_to_press(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"Ask to close|申请关闭"):
        close(desk)
