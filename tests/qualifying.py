"""Reviewers for tests that are about something else: qualified long before and long after whatever they do."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accounts.public import Qualification, User

FIRST, LAST = datetime(2020, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def qualify(*people: User, by: User) -> None:
    """Trained, tested and appointed by somebody else."""
    Qualification.objects.bulk_create(
        Qualification(
            person=person, training="Review", trained_on=date(2020, 1, 1), tested_on=date(2020, 1, 1), score=90,
            proof="Certificate 1", appointed_by=by, appointed_at=FIRST, valid_until=LAST,
        )
        for person in people
    )  # fmt: skip
