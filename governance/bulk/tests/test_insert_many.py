"""Thousands of rows go in as one by one: the same values, each with its id, all or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from governance.bulk.services import FEW, insert_many
from governance.deadlines.models import Deadline

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, 0, 250, tzinfo=UTC)
COUNT = FEW + 5


def deadline(number: int) -> Deadline:
    return Deadline(
        kind="trial", object_id=number, purpose="reply", started_at=AT, counted_from=AT, due_at=AT, calendar="CN",
        clock="wall", budget=number, limit={"小时": 2} if number % 2 else None, schedule=[[50, "2026-06-01 09:00:00"]],
    )  # fmt: skip


def test_many_rows_are_stored_as_one_is() -> None:
    deadline(0).save()
    rows = insert_many([deadline(number) for number in range(1, COUNT)])
    stored = Deadline.objects.order_by("object_id")
    assert [row.pk for row in stored[1:]] == [row.pk for row in rows]
    for row in stored:
        assert (row.started_at, row.limit, row.budget) == (
            AT, {"小时": 2} if row.object_id % 2 else None, row.object_id,
        )  # fmt: skip
        assert row.schedule == [[50, "2026-06-01 09:00:00"]]
    rows[3].budget = 99
    rows[3].save()
    assert Deadline.objects.filter(budget=99).count() == 1


def test_a_row_saved_afterwards_gets_an_id_of_its_own() -> None:
    rows = insert_many([deadline(number) for number in range(COUNT)])
    late = deadline(COUNT)
    late.save()
    assert late.pk > max(row.pk for row in rows)


def test_one_row_that_breaks_a_rule_keeps_all_out() -> None:
    rows = [deadline(number) for number in range(COUNT)]
    rows[-1].object_id = 0
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(rows)
    assert not Deadline.objects.exists()


def test_few_rows_and_none_go_in_as_well() -> None:
    assert [row.object_id for row in insert_many([deadline(1), deadline(2)])] == [1, 2]
    assert list(insert_many([])) == []
