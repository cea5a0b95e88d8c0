"""Files of the editor: each with its account, a licensed one only where its licence holds (R-029)."""

from __future__ import annotations

import pytest

from content.conftest import NOW, House
from content.drafts.forms import DraftForm
from content.drafts.services import edit_draft
from content.licences.tests.licensing import licensed_by
from governance.public import Refused


def names(form: DraftForm) -> dict[int, str]:
    return {row.value: str(label) for row, label in form.fields["assets"].choices}  # type: ignore[attr-defined]


def test_a_file_stands_with_its_picture_and_the_account_it_was_uploaded_for(house: House) -> None:
    picture = house.picture(house.weibo)
    label = names(DraftForm(actor=house.author, draft=house.draft()))[picture.pk]
    assert str(house.weibo) in label
    assert "<img" in label


def test_a_licensed_file_is_offered_and_taken_on_the_account_of_its_licence_alone(house: House) -> None:
    picture, own = house.picture(origin="licensed", licence=licensed_by(house)), house.picture(colour=(1, 2, 3))
    elsewhere = house.draft(house.weibo)
    assert set(names(DraftForm(actor=house.author, draft=elsewhere))) == {own.pk}
    assert picture.pk in names(DraftForm(actor=house.author, draft=house.draft()))
    with pytest.raises(Refused) as refusal:
        edit_draft(elsewhere, actor=house.author, assets=[picture], at=NOW)
    assert refusal.value.field == "assets"
    assert edit_draft(elsewhere, actor=house.author, assets=[own], at=NOW).asset_rows.count() == 1


def test_what_is_sent_names_no_file_that_one_may_not_see(house: House) -> None:
    hidden = house.picture()
    form = DraftForm({"assets": [str(hidden.pk)]}, actor=house.stranger)
    assert names(form) == {}
