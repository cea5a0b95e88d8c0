"""The pages of the board: who may see them, what they say, how few statements they take."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance.board import registry
from governance.board.measuring import Company, make_scope, make_window, measure_all
from governance.board.models import Acceptance, Attestation, Finding, ProbeRun
from governance.board.reading import kept_records_of
from governance.board.registry import Evidence
from governance.board.services import measure_board
from governance.policies.models import Clause, ClauseWording, Policy, Requirement
from governance.policies.rules import CONTROLS

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


ADDRESSES = ["/board/", "/board/clauses/D-1.2/", "/board/requirements/R-105/", "/board/requirements/R-127/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_board_needs_its_right(enter: Make, address: str) -> None:
    assert enter("stranger").get(address).status_code == 403
    assert enter("auditor", "auditor").get(address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_board_opens_before_it_was_ever_measured(enter: Make, make_account: Make, address: str) -> None:
    make_account("a")
    assert enter("supervisor", "supervisor").get(address).status_code == 200


def test_the_clause_shows_how_it_read_before(enter: Make, make_account: Make) -> None:
    clause = Clause.objects.get(code="M-1.2")
    make_account("a")
    client = enter("auditor", "auditor")
    assert "worded otherwise" not in client.get("/board/clauses/M-1.2/").content.decode()
    ClauseWording.objects.create(
        clause=clause, label_zh="旧", label_en="old", text_zh="原来的说法", text_en="worded otherwise",
        held_until=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    )  # fmt: skip
    text = client.get("/board/clauses/M-1.2/").content.decode()
    assert "原来的说法" in text
    assert "worded otherwise" in text
    assert "2026-03-01" in text


def test_an_unknown_clause_or_requirement_is_not_found(enter: Make) -> None:
    client = enter("auditor", "auditor")
    assert client.get("/board/clauses/D-99/").status_code == 404
    assert client.get("/board/requirements/R-999/").status_code == 404


def test_one_account_can_be_measured_and_shown(enter: Make, make_account: Make) -> None:
    make_account("a")
    client = enter("supervisor", "supervisor")
    answer = client.post("/board/measure/", {"account": "a"})
    assert answer.url == "/board/?account=a"
    assert ProbeRun.objects.filter(account__handle="a").count() == 127
    assert client.get(answer.url).status_code == 200


def test_a_past_month_can_be_shown(enter: Make, make_account: Make) -> None:
    make_account("a")
    client = enter("supervisor", "supervisor")
    past = timezone.now() - timedelta(days=62)
    measure_board(now=past)
    text = client.get("/board/", {"month": past.strftime("%Y-%m"), "status": "breached"}).content.decode()
    assert "/board/clauses/M-1.2/" in text
    assert (
        "/board/clauses/M-1.2/"
        not in client.get("/board/", {"month": "2020-01", "status": "breached"}).content.decode()
    )
    assert client.get("/board/", {"month": "soon"}).status_code == 200


def test_a_risk_is_asked_for_by_one_and_accepted_by_another(enter: Make) -> None:
    supervisor, executive = enter("supervisor", "supervisor"), enter("executive", "executive")
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    supervisor.post("/board/requirements/R-105/accept/", {"reason": "soon bound", "expires_on": until})
    acceptance = Acceptance.objects.get()
    move = f"/board/acceptances/{acceptance.pk}/move/accept/"
    assert supervisor.post(move, {"version": 0}).status_code == 403
    executive.post(move, {"version": 0})
    acceptance.refresh_from_db()
    assert acceptance.status == "accepted"
    assert "soon bound" in executive.get("/board/requirements/R-105/").content.decode()


def test_a_manager_attests_and_an_auditor_does_not(enter: Make) -> None:
    address = "/board/requirements/R-120/attest/"
    assert enter("auditor", "auditor").post(address, {"statement": "seen"}).status_code == 403
    manager = enter("manager", "manager")
    manager.post(address, {"statement": "called every platform"})
    assert Attestation.objects.get().statement == "called every platform"


def test_the_owner_answers_a_finding(enter: Make, make_account: Make) -> None:
    make_account("a")
    manager = enter("manager", "manager")
    measure_board()
    finding = Finding.objects.get(requirement_id="R-105")
    manager.post(f"/board/findings/{finding.pk}/move/answer/", {"version": 0, "note": "bound it"})
    finding.refresh_from_db()
    assert (finding.status, finding.measure) == ("answered", "bound it")


def test_a_stale_feed_counts_on_the_page_of_a_requirement_as_on_the_board(
    enter: Make, make_account: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("a")
    monkeypatch.setattr(registry, "_probes", {})
    rows = Policy.objects.all()

    @registry.probe("R-086")
    def kept(scope: Any, window: Any) -> Evidence:
        return Evidence(bad=rows.none(), total=rows, kind="policy")

    @registry.probe("R-087")
    def stale(scope: Any, window: Any) -> Evidence:
        return Evidence(bad=rows, total=rows, kind="policy")

    page = enter("supervisor", "supervisor").get("/board/requirements/R-086/")
    assert (page.context["measured"].status, page.context["measured"].reason) == ("not_measured", "stale_feed")


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "10000-01", "2026-13"])
def test_a_month_far_away_is_refused_with_a_sentence(enter: Make, month: str) -> None:
    assert enter("supervisor", "supervisor").get(f"/board/?month={month}").status_code in (200, 422)


def test_every_requirement_can_list_what_keeps_it(make_user: Make, make_account: Make) -> None:
    make_account("a", "douyin")
    reader = make_user("auditor", "auditor")
    scope, window = make_scope(Company.read()), make_window(timezone.now())
    for measured in measure_all(scope, window, Requirement.objects.all()).values():
        assert kept_records_of(measured, reader).hidden >= 0, measured.code


def test_a_month_of_the_strip_opens_the_clause_as_it_stood(enter: Make, make_account: Make) -> None:
    make_account("a")
    client = enter("supervisor", "supervisor")
    past = timezone.now() - timedelta(days=62)
    measure_board(now=past)
    month = timezone.localtime(past).strftime("%Y-%m")
    assert f'href="/board/clauses/M-1.2/?month={month}"' in client.get("/board/clauses/M-1.2/").content.decode()
    text = client.get(f"/board/clauses/M-1.2/?month={month}").content.decode()
    assert timezone.localtime(past).strftime("%Y-%m-%d %H:%M") in text
    assert client.get("/board/clauses/M-1.2/?month=soon").status_code == 200


def test_the_kind_of_control_is_told_in_words(enter: Make) -> None:
    text = enter("auditor", "auditor").get("/board/requirements/R-105/").content.decode()
    for letter in Requirement.objects.get(code="R-105").control:
        assert str(CONTROLS[letter]) in text
