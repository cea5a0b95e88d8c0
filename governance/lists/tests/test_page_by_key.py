"""Pages by key."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models.functions import Coalesce

from governance.ledger.models import LedgerEntry
from governance.lists.paging import page_by_key, read_token, write_token

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def people() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    User.objects.bulk_create(
        User(
            username=f"u{number:03}",
            display_name=f"n{number % 4}",
            last_login=None if number % 5 == 0 else start + timedelta(days=number % 7),
        )
        for number in range(60)
    )


ORDERS = [
    ("pk",), ("-pk",), ("display_name", "-pk"), ("-display_name", "pk"), ("last_login", "pk"), ("-last_login", "-pk"),
]  # fmt: skip
STRANGE = ["x", "%%%", "W10", "e30", "bnVsbA", "W1siPyIsMV1d", "W1sidCIsIngiXV0", "a" * 5000, "é"]


@pytest.mark.parametrize("order", ORDERS)
def test_walking_the_pages_meets_every_row_once_and_in_order(people, order) -> None:
    seen, after = [], ""
    while True:
        page = page_by_key(User.objects.all(), order=order, after=after, size=7)
        seen += [row.pk for row in page]
        after = page.next_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 60
    whole = page_by_key(User.objects.all(), order=order, size=100)
    assert seen == [row.pk for row in whole]


@pytest.mark.parametrize("token", STRANGE)
def test_a_token_changed_by_hand_leads_to_the_first_page(people, token) -> None:
    page = page_by_key(User.objects.all(), order=("pk",), after=token, size=5)
    assert page.after == ""
    assert len(page) == 5


FORGED = [
    '[["v","abc"],["v",1]]', '[["v",5],["v",1]]', '[["t",5],["v",1]]', '[["v","2025-01-01"],["v","x"]]',
    '[["t","2025-01-01T00:00:00"],["v",1]]', '[["t","0001-01-01T00:00:00+14:00"],["v",1]]', '[["v",true],["v",1]]',
    '[["t","2025-01-01T00:00:00+00:00"],["v",1e400]]', '[["t","2025-01-01T00:00:00+00:00"],["v",null]]',
    '[["t","2025-01-01T00:00:00+00:00"],["v",99999999999999999999999]]', '[["m","NaN"],["v",1]]',
    '[["m","1e999999"],["v",1]]', "[" * 1400 + "]" * 100,
]  # fmt: skip
NAMES = ['[["v","n\\u0000"],["v",1]]', '[["v","n1"],["d","2025-01-01"]]', '[["v","n1"],["t","x"]]']


def token_of(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("text", FORGED)
def test_a_token_with_values_that_the_fields_cannot_hold_leads_to_the_first_page(people, text, filled) -> None:
    order = ("date_joined", "pk") if filled else ("last_login", "pk")
    page = page_by_key(User.objects.all(), order=order, after=token_of(text), size=5, filled=filled)
    assert (page.after, len(page)) == ("", 5)


@pytest.mark.parametrize("text", NAMES)
def test_a_forged_name_leads_to_the_first_page(people, text) -> None:
    page = page_by_key(User.objects.all(), order=("display_name", "-pk"), after=token_of(text), size=5)
    assert (page.after, len(page)) == ("", 5)


def test_a_list_in_the_order_of_an_annotation_is_paged_too(people) -> None:
    rows = User.objects.annotate(shown_at=Coalesce("last_login", "date_joined"))
    seen, after = [], ""
    while True:
        page = page_by_key(rows, order=("shown_at", "pk"), after=after, size=7)
        seen += [row.pk for row in page]
        if not (after := page.next_after):
            break
    assert len(seen) == len(set(seen)) == 60
    assert len(page_by_key(rows, order=("shown_at", "pk"), after=token_of('[["v","abc"],["v",1]]'), size=5)) == 5


def test_a_token_is_the_place_of_a_row(people) -> None:
    row = User.objects.exclude(last_login=None).first()
    assert row is not None
    assert read_token(write_token(row, ("last_login", "pk")), 2) == [row.last_login, row.pk]


def test_a_count_stops_at_a_thousand_and_one(django_assert_num_queries) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    LedgerEntry.objects.bulk_create(LedgerEntry(event="x.y", kind="k", object_id=n, at=now) for n in range(1100))
    with django_assert_num_queries(2):
        page = page_by_key(LedgerEntry.objects.all(), order=("-pk",))
        assert page.count == 1001
    assert page.rows[0].object_id == 1099


def test_a_list_of_one_page_is_not_counted_again(people, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert page_by_key(User.objects.all(), order=("pk",), size=100).count == 60
