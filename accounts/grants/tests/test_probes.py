"""R-012 turns breached by a grant without an agreed request, and back; R-001 by work past the end of a role."""

from __future__ import annotations

from accounts.grants.models import AskedGrant
from accounts.grants.tests.conftest import DAY, HOUR, NOW, Company
from accounts.models import PlatformAccount
from governance.public import (
    ApprovalRequest,
    Grant,
    Scope,
    Window,
    expire_grants,
    grant_role,
    measure_now,
    probes_of,
    record,
)

WINDOW = Window(NOW - 60 * DAY, NOW + 60 * DAY, NOW + 60 * DAY)


def found(code: str, part: str = "") -> tuple[int, int]:
    """Bad and total of one part of a requirement."""
    measure = next(row.measure for row in probes_of(code) if row.part == part)
    evidence = measure(Scope(), WINDOW)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_a_grant_without_an_agreed_request_breaches_r_012_and_its_end_mends_it(company: Company) -> None:
    request = company.given()
    assert found("R-012") == (0, 1)
    stray = Grant.objects.create(person=company.wang, role="author", begins_at=NOW, begun_by=company.admin)
    assert found("R-012") == (1, 2)
    stray.delete()
    for change in ({"status": "refused"}, {"beneficiary": company.wang}, {"asked_by": company.head}):
        before = {name: getattr(request, name) for name in change}
        ApprovalRequest.objects.filter(pk=request.pk).update(**change)
        assert found("R-012") == (1, 1), change
        ApprovalRequest.objects.filter(pk=request.pk).update(**before)
    assert found("R-012") == (0, 1)


def test_a_grant_of_another_role_than_was_asked_is_seen(company: Company) -> None:
    company.given()
    Grant.objects.filter(person=company.lin).update(role="publisher")
    assert found("R-012") == (1, 1)


def test_founding_grants_are_counted_apart_and_only_administrators_are_founded(company: Company) -> None:
    assert found("R-012", "founding") == (0, 2)
    grant_role(company.wang, "publisher", accounts=[company.account], actor=None, at=NOW)
    assert found("R-012", "founding") == (1, 3)


def test_the_board_measures_r_012(company: Company) -> None:
    company.given()
    assert measure_now("R-012", at=NOW + DAY).status == "met"
    Grant.objects.create(person=company.wang, role="author", begins_at=NOW, begun_by=company.admin)
    assert measure_now("R-012", at=NOW + DAY).status == "breached"
    Grant.objects.filter(person=company.wang).delete()
    assert measure_now("R-012", at=NOW + DAY).status == "met"


def work(company: Company, at: object) -> None:
    record(
        "draft.submitted", actor=company.lin, kind="draft", object_id=1, account_id=company.account.pk, at=at,  # type: ignore[arg-type]
    )  # fmt: skip


def test_taking_the_evidence_of_a_post_is_reading_and_needs_no_role_of_work(company: Company) -> None:
    grant_role(company.outsider, "auditor", actor=None, at=NOW - DAY)
    for event, bad in (("draft.evidence_taken", 0), ("draft.edited", 1)):
        place = company.account.pk
        record(event, actor=company.outsider, kind="draft", object_id=1, account_id=place, at=NOW + HOUR)
        assert found("R-001")[0] == bad, event


def test_work_past_the_end_of_a_role_breaches_r_001_swept_or_not(company: Company) -> None:
    company.given(until=NOW + DAY)
    work(company, NOW + HOUR)
    assert found("R-001") == (0, 1)
    work(company, NOW + DAY + HOUR)
    assert found("R-001") == (1, 2)
    expire_grants(NOW + 2 * DAY)
    assert found("R-001") == (1, 2)


def test_work_under_an_extended_role_keeps_r_001(company: Company) -> None:
    company.given(until=NOW + DAY)
    company.given(until=NOW + 9 * DAY, at=NOW + HOUR)
    work(company, NOW + 3 * DAY)
    assert found("R-001") == (0, 1)


def test_a_grant_elsewhere_or_longer_than_was_asked_breaches_r_012(company: Company) -> None:
    request = company.given()
    grant = Grant.objects.get(request=request)
    other = PlatformAccount.objects.create(handle="other", platform="weibo", name_zh="号", name_en="x")
    for change in ({"account": other}, {"account": None}):
        before = {name: getattr(grant, name) for name in change}
        Grant.objects.filter(pk=grant.pk).update(**change)
        assert found("R-012") == (1, 1), change
        Grant.objects.filter(pk=grant.pk).update(**before)
    AskedGrant.objects.filter(request=request).update(expires_at=NOW + DAY)
    assert found("R-012") == (1, 1)
    Grant.objects.filter(pk=grant.pk).update(expires_at=NOW + DAY)
    assert found("R-012") == (0, 1)
