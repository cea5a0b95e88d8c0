"""A unit that is no department in use confirms nothing, and nobody confirms its facts in its place (R-037)."""

from __future__ import annotations

import pytest

from accounts.public import Department, User
from content.conftest import HOUR, NOW, House
from content.drafts.services import edit_draft
from content.review.eligibility import eligible_ids
from content.review.models import ReviewSlot
from content.review.queries import waiting_for
from content.review.submission import outlook_for, submit_draft
from governance.public import NotAllowed, Refused, grant_role

GONE = ({"code": "research"}, {"is_active": False})


@pytest.mark.parametrize("change", GONE)
def test_a_draft_that_names_no_department_is_not_submitted(house: House, change: dict[str, object]) -> None:
    draft = house.draft(house.weibo, units=["rnd"])
    Department.objects.filter(code="rnd").update(**change)
    with pytest.raises(Refused) as refused:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refused.value.field == "units"
    assert [fault.field for fault in outlook_for(draft, at=NOW).obstacles] == ["units"]
    mended = edit_draft(draft, actor=house.author, units=[], at=NOW)
    assert submit_draft(mended, actor=house.author, at=NOW).status == "first_review"


def test_nobody_confirms_the_facts_of_a_unit_that_nobody_knows(house: House) -> None:
    draft = house.submitted(house.weibo, units=["rnd"])
    other = User.objects.create_user("other_head")
    grant_role(other, "department_head", accounts=[house.weibo], actor=None)
    ReviewSlot.objects.filter(draft=draft, code="unit:rnd").update(department=None)
    slot = house.slot(draft, "unit:rnd")
    assert eligible_ids(slot, draft, [slot], NOW) == []
    for person in (other, house.department_head):
        assert not waiting_for(person).filter(pk=slot.pk).exists()
        with pytest.raises(NotAllowed):
            house.sign(draft, "unit:rnd", person, at=NOW + HOUR)
