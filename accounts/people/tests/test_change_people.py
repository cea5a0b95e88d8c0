"""People and departments are changed through services, each with a ledger entry."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.leaving.services import leave_company
from accounts.people.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person
from governance.ledger.models import LedgerEntry
from governance.public import NotAllowed, Refused, can

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("admin")


def test_a_new_person_is_in_the_ledger_and_not_their_name(admin: User) -> None:
    person = add_person(actor=admin, username="wang", display_name="王雨桐")
    entry = LedgerEntry.objects.get(event="person.created")
    assert (entry.actor, entry.object_id) == (admin, person.pk)
    assert "王雨桐" not in str(entry.payload)


def test_a_name_taken_already_is_refused_by_field(admin: User) -> None:
    with pytest.raises(ValidationError) as refused:
        add_person(actor=admin, username="admin")
    assert "username" in refused.value.message_dict


def test_a_loop_of_superiors_is_refused(admin: User) -> None:
    first = add_person(actor=admin, username="first")
    second = add_person(actor=admin, username="second", superior=first)
    with pytest.raises(Refused, match=r"further up|更上|superior|上级"):
        change_person(first, actor=admin, superior=second)
    first.refresh_from_db()
    assert first.superior is None


def test_a_department_is_never_part_of_itself(admin: User) -> None:
    whole = add_department(actor=admin, code="whole", name_zh="总部", name_en="Whole")
    part = add_department(actor=admin, code="part", name_zh="分部", name_en="Part", parent=whole)
    with pytest.raises(Refused):
        change_department(whole, actor=admin, parent=part)
    assert Department.objects.get(code="whole").parent is None


def test_nobody_changes_their_own_place(admin: User) -> None:
    person = add_person(actor=admin, username="wang")
    with pytest.raises(NotAllowed):
        change_person(person, actor=person, post="总经理")


def test_own_settings_may_be_changed(admin: User) -> None:
    person = add_person(actor=admin, username="wang")
    change_person(person, actor=person, language="en")
    assert User.objects.get(pk=person.pk).language == "en"


def test_a_closed_login_may_nothing_at_its_next_request(admin: User) -> None:
    person = User.objects.create_superuser("leaver")
    leave_company(person, actor=admin)
    assert not can(User.objects.get(pk=person.pk), "governance.view_ledger")


def test_the_last_day_is_the_companys_date_not_that_of_utc(admin: User) -> None:
    person = add_person(actor=admin, username="wang")
    leave_company(person, actor=admin, at=datetime(2026, 6, 2, 20, 0, tzinfo=UTC))
    assert User.objects.get(pk=person.pk).left_on == date(2026, 6, 3)


def test_nobody_closes_their_own_login(admin: User) -> None:
    with pytest.raises(NotAllowed):
        leave_company(admin, actor=admin)
    assert User.objects.get(pk=admin.pk).is_active


def test_a_change_that_changes_nothing_writes_nothing(admin: User) -> None:
    person = add_person(actor=admin, username="wang", post="编辑")
    before = LedgerEntry.objects.count()
    change_person(person, actor=admin, post="编辑")
    assert LedgerEntry.objects.count() == before


def test_history_keeps_no_password() -> None:
    person = add_person(actor=None, username="wang", password="a long pass phrase 9!")
    assert not hasattr(person.history.get(), "password")


@pytest.mark.parametrize("zone", ["Beijing", "../etc/passwd", "", "Asia/Shanghai\x00"])
def test_a_zone_that_nobody_knows_is_refused(admin: User, zone: str) -> None:
    with pytest.raises(Refused, match=r"zone|时区"):
        add_person(actor=admin, username="wang", time_zone=zone)
    person = add_person(actor=admin, username="wang")
    with pytest.raises(Refused):
        change_person(person, actor=admin, time_zone=zone)


def test_a_zone_from_before_stands_in_no_other_change(admin: User) -> None:
    person = add_person(actor=admin, username="wang")
    User.objects.filter(pk=person.pk).update(time_zone="Beijing")
    person.refresh_from_db()
    change_person(person, actor=admin, time_zone="Beijing", post="编辑")
    leave_company(person, actor=admin)
    assert not User.objects.get(pk=person.pk).is_active
