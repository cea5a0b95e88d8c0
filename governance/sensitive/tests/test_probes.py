"""R-014 turns bad when something of the list happens without a second person, and good again when it is mended."""

from __future__ import annotations

from typing import Any

from accounts.public import move_account
from governance.board.measuring import Measurement
from governance.models import ApprovalRequest, LedgerEntry
from governance.policies.books import forget
from governance.policies.models import Parameter
from governance.public import Scope, Window, measure_now, probes_of, record
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.services import review_operation
from governance.sensitive.tests.conftest import DAY, HOUR, NOW, Desk

WINDOW = Window(NOW - 30 * DAY, NOW + 30 * DAY, NOW + DAY)


def found(part: str, scope: Scope | None = None, now: Any = WINDOW.now) -> tuple[int, int, int]:
    """Bad, total and at risk of one part."""
    measure = next(row.measure for row in probes_of("R-014") if row.part == part)
    evidence = measure(scope or Scope(), Window(WINDOW.start, WINDOW.end, now))
    assert evidence.bad is not None
    assert evidence.total is not None
    return (
        evidence.bad.count(),
        evidence.total.count(),
        evidence.at_risk.count() if evidence.at_risk is not None else 0,
    )


def closed(desk: Desk) -> SensitiveOperation:
    """The account, closed with a yes."""
    operation = desk.agree(desk.ask_to_close())
    move_account(desk.account, "close", actor=desk.manager, note="停用", at=NOW + HOUR)
    operation.refresh_from_db()
    return operation


def entry(desk: Desk, event: str, **payload: Any) -> LedgerEntry:
    """An entry of the ledger about the account's records."""
    return record(
        event, actor=desk.manager, kind="platform_account", object_id=desk.other.pk, account_id=desk.other.pk,
        payload=payload, at=NOW,
    )  # fmt: skip


def test_the_board_shows_it_met_breached_and_met_again(desk: Desk) -> None:
    def board() -> Measurement:
        return measure_now("R-014", at=NOW + DAY)

    assert board().status == "not_measured"
    operation = closed(desk)
    assert board().status == "met"
    SensitiveOperation.objects.filter(pk=operation.pk).update(status="lapsed", done_at=None)
    assert board().status == "breached"
    SensitiveOperation.objects.filter(pk=operation.pk).update(status="done", done_at=NOW + HOUR)
    assert board().status == "met"


def test_a_step_whose_entry_names_no_yes_is_seen(desk: Desk) -> None:
    operation = closed(desk)
    assert found("system") == (0, 1, 0)
    entry(desk, "platform_account.closed")
    assert found("system") == (1, 2, 0)
    entry(desk, "platform_account.closed", operation=operation.pk, request=operation.request_id)
    assert found("system") == (2, 3, 0)


def test_what_a_rule_ordered_is_no_operation(desk: Desk) -> None:
    entry(desk, "credential.handed_over", ordered="left")
    assert found("system") == (0, 0, 0)
    entry(desk, "credential.handed_over")
    assert found("system") == (1, 1, 0)


def test_long_lists_of_people_count_and_short_ones_do_not(desk: Desk) -> None:
    entry(desk, "list.exported", personal=True, rows=500)
    entry(desk, "list.exported", personal=False, rows=5000)
    assert found("system") == (0, 0, 0)
    entry(desk, "list.exported", personal=True, rows=501)
    assert found("system") == (1, 1, 0)


def test_a_grant_counts_without_an_agreed_request_but_not_that_of_the_setup(desk: Desk) -> None:
    LedgerEntry.objects.filter(event="role.granted", actor=None).exists()
    assert found("system") == (0, 0, 0)
    entry(desk, "role.granted", role="author")
    assert found("system") == (1, 1, 0)
    request = desk.agree(desk.ask()).request
    assert request is not None
    entry(desk, "role.granted", role="author", request=request.pk)
    assert found("system") == (1, 2, 0)
    ApprovalRequest.objects.filter(pk=request.pk).update(status="refused", valid_until=None)
    assert found("system") == (2, 2, 0)


def test_what_no_rule_book_of_the_account_holds_does_not_count(desk: Desk) -> None:
    entry(desk, "platform_account.closed")
    assert found("system") == (1, 1, 0)
    Parameter.objects.filter(name="sensitive.operations").update(value=["profile_change"])
    forget()
    assert found("system") == (0, 0, 0)


def test_a_narrow_scope_counts_its_own(desk: Desk) -> None:
    closed(desk)
    entry(desk, "platform_account.closed")
    assert found("system", Scope(account=desk.account.pk, account_ids=frozenset({desk.account.pk}))) == (0, 1, 0)
    assert found("system", Scope(person=desk.manager.pk)) == (1, 2, 0)


def test_a_deed_on_the_platform_without_a_yes_is_seen(desk: Desk) -> None:
    operation = desk.done(desk.agree(desk.ask()))
    assert found("platform") == (0, 1, 0)
    SensitiveOperation.objects.filter(pk=operation.pk).update(status="done_without")
    assert found("platform") == (1, 1, 0)
    SensitiveOperation.objects.filter(pk=operation.pk).update(status="done")
    assert found("platform") == (0, 1, 0)


def test_a_hurried_yes_is_at_risk_until_its_review_is_late(desk: Desk) -> None:
    done = desk.done(desk.agree(desk.ask("delete_post", at_once=True), desk.reviewer))
    assert found("platform") == (0, 1, 1)
    assert found("platform", now=NOW + 3 * DAY) == (1, 1, 0)
    review_operation(done, actor=desk.manager, at=NOW + 3 * DAY)
    assert found("platform", now=NOW + 3 * DAY) == (0, 1, 0)
