"""Whom a rule book means by a signature, and that a right over everything is none to sign (R-031, R-047)."""

from __future__ import annotations

from accounts.public import Department, User
from content.conftest import House
from content.review.eligibility import eligible_ids, why_not
from governance.public import bind_pack


def moved(person: User, unit: Department | None) -> User:
    person.department = unit
    person.save()
    return User.objects.get(pk=person.pk)


def test_a_superuser_signs_only_with_the_role(house: House) -> None:
    draft = house.submitted()
    root = User.objects.create_superuser("root")
    slot = house.slot(draft, "first")
    assert why_not(slot, draft, root, [slot]) is not None
    house.first_reviewer.is_superuser = True
    house.first_reviewer.save()
    assert why_not(slot, draft, User.objects.get(username="first_reviewer"), [slot]) is None


def test_the_first_signature_of_self_media_comes_from_the_authors_department(house: House) -> None:
    other = Department.objects.create(code="far", name_zh="远", name_en="Far")
    house.people["author"] = moved(house.author, house.unit)
    draft = house.submitted(house.weibo)
    slot = house.slot(draft, "first")
    assert slot.scopes == ["same_department"]
    for unit, may in ((None, False), (other, False), (house.unit, True)):
        person = moved(house.first_reviewer, unit)
        assert (why_not(slot, draft, person, [slot]) is None) is may, unit
        assert (person.pk in eligible_ids(slot, draft, [slot])) is may, unit
    person = moved(house.first_reviewer, other)
    house.unit.head = person
    house.unit.save()
    draft.refresh_from_db()
    assert why_not(slot, draft, person, [slot]) is None


def test_the_team_is_the_department_or_the_same_superior(house: House) -> None:
    bind_pack("kuaishou_health", account=house.account, actor=None)
    house.people["author"] = moved(house.author, house.unit)
    draft = house.submitted()
    slot = house.slot(draft, "first")
    slot.scopes = ["same_team"]
    person = moved(house.first_reviewer, None)
    assert why_not(slot, draft, person, [slot]) is not None
    person.superior = house.manager
    assert why_not(slot, draft, person, [slot]) is None
