"""Asking for roles: for whom, of whom, what is refused and with which sentence (R-012, D-2.3.2)."""

from __future__ import annotations

import pytest

from accounts.grants.asking import ask_grants, wishes_like, wishes_of
from accounts.grants.models import AskedGrant
from accounts.grants.tests.conftest import DAY, NOW, Company
from accounts.models import PlatformAccount, User
from governance.notices.models import Notice
from governance.public import (
    ApprovalRequest,
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    bind_pack,
    grant_role,
    hand_request_on,
    revoke_role,
)


def deciders(request: ApprovalRequest) -> list[User]:
    return [row.person for row in request.deciders.order_by("pk")]


def test_the_rule_book_of_the_account_says_who_decides(company: Company) -> None:
    assert deciders(company.ask()) == [company.head]
    douyin = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音", name_en="Douyin", status="active"
    )
    bind_pack("douyin", account=douyin, actor=None, at=NOW - 400 * DAY)
    User.objects.filter(pk=company.lin.pk).update(superior=company.wang)
    request = company.ask(User.objects.get(pk=company.lin.pk), accounts=[douyin])
    assert deciders(request) == [company.wang]


def test_accounts_of_different_rule_books_are_asked_of_different_people(company: Company) -> None:
    facebook = PlatformAccount.objects.create(
        handle="facebook-main", platform="facebook", name_zh="脸书", name_en="Facebook", status="active", market="US"
    )
    bind_pack("overseas", account=facebook, actor=None, at=NOW - 400 * DAY)
    requests = ask_grants(
        [company.lin], wishes_of(["author"], [company.account, facebook]), actor=company.admin, reason="Both", at=NOW
    )
    assert sorted(row.kind for row in requests) == ["grant_by_marketing", "grant_by_overseas"]


def test_whoever_asks_or_gains_does_not_decide(company: Company) -> None:
    by_the_head = company.ask(actor=company.head)
    assert company.head not in deciders(by_the_head)
    for_the_head = company.ask(company.head, role="publisher")
    assert company.head not in deciders(for_the_head)
    assert deciders(for_the_head) == [company.chief]


def test_for_oneself_the_department_and_ones_people_and_nobody_else(company: Company) -> None:
    for actor in (company.lin, company.wang, company.head, company.admin):
        role = "author" if actor == company.admin else "publisher"
        request = company.ask(role=role, actor=actor, at=NOW)
        assert request.beneficiary == company.lin
        ApprovalRequest.objects.filter(pk=request.pk).update(status="withdrawn")
    with pytest.raises(Denial):
        company.ask(actor=company.outsider)
    with pytest.raises(Denial):
        company.ask(company.outsider, actor=company.lin)


def test_several_people_and_roles_at_once(company: Company) -> None:
    requests = ask_grants(
        [company.lin, company.wang], wishes_of(["author", "publisher"], [company.account]), actor=company.admin,
        reason="Both write and publish", at=NOW,
    )  # fmt: skip
    assert [row.beneficiary for row in requests] == [company.lin, company.wang]
    assert [row.asked_grants.count() for row in requests] == [2, 2]
    assert Notice.objects.filter(recipient=company.head, template="approval.to_decide").count() == 2


def test_somebody_new_asks_for_the_rights_of_a_colleague(company: Company) -> None:
    for role in ("author", "publisher"):
        company.given(company.wang, role)
    alike = wishes_like(company.wang, NOW, actor=company.admin)
    request = ask_grants([company.lin], alike.wishes, actor=company.admin, reason="Same post", at=NOW)[0]
    assert {(row.role, row.account) for row in request.asked_grants.all()} == {
        ("author", company.account), ("publisher", company.account),
    }  # fmt: skip


def test_what_is_held_with_the_same_end_is_left_out(company: Company) -> None:
    company.given()
    with pytest.raises(Refused, match="already"):
        company.ask()
    request = ask_grants(
        [company.lin], wishes_of(["author", "publisher"], [company.account]), actor=company.admin, reason="x", at=NOW
    )[0]  # fmt: skip
    assert list(request.asked_grants.values_list("role", flat=True)) == ["publisher"]


