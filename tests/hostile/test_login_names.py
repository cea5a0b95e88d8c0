"""Nobody gets a login name that the eye takes for another's."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.people.services import add_person

pytestmark = pytest.mark.django_db

MISTAKEN = {
    "a Cyrillic letter among Latin ones": "\u0430dmin",
    "a Greek letter among Latin ones": "adm\u03b9n",
    "another case": "Admin",
    "capitals": "ADMIN",
    "full width": "\uff41\uff44\uff4d\uff49\uff4e",
    "an accent": "\u00e1dmin",
    "a space behind": "admin ",
    "a zero-width space": "ad\u200bmin",
    "a joiner": "admin\u200d",
    "a direction mark": "\u202eadmin",
    "a soft hyphen": "ad\u00admin",
    "a control character": "adm\x07in",
}


@pytest.fixture
def admin() -> None:
    add_person(actor=None, username="admin")


@pytest.mark.parametrize("name", MISTAKEN.values(), ids=MISTAKEN.keys())
def test_a_name_like_anothers_is_refused_with_a_sentence(name: str, admin: None) -> None:
    with pytest.raises(ValidationError) as refused:
        add_person(actor=None, username=name)
    assert all(sentence.strip() for sentence in refused.value.message_dict["username"])


def test_a_name_all_in_another_script_that_looks_like_one_of_ours_is_refused() -> None:
    add_person(actor=None, username="cope")
    with pytest.raises(ValidationError):
        add_person(actor=None, username="\u0441\u043e\u0440\u0435")


@pytest.mark.parametrize("name", ["王小明", "li_na2", "иванова", "zoë", "小王_wang"])
def test_a_plain_name_in_any_language_is_taken(name: str, admin: None) -> None:
    assert add_person(actor=None, username=name).username == name


def test_somebody_who_has_such_a_name_already_can_still_be_changed(admin: None) -> None:
    from accounts.people.models import User
    from accounts.people.services import change_person

    boss = add_person(actor=None, username="boss", is_superuser=True)
    old = User.objects.create_user("Boss")
    change_person(old, actor=boss, display_name="Old Boss")
    assert User.objects.get(pk=old.pk).display_name == "Old Boss"
