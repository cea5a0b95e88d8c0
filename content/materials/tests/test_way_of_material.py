"""Delivered, confirmed, returned, withdrawn, handed on: each by whom it concerns (R-043, M-2.3.1)."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from accounts.public import User
from content.conftest import NOW, House
from content.materials.services import (
    confirm_material,
    deliver_material,
    hand_material_on,
    return_material,
    withdraw_material,
)
from content.materials.tests.asking import DAY, asked, confirmed, delivered, paper
from governance.notices.models import Notice
from governance.public import Deadline, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState, name_deputy


def clock_of_request(pk: int) -> Deadline:
    return Deadline.objects.of("material_request", pk, "material").order_by("-pk")[0]


def test_files_and_words_are_delivered_and_a_file_is_kept_once(house: House) -> None:
    request = asked(house)
    files = [paper(), paper(), paper("more")]
    moved = deliver_material(request, actor=house.analyst, delivery="见附件。", files=files, at=NOW + DAY)
    assert (moved.status, moved.delivered_by, moved.files.count()) == ("delivered", house.analyst, 2)
    assert clock_of_request(request.pk).state == "running"


def test_nothing_and_files_of_another_kind_are_not_a_delivery(house: House) -> None:
    request = asked(house)
    with pytest.raises(Refused) as refusal:
        deliver_material(request, actor=house.analyst, delivery=" ", at=NOW)
    assert refusal.value.field == "delivery"
    with pytest.raises(Refused) as refusal:
        deliver_material(request, actor=house.analyst, files=[ContentFile(b"MZ\x90", name="a.exe")], at=NOW)
    assert refusal.value.field == "files"
    with pytest.raises(Refused, match="10"):
        deliver_material(request, actor=house.analyst, files=[paper(str(n)) for n in range(11)], at=NOW)
    assert request.files.count() == 0


def test_only_the_department_delivers_and_confirms(house: House) -> None:
    request = asked(house)
    with pytest.raises(NotAllowed):
        deliver_material(request, actor=house.author, delivery="自己写的", at=NOW)
    request = deliver_material(request, actor=house.analyst, delivery="见附件。", at=NOW)
    with pytest.raises(NotAllowed):
        confirm_material(request, actor=house.author, note="看着对", at=NOW)


def test_a_deputy_of_the_responsible_person_delivers_meanwhile(house: House) -> None:
    request = asked(house)
    name_deputy(house.department_head, house.publisher, begins_at=NOW, ends_at=NOW + DAY, kind="leave", object_id=1)
    assert deliver_material(request, actor=house.publisher, delivery="代交。", at=NOW).delivered_by == house.publisher


def test_accuracy_is_confirmed_with_a_note_and_the_clock_stops(house: House) -> None:
    request = delivered(house)
    with pytest.raises(NoteRequired):
        confirm_material(request, actor=house.analyst, note=" ", at=NOW + DAY)
    done = confirm_material(request, actor=house.analyst, note="与产品手册核对过。", at=NOW + DAY)
    assert (done.status, done.confirmed_by, done.accuracy_note) == ("confirmed", house.analyst, "与产品手册核对过。")
    assert clock_of_request(request.pk).state == "met"
    assert Notice.objects.filter(recipient=house.author, template="material.confirmed").exists()


def test_whoever_delivered_it_does_not_confirm_it_and_a_colleague_does(house: House) -> None:
    request = deliver_material(asked(house), actor=house.analyst, delivery="见附件。", at=NOW + DAY)
    with pytest.raises(NotAllowed) as refusal:
        confirm_material(request, actor=house.analyst, note="自己看过。", at=NOW + DAY)
    assert "同事" in str(refusal.value.sentence)
    with pytest.raises(NotAllowed):
        confirm_material(request, actor=house.publisher, note="别的部门看过。", at=NOW + DAY)
    request.refresh_from_db()
    assert request.status == "delivered"
    assert confirm_material(request, actor=house.department_head, note="核对过。", at=NOW + DAY).status == "confirmed"


def test_what_does_not_do_goes_back_with_the_reason_and_a_new_time(house: House) -> None:
    request = confirmed(house)
    with pytest.raises(NotAllowed):
        return_material(request, actor=house.analyst, note="不行", at=NOW + 2 * DAY)
    with pytest.raises(NoteRequired):
        return_material(request, actor=house.author, note="", at=NOW + 2 * DAY)
    back = return_material(request, actor=house.author, note="缺少横版照片", at=NOW + 2 * DAY)
    assert (back.status, back.confirmed_by, back.came_late) == ("returned", None, False)
    assert back.due_at > request.due_at
    assert clock_of_request(request.pk).due_at == back.due_at
    assert deliver_material(back, actor=house.analyst, delivery="补充", at=NOW + 2 * DAY).status == "delivered"


def test_what_was_late_before_a_return_stays_late(house: House) -> None:
    request = delivered(house)
    assert return_material(request, actor=house.author, note="太晚了", at=NOW + 20 * DAY).came_late


def test_it_is_withdrawn_by_who_may_write_with_the_reason(house: House) -> None:
    request = asked(house)
    with pytest.raises(NotAllowed):
        withdraw_material(request, actor=house.analyst, note="不想做", at=NOW)
    with pytest.raises(NoteRequired):
        withdraw_material(request, actor=house.author, note="", at=NOW)
    assert withdraw_material(request, actor=house.author, note="活动取消", at=NOW).status == "withdrawn"
    assert clock_of_request(request.pk).state == "cancelled"
    with pytest.raises(WrongState):
        deliver_material(request, actor=house.analyst, delivery="还是交了", at=NOW)


def test_the_department_hands_it_on_and_the_clock_goes_along(house: House) -> None:
    request = asked(house)
    with pytest.raises(Refused):
        hand_material_on(request, actor=house.department_head, to=house.publisher, at=NOW)
    with pytest.raises(NotAllowed):
        hand_material_on(request, actor=house.author, to=house.analyst, at=NOW)
    handed = hand_material_on(request, actor=house.department_head, to=house.analyst, at=NOW)
    assert (handed.responsible, clock_of_request(request.pk).owner) == (house.analyst, house.analyst)
    with pytest.raises(WrongState):
        hand_material_on(request, actor=house.analyst, to=house.department_head, version=0, at=NOW)


def test_a_page_that_is_stale_changes_nothing(house: House) -> None:
    request = delivered(house)
    with pytest.raises(StaleVersion):
        confirm_material(request, actor=house.analyst, note="好", version=0, at=NOW + DAY)


def test_whoever_sees_neither_account_nor_department_knows_of_nothing(house: House) -> None:
    request = asked(house)
    seen = type(request).objects
    assert seen.visible_to(house.analyst).count() == seen.visible_to(house.author).count() == 1
    assert not seen.visible_to(User.objects.get(pk=house.stranger.pk)).exists()
