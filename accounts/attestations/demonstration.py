"""The demo company's statements: operators attest every quarter, staff undertake every year, a few are late."""

from __future__ import annotations

from datetime import timedelta

from accounts.attestations import rules
from accounts.attestations.kinds import operators, overseas_operators
from accounts.attestations.rules import LAWFUL_LINE, SECURITY, UNDERTAKEN, UNDERTAKING
from governance.public import DemoCompany, file_duty

# Days before the last one on which most people did it, the oldest first.
ATTESTED, UNDERTOOK = (405, 325, 243, 161, 79), (405, 55)
ROUNDS = frozenset({*ATTESTED, *UNDERTOOK})
SPREAD = 4
# The last time one operator and two others have not done it yet.
LATE_OPERATOR, LATE_STAFF = "author_zhao", ("logistics_1", "product_1")


def give_statements(company: DemoCompany, day: int) -> None:
    """What people stated so many days before the last one, through the services."""
    dice = company.dice(f"statements:{day}")
    working, abroad = (
        set(people(company.now).values_list("pk", flat=True)) for people in (operators, overseas_operators)
    )
    for username, person in company.people.items():
        at = company.at(company.until - timedelta(days=day - dice.randrange(SPREAD)), 9, dice.randrange(60))
        if day in ATTESTED and person.pk in working and not (day == ATTESTED[-1] and username == LATE_OPERATOR):
            items = [row.name for row in rules.ATTESTED if row.name != LAWFUL_LINE or person.pk in abroad]
            values = dict.fromkeys(items, True)
            file_duty(SECURITY, actor=person, person=person, values=values, at=at)
        if day in UNDERTOOK and not (day == UNDERTOOK[-1] and username in LATE_STAFF):
            values = {row.name: True for row in UNDERTAKEN}
            file_duty(UNDERTAKING, actor=person, person=person, values=values, at=at)
