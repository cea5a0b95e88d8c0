"""The words of a review say what is meant: a decision to take, criteria by name, a remark."""

from __future__ import annotations

from django.utils import translation

from content.conftest import House
from content.review.forms import DecisionForm
from content.review.models import ReviewSlot
from governance.public import criteria_words


def test_a_decision_to_take_is_not_told_as_taken(house: House) -> None:
    with translation.override("zh-hans"):
        form = DecisionForm(slot=house.slot(house.submitted(), "first"))
        assert [str(label) for _code, label in form.fields["decision"].choices] == ["批准", "批准并附备注", "要求修改"]  # type: ignore[attr-defined]
        assert str(form.fields["note"].label) == "备注"


def test_every_criterion_of_a_slot_has_a_word(house: House) -> None:
    draft = house.submitted()
    with translation.override("zh-hans"):
        for slot in ReviewSlot.objects.filter(version__draft=draft):
            for code, label in criteria_words(slot.criteria):
                assert label != code
