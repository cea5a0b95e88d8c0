"""The demo company's reviewers: qualified before their first signature, renewed before the year was over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.qualifications.services import appoint_reviewer
from governance.public import DemoCompany

# Trained so many days before the test; renewed as long as it takes to leave no gap in a year.
TRAINED_BEFORE, RENEWED_AFTER = timedelta(days=2), timedelta(days=345)
COURSE = "内容审核与广告法 / Content review and advertising law"


@dataclass(frozen=True, slots=True)
class DemoReviewer:
    """A reviewer, the points of the first and of the second test, and the markets."""

    username: str
    scores: tuple[int, int]
    markets: tuple[str, ...]


REVIEWERS = (
    DemoReviewer("first_reviewer", (92, 95), ("CN", "US")),
    DemoReviewer("reviewer_fang", (86, 90), ("CN",)),
    DemoReviewer("reviewer_nina", (94, 93), ("US",)),
    DemoReviewer("final_reviewer", (90, 91), ("CN", "US")),
    DemoReviewer("final_guo", (88, 92), ("CN", "US")),
)


def fill_qualifications(company: DemoCompany) -> None:
    """Each tested and appointed in the first days, and again before that lapsed."""
    for number, row in enumerate(REVIEWERS, start=1):
        for place, score in enumerate(row.scores):
            tested_on = company.since + place * RENEWED_AFTER
            appoint_reviewer(
                company.people[row.username], actor=company.people["admin"], training=COURSE,
                trained_on=tested_on - TRAINED_BEFORE, tested_on=tested_on, score=score, markets=row.markets,
                proof=f"SH-{tested_on.year}-{number:02d}", at=company.at(tested_on, 17),
            )  # fmt: skip
