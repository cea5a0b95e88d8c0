"""Passing a duty on: counted, limited, never a person's own word (R-121, D-7.2.4a)."""

from __future__ import annotations

import pytest

from accounts.public import User
from governance.deadlines.models import Deadline
from governance.deadlines.services import reassign_deadlines
from governance.duties.services import pass_duty
from governance.duties.tests.conftest import NOW, Works
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused


def clock(works: Works) -> Deadline:
    return Deadline.objects.get(kind="duty", object_id=works.duty().pk)


def test_whoever_gets_it_is_told_owns_the_clock_and_may_do_it(works: Works) -> None:
    works.sweep()
    pass_duty(works.duty(), to=works.helper, actor=works.manager, reason="She made the page", at=NOW)
    assert (clock(works).owner, clock(works).passed_on) == (works.helper, 1)
    assert Notice.objects.get(template="duty.passed_on").recipient == works.helper
    assert LedgerEntry.objects.get(event="duty.passed_on").payload["to"] == works.helper.pk
    assert works.file(actor=works.helper).filed_by == works.helper


def test_it_is_passed_on_twice_then_somebody_above_decides(works: Works) -> None:
    works.sweep()
    there = [(works.manager, works.helper), (works.helper, works.manager)]
    for actor, to in there:
        pass_duty(works.duty(), to=to, actor=actor, reason="Busy", at=NOW)
    with pytest.raises(NotAllowed, match="passed on 2 times"):
        pass_duty(works.duty(), to=works.helper, actor=works.manager, reason="Busy", at=NOW)
    pass_duty(works.duty(), to=works.helper, actor=works.boss, reason="She does it", at=NOW)
    assert clock(works).passed_on == 3


def test_only_the_owner_or_somebody_above_passes_it_on(works: Works) -> None:
    works.sweep()
    with pytest.raises(NotAllowed, match="Only manager"):
        pass_duty(works.duty(), to=works.helper, actor=works.helper, reason="Mine", at=NOW)


def test_a_person_s_own_word_is_not_passed_on(works: Works) -> None:
    works.sweep()
    with pytest.raises(NotAllowed, match="own word"):
        pass_duty(works.duty("word", person=works.worker), to=works.helper, actor=works.worker, reason="x", at=NOW)


def test_it_goes_to_somebody_who_works_here_sees_the_account_and_has_it_not_yet(works: Works) -> None:
    works.sweep()
    gone = User.objects.create_user("gone", is_active=False)
    for to in (gone, works.worker, works.manager):
        with pytest.raises(Refused) as refused:
            pass_duty(works.duty(), to=to, actor=works.manager, reason="x", at=NOW)
        assert refused.value.field == "to"


def test_nothing_is_passed_on_without_a_reason(works: Works) -> None:
    works.sweep()
    with pytest.raises(NoteRequired):
        pass_duty(works.duty(), to=works.helper, actor=works.manager, reason=" ", at=NOW)
    assert clock(works).passed_on == 0


def test_leave_and_the_system_pass_nothing_on(works: Works) -> None:
    works.sweep()
    reassign_deadlines("duty", works.duty().pk, works.helper, at=NOW)
    assert clock(works).passed_on == 0
