"""The demo company's leavings: one long over, with the records of it, and one that is planned."""

from __future__ import annotations

from datetime import timedelta

from accounts.leaving.services import leave_company, plan_departure
from accounts.people.services import change_person
from governance.public import DemoCompany

# Somebody of the warehouse whose role in the company ended with their leaving, and days before the last one.
GONE, GONE_AGO = "logistics_2", 120
LEAVES, LEAVES_AHEAD, PLANNED_AGO = "service_3", 14, 3


def fill_leavings(company: DemoCompany) -> None:
    """Planned and carried out through the services, each on its day."""
    admin = company.people["admin"]
    at = company.at(company.until - timedelta(days=GONE_AGO), 10)
    change_person(
        company.people["logistics_3"], actor=admin, superior=company.people[GONE],
        at=company.at(company.since + timedelta(days=30), 10),
    )  # fmt: skip
    leave_company(company.people[GONE], actor=admin, at=at)
    plan_departure(
        company.people[LEAVES], actor=admin, leaves_on=company.until + timedelta(days=LEAVES_AHEAD),
        note="合同到期 / The contract ends", at=min(
            company.at(company.until - timedelta(days=PLANNED_AGO), 16), company.now
        ),
    )  # fmt: skip
