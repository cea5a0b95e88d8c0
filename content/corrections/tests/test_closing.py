"""Nobody publishes on a closed account, so no correction there waits for ever (R-003, R-027)."""

from __future__ import annotations

import pytest

from accounts.public import move_account
from content.corrections.models import Correction
from content.corrections.tests.conftest import DONE, Wrong
from governance.public import Deadline, grant_role, history_of
from tests.agreeing import agreed


def close(wrong: Wrong) -> None:
    house = wrong.house
    grant_role(house.stranger, "manager", accounts=[house.account], actor=None)
    agreed("account_close", actor=house.manager, target=house.account, by=house.stranger, at=DONE)
    move_account(house.account, "close", actor=house.manager, note="The brand was sold", at=DONE)


def test_a_correction_that_was_agreed_to_ends_with_its_account(wrong: Wrong) -> None:
    row = wrong.agreed()
    close(wrong)
    row.refresh_from_db()
    assert row.status == "dropped"
    assert history_of("correction", row.pk)[0].event == "correction.ended"
    assert not Deadline.objects.open().filter(kind="correction", object_id=row.pk).exists()
    assert wrong.house.publisher.notices.filter(template="correction.ended").count() == 1


@pytest.mark.parametrize("yeses", [0, 1])
def test_one_that_waits_for_a_yes_ends_with_its_request(wrong: Wrong, yeses: int) -> None:
    row = wrong.ask()
    if yeses:
        wrong.decide(row, wrong.house.first_reviewer)
    close(wrong)
    row.refresh_from_db()
    assert row.status == "refused"
    assert not Correction.objects.open().exists()


def test_one_that_was_carried_out_stays_as_it_is(wrong: Wrong) -> None:
    row = wrong.carry_out(wrong.agreed())
    close(wrong)
    row.refresh_from_db()
    assert row.status == "done"
