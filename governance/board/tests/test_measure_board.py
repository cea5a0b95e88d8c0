"""Measuring the board: runs are kept, breaches open findings, good measurements close them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from governance.board import registry
from governance.board.models import Finding, ProbeRun, Standing
from governance.board.registry import Evidence, probe
from governance.board.services import (
    answer_finding,
    ask_acceptance,
    attest,
    board_at,
    decide_acceptance,
    measure_board,
    measure_once_a_day,
    measure_past_months,
    measure_scope,
    scope_key,
)
from governance.deadlines.models import Deadline
from governance.policies.models import Policy, Requirement
from governance.policies.services import bind_pack
from governance.policies.tests.conftest import LONG_AGO, NOW
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def probes(monkeypatch: pytest.MonkeyPatch) -> dict:
    """An empty registry, for tests that bring their own probes."""
    held: dict = {}
    monkeypatch.setattr(registry, "_probes", held)
    return held


def answer(code: str, *, bad: bool, **options: Any) -> None:
    rows = Policy.objects.all()

    @probe(code, **options)
    def measure(scope: Any, window: Any) -> Evidence:
        return Evidence(bad=rows if bad else rows.none(), total=rows, kind="policy", last=window.now)


def status_of(code: str, key: str = "company") -> str:
    return Standing.objects.get(scope=key, requirement_id=code).run.status


def test_every_requirement_is_kept_for_the_company_and_each_rule_book(books: None, probes: dict) -> None:
    assert measure_board(now=NOW) == 5 * 127
    assert ProbeRun.objects.count() == Standing.objects.count() == 5 * 127
    assert set(ProbeRun.objects.values_list("status", "reason")) == {
        ("not_measured", "no_probe"), ("not_measured", "children_unmeasured"),
    }  # fmt: skip
    measure_board(now=NOW + timedelta(days=1))
    assert (ProbeRun.objects.count(), Standing.objects.count()) == (10 * 127, 5 * 127)


def test_a_measurement_is_never_changed(books: None, probes: dict) -> None:
    measure_board(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProbeRun.objects.update(status="met")
    with pytest.raises(DatabaseError), transaction.atomic():
        ProbeRun.objects.all().delete()


def test_a_breach_opens_one_finding_with_owner_and_deadline(books: None, probes: dict, make_user: Make) -> None:
    manager = make_user("manager", "manager")
    answer("R-001", bad=True)
    measure_board(now=NOW)
    measure_board(now=NOW + timedelta(days=1))
    finding = Finding.objects.get()
    assert (finding.requirement_id, finding.owner, finding.status) == ("R-001", manager, "open")
    deadline = Deadline.objects.get(kind="finding", object_id=finding.pk)
    assert deadline.due_at == finding.due_at > NOW + timedelta(days=9)


def test_a_good_measurement_closes_the_finding(books: None, probes: dict, make_user: Make) -> None:
    make_user("manager", "manager")
    answer("R-001", bad=True)
    measure_board(now=NOW)
    probes.clear()
    measure_board(now=NOW + timedelta(days=1))
    assert Finding.objects.get().status == "open"
    answer("R-001", bad=False)
    measure_board(now=NOW + timedelta(days=2))
    assert Finding.objects.get().status == "closed"
    assert Deadline.objects.get(kind="finding").state == "met"


def test_only_the_owner_says_what_was_done_and_says_it_in_words(books: None, probes: dict, make_user: Make) -> None:
    owner, other = make_user("manager", "manager"), make_user("auditor", "auditor")
    answer("R-001", bad=True)
    measure_board(now=NOW)
    finding = Finding.objects.get()
    with pytest.raises(NotAllowed):
        answer_finding(finding, measure="done", actor=other, at=NOW)
    with pytest.raises(NoteRequired):
        answer_finding(finding, measure=" ", actor=owner, at=NOW)
    assert answer_finding(finding, measure="took the rights away", actor=owner, at=NOW).status == "answered"


def test_a_probe_that_fails_leaves_the_rest_measured(books: None, probes: dict) -> None:
    @probe("R-002")
    def broken(scope: Any, window: Any) -> Evidence:
        raise ValueError

    answer("R-001", bad=False)
    measure_board(now=NOW)
    assert (status_of("R-002"), status_of("R-001")) == ("not_measured", "met")
    assert Standing.objects.get(scope="company", requirement_id="R-002").run.reason == "failed"


def test_the_worst_part_of_a_requirement_decides(books: None, probes: dict) -> None:
    answer("R-109", bad=False)
    answer("R-109", bad=True, part="random", mode="T")
    measure_board(now=NOW)
    assert status_of("R-109") == "breached"


def test_stale_figures_leave_what_rests_on_them_unmeasured(books: None, probes: dict) -> None:
    answer("R-087", bad=True)
    answer("R-091", bad=False)
    measure_board(now=NOW)
    run = Standing.objects.get(scope="company", requirement_id="R-091").run
    assert (run.status, run.reason) == ("not_measured", "stale_feed")


def test_principles_take_the_worst_of_their_children(books: None, probes: dict) -> None:
    answer("R-030", bad=False)
    measure_board(now=NOW)
    assert status_of("R-127") == "met"
    answer("R-045", bad=True)
    measure_board(now=NOW + timedelta(days=1))
    assert status_of("R-127") == "breached"


def test_an_attestation_counts_less_than_a_measurement_and_ages(books: None, probes: dict, make_user: Make) -> None:
    manager = make_user("manager", "manager")
    requirement = Requirement.objects.get(code="R-120")
    with pytest.raises(NoteRequired):
        attest(requirement, statement="", actor=manager, at=NOW)
    attest(requirement, statement="called every platform", actor=manager, at=NOW)
    for days, expected in ((1, "attested"), (85, "at_risk"), (91, "breached")):
        measure_board(now=NOW + timedelta(days=days))
        assert status_of("R-120") == expected
    answer("R-120", bad=False)
    measure_board(now=NOW + timedelta(days=92))
    assert status_of("R-120") == "met"


def test_an_accepted_risk_shows_as_accepted_until_it_ends(books: None, probes: dict, make_user: Make) -> None:
    manager, executive = make_user("manager", "manager"), make_user("executive", "executive")
    answer("R-001", bad=True)
    requirement = Requirement.objects.get(code="R-001")
    with pytest.raises(Refused):
        ask_acceptance(requirement, reason="x", expires_on=date(2026, 6, 3), actor=manager, at=NOW)
    asked = ask_acceptance(requirement, reason="new system soon", expires_on=date(2026, 7, 1), actor=manager, at=NOW)
    measure_board(now=NOW)
    assert status_of("R-001") == "breached"
    with pytest.raises(NotAllowed):
        decide_acceptance(asked, "accept", actor=manager, at=NOW)
    decide_acceptance(asked, "accept", actor=executive, at=NOW)
    measure_board(now=NOW + timedelta(days=1))
    assert status_of("R-001") == "accepted"
    measure_board(now=NOW + timedelta(days=40))
    assert status_of("R-001") == "breached"


def test_nobody_accepts_a_risk_that_they_asked_for(books: None, make_user: Make) -> None:
    executive = make_user("executive", "executive")
    requirement = Requirement.objects.get(code="R-001")
    asked = ask_acceptance(requirement, reason="x", expires_on=date(2026, 7, 1), actor=executive, at=NOW)
    with pytest.raises(NotAllowed):
        decide_acceptance(asked, "accept", actor=executive, at=NOW)


def test_one_account_is_measured_on_demand(books: None, make_account: Make, make_user: Make) -> None:
    account = make_account("a")
    supervisor = make_user("supervisor", "supervisor")
    measure_scope(actor=supervisor, account=account.pk, now=NOW)
    key = scope_key(account=account.pk)
    assert status_of("R-105", key) == "breached"
    assert status_of("R-126", key) == "not_measured"
    bind_pack("douyin", account=account, actor=None, at=LONG_AGO)
    measure_scope(actor=supervisor, account=account.pk, now=NOW)
    assert status_of("R-105", key) == "met"


def test_the_threshold_comes_from_the_rule_book_that_sets_it(books: None, probes: dict) -> None:
    answer("R-009", bad=False)
    answer("R-073", bad=False)
    rows = {row["code"]: row for row in board_at(NOW)["requirements"]}
    assert (rows["R-009"]["threshold"], rows["R-009"]["pack"]) == (60, "overseas")
    assert rows["R-073"]["threshold"] == 85


def test_the_command_answers_for_every_requirement_and_clause(books: None) -> None:
    out = StringIO()
    call_command("board", "--json", "--at", "2026-06-03", stdout=out)
    board = json.loads(out.getvalue())
    assert (len(board["requirements"]), len(board["clauses"])) == (127, 286)
    assert set(board["requirements"][0]) == {"code", "status", "value", "bad", "total", "threshold", "pack"}
    assert not ProbeRun.objects.exists()
    call_command("board", stdout=StringIO())


def test_a_day_is_measured_once(books: None, probes: dict) -> None:
    assert measure_once_a_day(now=NOW) == 5 * 127
    assert measure_once_a_day(now=NOW + timedelta(hours=3)) == 0
    assert measure_once_a_day(now=NOW + timedelta(days=1)) == 5 * 127


def test_past_months_are_measured_without_opening_findings(books: None, probes: dict) -> None:
    answer("R-001", bad=True)
    assert measure_past_months(NOW, months=2) == 2 * 5 * 127
    runs = ProbeRun.objects.filter(requirement_id="R-001", policy=None).order_by("pk")
    assert [run.computed_at.astimezone(SHANGHAI).strftime("%m-%d") for run in runs] == ["04-30", "05-31"]
    assert not Finding.objects.exists()


def test_evidence_of_an_unknown_kind_is_refused(db: None) -> None:
    with pytest.raises(LookupError, match="account"):
        Evidence(bad=Policy.objects.none(), total=Policy.objects.all(), kind="account")
