"""What of answering passes on when somebody leaves: messages, tickets, complaints, shifts (R-059, R-060, R-063)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from governance.public import Sentence, holder_ids, reassign_deadlines, record
from interactions.complaints.models import Complaint
from interactions.complaints.services import CLOCKS, REPORT, RIGHT
from interactions.inbox.models import Message
from interactions.inbox.services import REPLY
from interactions.inbox.workflow import OPEN
from interactions.rota.models import RotaShift
from interactions.tickets.models import Ticket


def _repliers(holding: Holding) -> Collection[int]:
    return holder_ids(REPLY, holding.account_id)


def _messages(person: User, at: datetime) -> list[Holding]:
    rows = Message.objects.filter(owner=person, status__in=OPEN).order_by("pk")
    return [Holding("message", pk, "", account_id) for pk, account_id in rows.values_list("pk", "account_id")]


def _hand_message(handing: Handing) -> User | None:
    row = Message.objects.select_for_update(of=("self",)).get(pk=handing.holding.object_id)
    row.owner = handing.successor
    row.lock_version += 1
    row.save(update_fields=["owner", "lock_version"])
    _passed("message.assigned", handing)
    return handing.successor


def _tickets(person: User, at: datetime) -> list[Holding]:
    rows = Ticket.objects.unclosed().filter(owner=person).order_by("pk")
    return [Holding("ticket", row.pk, row.title, row.account_id) for row in rows]


def _of_the_department(holding: Holding) -> Collection[int]:
    """Those of the department that the ticket went to, and its head."""
    department = Ticket.objects.select_related("department").get(pk=holding.object_id).department
    people = User.objects.filter(Q(department=department) | Q(pk=department.head_id), is_active=True)
    return list(people.order_by("pk").values_list("pk", flat=True))


def _hand_ticket(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    row = Ticket.objects.select_for_update(of=("self",)).get(pk=handing.holding.object_id)
    row.owner = handing.successor
    row.lock_version += 1
    row.save(update_fields=["owner", "lock_version"])
    _passed("ticket.handed_on", handing)
    return handing.successor


def _complaints(person: User, at: datetime) -> list[Holding]:
    rows = Complaint.objects.unclosed().filter(owner=person).order_by("pk")
    return [Holding("complaint", row.pk, row.title, row.account_id) for row in rows]


def _reported(person: User, at: datetime) -> list[Holding]:
    rows = Complaint.objects.unclosed().filter(superior=person).order_by("pk")
    return [Holding("complaint", row.pk, row.title, row.account_id, "reported") for row in rows]


def _handlers(holding: Holding) -> Collection[int]:
    """Who may handle complaints, but the superior to whom this one was reported."""
    superior = Complaint.objects.values_list("superior_id", flat=True).get(pk=holding.object_id)
    return [pk for pk in holder_ids(RIGHT, holding.account_id) if pk != superior]


def _not_the_owner(holding: Holding, successor: User) -> Sentence | None:
    """A complaint is reported to somebody else than its owner."""
    if Complaint.objects.filter(pk=holding.object_id, owner=successor).exists():
        return _("%(name)s handles this complaint, so it is reported to somebody else.") % {"name": successor}
    return None


def _hand_complaint(handing: Handing) -> User | None:
    """The owner's clocks pass on; the report's clock stays with the superior."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    row = Complaint.objects.select_for_update(of=("self",)).get(pk=handing.holding.object_id)
    if handing.holding.detail == "reported":
        row.superior = handing.successor
    else:
        row.owner = handing.successor
    row.lock_version += 1
    row.save(update_fields=["owner", "superior", "lock_version"])
    for purpose, _parameter in CLOCKS:
        keeper = row.superior if purpose == REPORT else row.owner
        reassign_deadlines("complaint", row.pk, keeper, purpose=purpose, at=handing.at)
    _note("complaint.handed_on", handing)
    return handing.successor


def _shifts(person: User, at: datetime) -> list[Holding]:
    rows = RotaShift.objects.filter(person=person).select_related("account").order_by("account", "weekday", "begins")
    return [
        Holding("platform_account", row.account_id, str(row), row.account_id, f"{row.weekday} {row.begins:%H:%M}")
        for row in rows
    ]


def _hand_shift(handing: Handing) -> User | None:
    """The successor is on duty then; a shift that they have at that time already is theirs once."""
    weekday, begins = handing.holding.detail.split()
    shifts = RotaShift.objects.filter(account=handing.holding.account_id, weekday=int(weekday), begins=begins)
    if shifts.filter(person=handing.successor).exists():
        shifts.filter(person=handing.person).delete()
    else:
        shifts.filter(person=handing.person).update(person=handing.successor)
    _note("rota.shift_handed_on", handing)
    return handing.successor


def _passed(event: str, handing: Handing) -> None:
    """Its clocks go with the record."""
    reassign_deadlines(handing.holding.record, handing.holding.object_id, handing.successor, at=handing.at)
    _note(event, handing)


def _note(event: str, handing: Handing) -> None:
    holding, successor = handing.holding, handing.successor
    record(
        event, actor=handing.actor, kind=holding.record, object_id=holding.object_id, account_id=holding.account_id,
        payload={"from": handing.person.pk, "to": successor.pk if successor else None}, at=handing.at,
    )  # fmt: skip


register_holding(
    HoldingKind("message", _("Messages in work"), _messages, _hand_message, takers=_repliers, bundled=True)
)
register_holding(HoldingKind("ticket", _("Problem tickets"), _tickets, _hand_ticket, takers=_of_the_department))
register_holding(HoldingKind("complaint", _("Complaints"), _complaints, _hand_complaint, takers=_handlers))
register_holding(
    HoldingKind(
        "complaint_report", _("Complaints reported to them"), _reported, _hand_complaint, why_not=_not_the_owner
    )
)
register_holding(HoldingKind("shift", _("Shifts on the rota"), _shifts, _hand_shift, takers=_repliers, bundled=True))
