"""An account is applied for with whole and genuine data, and opened by somebody else (R-003, D-2.1.1-2)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import AccountRegistration, PlatformAccount, Post, User
from accounts.opening.rules import is_credit_code, is_phone, is_registration_number
from accounts.opening.services import ask_again, ask_opening, change_registration, waiting_request
from accounts.platforms.services import change_account, move_account
from accounts.platforms.tests.conftest import House
from accounts.platforms.tests.factory import CREDIT, applied_account, asked, pdf
from accounts.posts.services import appoint_to_post, list_posts
from governance.public import (
    Deadline,
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    bound_packs,
    decide_approval,
    grant_role,
    history_of,
    name_deputy,
    withdraw_approval,
)

pytestmark = pytest.mark.django_db


def request_of(account: PlatformAccount):
    found = waiting_request(account)
    assert found is not None
    return found


def test_an_account_is_active_when_somebody_else_has_agreed(house: House) -> None:
    account = house.applied(packs=("douyin",))
    assert (account.status, account.opened_on) == ("applied", None)
    early = datetime(2026, 6, 2, 20, 0, tzinfo=UTC)  # four in the morning of 3 June in China
    request = request_of(account)
    request.__class__.objects.update(asked_at=early, lapses_at=datetime(2027, 1, 1, tzinfo=UTC))
    decide_approval(request, actor=house.chief, agree=True, at=early)
    account.refresh_from_db()
    assert (account.status, account.opened_on) == ("active", date(2026, 6, 3))
    assert account.opening_request_id == request.pk
    assert bound_packs(account_id=account.pk) == ("douyin",)
    clock = Deadline.objects.of("platform_account", account.pk, "verification").get()
    assert (clock.owner, (clock.due_at - early).days) == (house.manager, 14)
    assert "platform_account.opened" in {entry.event for entry in history_of("platform_account", account.pk)}


def test_the_applicant_does_not_decide_nor_open_past_the_request(house: House) -> None:
    account = house.applied()
    with pytest.raises(NotAllowed):
        decide_approval(request_of(account), actor=house.manager, agree=True)
    for actor in (house.manager, house.chief, User.objects.create_superuser("root")):
        with pytest.raises(NotAllowed):
            move_account(account, "open", actor=actor)
    account.refresh_from_db()
    assert account.status == "applied"


def test_only_who_opens_accounts_applies(house: House) -> None:
    with pytest.raises(Denial):
        applied_account(house.stranger)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("entity", ""),
        ("entity", "​"),
        ("number", "91350100M000100Y44"),
        ("number", ""),
        ("phone", "call me"),
        ("phone", "+-() ()-1"),
        ("mail", "nobody"),
        ("recovery", "somewhere"),
        ("recovery", "A@anhe.example"),
    ],
)
def test_what_is_missing_or_made_up_is_refused_at_its_field(house: House, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        house.applied(**{field: value})
    assert refusal.value.field == field
    assert not PlatformAccount.objects.exists()


def test_a_name_of_somebody_else_needs_the_permission_and_its_paper(house: House) -> None:
    values = asked(responsible=house.manager, name_basis="authorised")
    with pytest.raises(Refused) as refusal:
        ask_opening(actor=house.manager, need="x", values=values, papers=[pdf()])
    assert refusal.value.field == "authorised_by"
    values |= {"authorised_by": "Anhe Foundation"}
    with pytest.raises(Refused) as refusal:
        ask_opening(actor=house.manager, need="x", values=values)
    assert refusal.value.field == "papers"
    account = ask_opening(actor=house.manager, need="x", values=values, papers=[pdf()])
    assert [paper.kind for paper in account.papers.all()] == ["authorisation"]
    assert account.papers.get().sha256 in request_of(account).payload["papers"]


def test_the_need_is_asked_and_a_handle_stands_once(house: House) -> None:
    with pytest.raises(NoteRequired):
        ask_opening(actor=house.manager, need=" ", values=asked(responsible=house.manager))
    house.applied()
    with pytest.raises(ValidationError):
        house.applied()
    with pytest.raises(Refused):
        house.applied(handle="new")


def test_a_refused_application_is_corrected_and_asked_again(house: House) -> None:
    account = house.applied()
    with pytest.raises(WrongState):
        change_account(account, actor=house.manager, name_en="Other")
    with pytest.raises(WrongState):
        change_registration(account, actor=house.manager, values=asked(responsible=house.manager))
    decide_approval(request_of(account), actor=house.chief, agree=False, note="Another name, please")
    account.refresh_from_db()
    assert account.status == "applied"
    values = asked(responsible=house.manager, name_en="Anhe on Weibo")
    with pytest.raises(StaleVersion):
        ask_again(account, actor=house.manager, need="Once more", values=values, version=7)
    ask_again(account, actor=house.manager, need="Once more", values=values, version=account.lock_version)
    account.refresh_from_db()
    assert account.name_en == "Anhe on Weibo"
    with pytest.raises(WrongState):
        ask_again(account, actor=house.manager, need="And once more", values=values)
    decide_approval(request_of(account), actor=house.chief, agree=True)
    with pytest.raises(WrongState):
        ask_again(account, actor=house.manager, need="Again", values=values)


def test_a_dropped_application_takes_its_request_along(house: House) -> None:
    account = house.applied()
    request = request_of(account)
    move_account(account, "drop", actor=house.manager, note="Not needed any more")
    request.refresh_from_db()
    assert request.status == "lapsed"
    with pytest.raises(WrongState):
        decide_approval(request, actor=house.chief, agree=True)


def test_a_withdrawn_application_stays_applied_for(house: House) -> None:
    account = house.applied()
    withdraw_approval(request_of(account), actor=house.manager)
    account.refresh_from_db()
    assert account.status == "applied"


def test_an_account_from_before_requests_is_agreed_to_afterwards(house: House) -> None:
    account = PlatformAccount.objects.create(
        handle="old", platform="weibo", name_zh="旧", name_en="Old", status="active", opened_on=date(2020, 1, 1)
    )
    ask_again(account, actor=house.manager, need="In use since 2020", values=asked(responsible=house.manager))
    decide_approval(request_of(account), actor=house.chief, agree=True)
    account.refresh_from_db()
    assert (account.status, account.opened_on) == ("active", date(2020, 1, 1))
    assert account.opening_request is not None
    assert not Deadline.objects.of("platform_account", account.pk, "verification").exists()


def test_contacts_are_corrected_with_a_version_and_a_trace(house: House) -> None:
    account = house.opened()
    registration = AccountRegistration.objects.get(account=account)
    values = asked(responsible=house.chief, phone="010-5555 0199")
    with pytest.raises(NotAllowed):
        change_registration(account, actor=house.stranger, values=values)
    with pytest.raises(StaleVersion):
        change_registration(account, actor=house.manager, values=values, version=registration.lock_version + 1)
    changed = change_registration(account, actor=house.manager, values=values, version=registration.lock_version)
    assert sorted(changed) == ["phone", "responsible"]
    assert history_of("account_registration", registration.pk)[0].payload == {"fields": ["phone", "responsible"]}


def test_rule_books_are_bound_by_who_may_bind_them(house: House) -> None:
    opener = User.objects.create_user("opener", superior=house.chief)
    opener.user_permissions.add(Permission.objects.get(codename="manage_accounts"))
    with pytest.raises(Refused) as refusal:
        applied_account(opener, packs=("douyin",))
    assert refusal.value.field == "packs"
    assert applied_account(opener).status == "applied"


def test_numbers_are_judged_by_their_form() -> None:
    assert is_credit_code(CREDIT)
    wrong = [CREDIT[:place] + ("2" if CREDIT[place] != "2" else "3") + CREDIT[place + 1 :] for place in range(18)]
    assert not any(is_credit_code(code) for code in [*wrong, CREDIT.lower(), CREDIT[:17], ""])
    assert is_registration_number("other", "HRB 12345 B")
    assert not any(is_registration_number("other", text) for text in ("ABC", "--12--", "<script>1</script>", "A" * 60))
    assert is_phone("0531-8888 6666")
    assert not is_phone("()")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_handle_at_once_get_one_account_and_one_sentence(house: House) -> None:
    second = User.objects.create_user("second", superior=house.chief)
    grant_role(second, "manager", actor=None)
    answers: list[object] = []
    gate = threading.Barrier(2)

    def ask(person: User) -> None:
        gate.wait()
        try:
            answers.append(applied_account(person))
        except (Refused, ValidationError) as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[person]) for person in (house.manager, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(answer, PlatformAccount) for answer in answers) == [False, True]
    assert PlatformAccount.objects.count() == 1


def test_where_a_rule_book_names_the_post_its_holder_applies_or_who_stands_in(house: House) -> None:
    named, deputy = (User.objects.create_user(name, superior=house.chief) for name in ("named", "deputy"))
    for person in (named, deputy):
        grant_role(person, "admin", actor=None)
    named, deputy = (User.objects.get(pk=person.pk) for person in (named, deputy))
    now = timezone.now()
    applied_account(deputy, packs=("douyin",), handle="before", at=now)
    list_posts(at=now)
    post = Post.objects.get(policy__code="douyin", code="account_opener")
    appoint_to_post(post, actor=deputy, person=named, at=now)
    with pytest.raises(NotAllowed, match="named") as refusal:
        applied_account(deputy, packs=("douyin",), handle="second", at=now)
    assert (refusal.value.field, PlatformAccount.objects.filter(handle="second").exists()) == ("packs", False)
    assert applied_account(named, packs=("douyin",), handle="second", at=now).status == "applied"
    ends = now + timedelta(days=1)
    name_deputy(named, deputy, begins_at=now, ends_at=ends, kind="leave", object_id=1)
    assert applied_account(deputy, packs=("douyin",), handle="third", at=now).status == "applied"
