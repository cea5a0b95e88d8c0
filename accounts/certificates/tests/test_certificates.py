"""Accreditations and qualifications end and are reminded of by one service; each kind says how much ends with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.accreditations.services import ACCREDITATIONS
from accounts.certificates.models import Certificate
from accounts.certificates.services import CertificateKind, end_certificate, remind_of_ends
from accounts.models import Accreditation, Qualification, User
from accounts.qualifications.services import QUALIFICATIONS
from governance.notices.models import Notice
from governance.public import LedgerEntry, WrongState, grant_role

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
# Midnight in Shanghai: the last moment of 30 June there.
END = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)


def accredited(person: User, by: User, number: str = "7") -> Certificate:
    return Accreditation.objects.create(
        person=person, profession="执业医师", issuer="卫健委", number=number, issued_on=date(2025, 1, 1), filed_by=by,
        filed_at=NOW - DAY, valid_until=END, proof_place="a", proof_sha256="0" * 64,
    )  # fmt: skip


def qualified(person: User, by: User) -> Certificate:
    return Qualification.objects.create(
        person=person, training="审核", trained_on=NOW.date(), tested_on=NOW.date(), score=90, proof="7",
        appointed_by=by, appointed_at=NOW - DAY, valid_until=END,
    )  # fmt: skip


KINDS = [
    pytest.param(ACCREDITATIONS, accredited, "2026-06-30", 2, id="accreditation"),
    pytest.param(QUALIFICATIONS, qualified, "2026-07-01", 2, id="qualification"),
]


@pytest.fixture
def people(first_rows: None) -> tuple[User, User]:
    """The holder, and who gave it."""
    manager = User.objects.create_user("manager")
    grant_role(manager, "manager", actor=None)
    return User.objects.create_user("anna"), User.objects.get(pk=manager.pk)


@pytest.mark.parametrize(("kind", "give", "day", "together"), KINDS)
def test_one_ends_with_all_of_its_holder_that_say_the_same(
    people: tuple[User, User], kind: CertificateKind[Any], give: Callable[..., Certificate], day: str, together: int
) -> None:
    first, _second = give(*people), give(*people)
    ended = end_certificate(kind, first, actor=people[1], reason="Moved", at=NOW)
    assert (len(ended), kind.rows.running(NOW).count()) == (together, 2 - together)
    assert {(row.ended_at, row.ended_by, row.end_reason) for row in ended} == {(NOW, people[1], "Moved")}
    assert LedgerEntry.objects.filter(event=f"{kind.code}.ended", actor=people[1]).count() == together
    assert Notice.objects.get(template=f"{kind.code}.ended", recipient=people[0]).object_id == first.pk
    with pytest.raises(WrongState):
        end_certificate(kind, first, actor=people[1], reason="Moved", at=NOW)


def test_an_accreditation_of_another_number_does_not_end_with_it(people: tuple[User, User]) -> None:
    first, other = accredited(*people), accredited(*people, number="8")
    assert isinstance(first, Accreditation)
    end_certificate(ACCREDITATIONS, first, actor=people[1], reason="Moved", at=NOW)
    assert list(ACCREDITATIONS.rows.running(NOW)) == [other]


@pytest.mark.parametrize(("kind", "give", "day", "together"), KINDS)
def test_the_reminder_names_the_day_and_goes_to_the_holder_and_who_renews(
    people: tuple[User, User], kind: CertificateKind[Any], give: Callable[..., Certificate], day: str, together: int
) -> None:
    row = give(*people)
    assert [remind_of_ends(kind, moment) for moment in (END - 31 * DAY, END - 29 * DAY, END - DAY)] == [0, 2, 0]
    told = Notice.objects.filter(template=f"{kind.code}.soon", object_id=row.pk)
    assert set(told.values_list("recipient", flat=True)) == {user.pk for user in people}
    assert {notice.params["until"] for notice in told} == {day}
