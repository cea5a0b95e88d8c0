"""The pages of a board that was measured: what they say and lead to, how few statements they take."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.public import PlatformAccount
from governance.access.services import seed_roles
from governance.board.models import Finding
from governance.board.services import measure_board
from governance.policies.loading import seed_policies
from governance.policies.services import bind_pack
from tests.seeding import sow

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]

ADDRESSES = ["/board/", "/board/clauses/D-1.2/", "/board/requirements/R-105/", "/board/requirements/R-127/"]


def one_bound_and_one_not() -> None:
    for handle in ("bound", "nobody-bound-me"):
        account = PlatformAccount.objects.create(
            handle=handle, platform="douyin", name_zh="号", name_en=handle, status="active"
        )
        if handle == "bound":
            bind_pack("douyin", account=account, actor=None, at=datetime(2025, 3, 3, 2, 0, tzinfo=UTC))


@pytest.fixture
def books(db: None) -> None:
    """The delivered rule books, and a board measured over two accounts: once a process, put back afterwards."""
    sow(seed_roles, seed_policies, one_bound_and_one_not, measure_board)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_board_opens(enter: Make, address: str) -> None:
    assert enter("supervisor", "supervisor").get(address).status_code == 200


def test_the_grid_takes_a_fixed_number_of_statements(enter: Make, django_assert_max_num_queries: Any) -> None:
    client = enter("supervisor", "supervisor")
    client.get("/board/")
    with django_assert_max_num_queries(13):
        text = client.get("/board/").content.decode()
    assert text.count("/board/clauses/") == 286


def test_the_clause_says_why_and_shows_the_records(enter: Make, books: None) -> None:
    client = enter("supervisor", "supervisor", PlatformAccount.objects.get(handle="nobody-bound-me"))
    text = client.get("/board/clauses/M-1.2/").content.decode()
    assert "/accounts/nobody-bound-me/" in text
    assert Finding.objects.filter(requirement_id="R-105").exists()
    assert "/accounts/nobody-bound-me/" in client.get("/board/requirements/R-105/").content.decode()


def test_the_clause_leads_to_the_records_that_keep_it(enter: Make, books: None) -> None:
    client = enter("supervisor", "supervisor", PlatformAccount.objects.get(handle="bound"))
    address = "/board/requirements/R-105/?records=kept"
    assert f'href="{address}#records"' in client.get("/board/clauses/M-1.2/").content.decode()
    text = client.get(address).content.decode()
    assert "/accounts/bound/" in text
    assert "/accounts/nobody-bound-me/" not in text


def test_the_time_of_measurement_has_its_date(enter: Make) -> None:
    client, day = enter("supervisor", "supervisor"), timezone.localtime().strftime("%Y-%m-%d")
    assert f">{day} " in client.get("/board/").content.decode()
    assert f">{day} " in client.get("/board/clauses/M-1.2/").content.decode()
