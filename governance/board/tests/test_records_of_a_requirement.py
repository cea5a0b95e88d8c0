"""The records behind a requirement: told apart by account and date, of today or of a past month."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.board.models import ProbeRun
from governance.board.reading import records_of_runs
from governance.board.services import measure_board
from governance.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def run_with(accounts: list[Any]) -> ProbeRun:
    pks = LedgerEntry.objects.filter(account__in=accounts).values_list("pk", flat=True)
    return ProbeRun(sample=[("ledger_entry", pk) for pk in pks])


def test_a_record_is_shown_with_its_account_and_its_date(make_account: Make, make_user: Make) -> None:
    account = make_account("bound", "douyin")
    lines = records_of_runs([run_with([account])], make_user("auditor", "auditor")).lines
    assert lines
    assert all(shown == account and record.at is not None for record, shown in lines)


def test_the_number_of_statements_does_not_grow_with_the_accounts(make_account: Make, make_user: Make) -> None:
    accounts, reader = [make_account(f"a{number}", "douyin") for number in range(6)], make_user("auditor", "auditor")
    taken = []
    for some in (accounts[:1], accounts):
        run = run_with(some)
        records_of_runs([run], reader)
        with CaptureQueriesContext(connection) as caught:
            records_of_runs([run], reader)
        taken.append(len(caught))
    assert taken[0] == taken[1]


def test_a_month_of_the_strip_opens_the_requirement_as_it_stood(enter: Make, make_account: Make) -> None:
    make_account("a")
    past = timezone.now() - timedelta(days=62)
    measure_board(now=past)
    client, month = enter("supervisor", "supervisor"), timezone.localtime(past).strftime("%Y-%m")
    page = "/board/requirements/R-105/"
    assert f'href="{page}?month={month}"' in client.get(page).content.decode()
    then = client.get(f"{page}?month={month}").content.decode()
    assert timezone.localtime(past).strftime("%Y-%m-%d %H:%M") in then
    assert "?records=kept" not in then
    assert client.get(f"{page}?month=2001-01").status_code == 200
    assert client.get(f"{page}?month=soon").status_code == 200


def test_a_number_of_records_names_its_window(enter: Make, make_account: Make) -> None:
    make_account("a")
    text = enter("auditor", "auditor").get("/board/requirements/R-030/").content.decode()
    assert f"至{timezone.localtime():%Y-%m-%d}" in text


def test_measuring_is_offered_to_whom_it_is_let(enter: Make) -> None:
    assert "/board/measure/" in enter("supervisor", "supervisor").get("/board/").content.decode()
    assert "/board/measure/" not in enter("auditor", "auditor").get("/board/").content.decode()


@pytest.mark.parametrize(("query", "heading"), [("", "违规记录"), ("?records=kept", "符合规则的记录")])
def test_the_list_is_headed_by_what_it_lists(enter: Make, make_account: Make, query: str, heading: str) -> None:
    make_account("a")
    text = enter("auditor", "auditor").get(f"/board/requirements/R-030/{query}").content.decode()
    assert f"<h2>{heading}</h2>" in text
