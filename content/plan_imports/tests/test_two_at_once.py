"""Two confirm the same lines in the same moment: each item is written once (PostgreSQL)."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.public import User
from content.conftest import NOW, House
from content.plan_imports.services import confirm_import
from content.plan_imports.tests.lines import GOOD, checked, csv_of
from content.plans.models import PlanItem
from content.review.tests.test_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_imports_of_one_file_write_its_items_once(house: House) -> None:
    runs = [checked(house, csv_of(GOOD)) for _turn in range(4)]
    done, refused = at_once(
        *[partial(confirm_import, run, actor=User.objects.get(pk=house.author.pk), at=NOW) for run in runs]
    )
    assert (done, refused, PlanItem.objects.count()) == (4, [], 1)


def test_one_import_that_is_confirmed_twice_is_saved_once(house: House) -> None:
    run = checked(house, csv_of(GOOD))
    done, refused = at_once(
        *[partial(confirm_import, run, actor=User.objects.get(pk=house.author.pk), at=NOW) for _turn in range(4)]
    )
    assert (done, len(refused), PlanItem.objects.count()) == (1, 3, 1)
