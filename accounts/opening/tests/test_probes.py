"""R-003 turns breached when an account is active without its agreed request, and met again."""

from __future__ import annotations

import pytest

from accounts.models import PlatformAccount
from accounts.opening.services import waiting_request
from accounts.platforms.tests.conftest import House
from governance.public import ApprovalRequest, decide_approval, measure_now

pytestmark = pytest.mark.django_db


def test_an_account_without_an_agreed_request_breaches_r_003(house: House) -> None:
    account = house.applied()
    assert measure_now("R-003").status == "not_measured"
    PlatformAccount.objects.update(status="active")
    assert measure_now("R-003").status == "breached"
    PlatformAccount.objects.update(status="applied")
    request = waiting_request(account)
    assert request is not None
    decide_approval(request, actor=house.chief, agree=True)
    assert measure_now("R-003").status == "met"


def test_a_request_of_another_account_or_kind_does_not_count(house: House) -> None:
    account = house.opened()
    opened_by = account.opening_request_id or 0
    other = house.opened(handle="x-main", platform="x")
    assert measure_now("R-003").status == "met"
    ApprovalRequest.objects.filter(target_id=account.pk).update(target_id=other.pk)
    assert measure_now("R-003").status == "breached"
    ApprovalRequest.objects.filter(pk=opened_by).update(target_id=account.pk)
    assert measure_now("R-003").status == "met"
    ApprovalRequest.objects.filter(pk=opened_by).update(kind="leave")
    assert measure_now("R-003").bad == 1
