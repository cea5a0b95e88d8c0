"""The year of the test company."""

from __future__ import annotations

import pytest

from content.conftest import House
from content.period_plans.tests.year import Year


@pytest.fixture
def year(house: House) -> Year:
    return Year(house)