def test_the_same_is_not_asked_twice(company: Company) -> None:
    company.ask()
    with pytest.raises(WrongState, match="already"):
        company.ask(actor=company.lin)
    assert AskedGrant.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"accounts": []}, "accounts"),
        ({"role": "boss"}, "roles"),
        ({"until": NOW - DAY}, "until"),
        ({"until": NOW + 2000 * DAY}, "until"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    company: Company, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        company.ask(**change)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not ApprovalRequest.objects.exists()


def test_a_reason_is_needed(company: Company) -> None:
    with pytest.raises(NoteRequired):
        company.ask(reason="")


def test_a_closed_account_and_a_closed_login_get_nothing(company: Company) -> None:
    PlatformAccount.objects.update(status="closed")
    company.account.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        company.ask()
    User.objects.filter(pk=company.lin.pk).update(is_active=False)
    with pytest.raises(Denial):
        company.ask(role="legal", accounts=[])


def test_the_only_one_who_manages_people_is_told_what_to_do(company: Company) -> None:
    revoke_role(company.second_admin, "admin", actor=None)
    User.objects.update(superior=None)
    company.marketing.head = None
    company.marketing.save()
    company.outsider.department = None
    lonely = User.objects.get(pk=company.outsider.pk)
    with pytest.raises(NotAllowed, match="enter a superior"):
        company.ask(lonely)
    User.objects.filter(pk=lonely.pk).update(superior=company.chief)
    request = company.ask(User.objects.get(pk=lonely.pk))
    assert deciders(request) == [company.chief]


def test_another_who_manages_people_decides_where_nobody_else_is_left(company: Company) -> None:
    User.objects.update(superior=None)
    company.marketing.head = None
    company.marketing.save()
    request = company.ask(User.objects.get(pk=company.outsider.pk))
    assert deciders(request) == [company.second_admin]


def elsewhere() -> PlatformAccount:
    """An account of no department, on which nobody of marketing holds anything."""
    account = PlatformAccount.objects.create(
        handle="douyin-other", platform="douyin", name_zh="别处", name_en="Elsewhere", status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - 400 * DAY)
    return account


def test_on_accounts_that_one_does_not_see_nothing_is_asked_and_nothing_told(company: Company) -> None:
    other = elsewhere()
    with pytest.raises(Refused, match="on accounts that you see") as refused:
        company.ask(actor=company.head, accounts=[company.account, other])
    assert refused.value.field == "accounts"
    assert other.handle not in str(refused.value)
    assert not ApprovalRequest.objects.exists()
    grant_role(company.head, "analyst", accounts=[other], actor=None, at=NOW)
    company.ask(actor=User.objects.get(pk=company.head.pk), accounts=[company.account, other])


def test_the_rights_of_a_colleague_end_where_the_asker_sees_no_more(company: Company) -> None:
    other = elsewhere()
    grant_role(company.wang, "author", accounts=[company.account, other], actor=None, at=NOW)
    alike = wishes_like(company.wang, NOW, actor=company.lin)
    assert ([wish.account for wish in alike.wishes], alike.left_out) == ([company.account], 1)
    assert wishes_like(company.wang, NOW, actor=company.admin).left_out == 0


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_a_role_over_the_company_takes_an_administrator_and_no_superior(company: Company, role: str) -> None:
    request = company.ask(role=role, accounts=[])
    assert request.kind == "grant_by_administrator"
    assert deciders(request) == [company.second_admin]
    with pytest.raises(NotAllowed):
        company.agree(request, company.head)
    with pytest.raises(NotAllowed):
        company.agree(request, company.admin)
    company.agree(request)
    assert request.grants.get().role == role


def test_where_no_other_administrator_is_left_a_role_over_the_company_is_not_asked(company: Company) -> None:
    revoke_role(company.second_admin, "admin", actor=None)
    with pytest.raises(NotAllowed, match="reaches over the whole company"):
        company.ask(role="auditor", accounts=[])
    assert deciders(company.ask(role="auditor", accounts=[], actor=company.lin)) == [company.admin]


def test_an_administrator_who_asked_before_does_not_give_a_role_over_the_company(company: Company) -> None:
    handed = hand_request_on(company.ask(role="auditor", accounts=[]), company.head, actor=None, at=NOW)
    assert deciders(handed) == [company.second_admin]
    with pytest.raises(NotAllowed):
        company.agree(handed, company.admin)


def test_a_request_from_before_the_rule_gives_no_role_over_the_company(company: Company) -> None:
    request = company.ask()
    AskedGrant.objects.filter(request=request).update(role="auditor", account=None)
    with pytest.raises(WrongState, match="administrator"):
        company.agree(request)
