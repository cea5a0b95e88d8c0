"""Problem tickets: to a department, with a due time; closed only after the user was answered (R-063, R-068)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import Department, PlatformAccount, User
from governance.public import (
    Refused,
    WrongState,
    clean_text,
    index_text,
    meet_deadline,
    move,
    open_deadlines,
    reassign_deadlines,
    record,
    require,
    tell,
)
from interactions.clocks import AccountClocks
from interactions.inbox.models import Message
from interactions.inbox.rules import TEXT_LIMIT
from interactions.tickets.models import Ticket
from interactions.tickets.workflow import SUBJECTS_BY_VALUE

TITLE_LIMIT = 120


@transaction.atomic
def open_ticket(
    account: PlatformAccount,
    department: Department,
    *,
    title: str,
    problem: str,
    actor: User,
    subject: str = "problem",
    message: Message | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Send a problem, or a suggestion, to the department concerned; its head owns it and is told."""
    require(actor, "accounts.reply", account)
    at = at or timezone.now()
    row = SUBJECTS_BY_VALUE.get(subject)
    if row is None:
        raise Refused(_("A ticket is a problem or a suggestion. Please choose one."), field="subject")
    if message is not None and message.account_id != account.pk:
        raise Refused(_("This message came to another account. Please open the ticket from the message."))
    if department.head is None or not department.head.is_active:
        raise Refused(
            _("%(name)s has no head who could answer for it. Please choose another department, or have a head named.")
            % {"name": department},
            field="department",
        )
    title = clean_text(title, field="title", limit=TITLE_LIMIT, one_line=True)
    problem = clean_text(problem.strip(), field="problem", limit=TEXT_LIMIT)
    if not (title and problem):
        raise Refused(_("Please say in a line, then in full, what the department is to settle."), field="problem")
    timed = AccountClocks(account, at).timed(row.parameter, at)
    ticket = Ticket.objects.create(
        account=account,
        message=message,
        department=department,
        owner=department.head,
        opened_by=actor,
        subject=subject,
        title=title,
        problem=problem,
        opened_at=at,
        due_at=timed.due_at,
    )
    _record("ticket.opened", ticket, actor, at)
    open_deadlines(
        [
            {
                "kind": "ticket", "object_id": ticket.pk, "purpose": "ticket", "owner_id": ticket.owner_id,
                "start": at, "account_id": account.pk, "department_id": department.pk, **timed.spec(),
            }
        ],
        at=at,
    )  # fmt: skip
    index_text("ticket", ticket.pk, account.pk, f"{title} {problem}")
    _tell(ticket, [ticket.owner_id], "ticket.opened", actor, at)
    return ticket


@transaction.atomic
def resolve_ticket(
    ticket: Ticket, result: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Ticket:
    """The department gives its result; whoever asked is told, so that the user hears of it."""
    at = at or timezone.now()
    result = clean_text(result.strip(), field="result", limit=TEXT_LIMIT)
    if not result:
        raise Refused(_("Please write the result, in words that the user can be told."), field="result")
    changes = {"result": result, "resolved_at": at, "resolved_by": actor}
    row = move(ticket, "resolve", actor=actor, version=version, changes=changes, at=at)
    meet_deadline("ticket", row.pk, "ticket", at=at)
    _tell(row, [row.opened_by_id, row.message.owner_id if row.message else None], "ticket.resolved", actor, at)
    return row


@transaction.atomic
def return_ticket(
    ticket: Ticket, *, note: str, actor: User, version: int | None = None, at: datetime | None = None
) -> Ticket:
    """Send it back with a reason: the time that was left is gone, so the clock starts anew now."""
    at = at or timezone.now()
    note = clean_text(note.strip(), field="note", limit=TEXT_LIMIT)
    timed = AccountClocks(ticket.account, at).timed(SUBJECTS_BY_VALUE[ticket.subject].parameter, at)
    changes = {"due_at": timed.due_at, "return_note": note}
    row = move(ticket, "return", actor=actor, note=note, version=version, changes=changes, at=at)
    open_deadlines(
        [
            {
                "kind": "ticket", "object_id": row.pk, "purpose": "ticket", "owner_id": row.owner_id,
                "start": at, "account_id": row.account_id, "department_id": row.department_id, **timed.spec(),
            }
        ],
        at=at,
    )  # fmt: skip
    _tell(row, [row.owner_id], "ticket.returned", actor, at)
    return row


def close_ticket(ticket: Ticket, *, actor: User, version: int | None = None, at: datetime | None = None) -> Ticket:
    """Close it, once the user has been told the result (D-6.2.2)."""
    at = at or timezone.now()
    return move(ticket, "close", actor=actor, version=version, changes={"closed_at": at}, at=at)


@transaction.atomic
def hand_ticket_on(ticket: Ticket, to: User, *, actor: User, at: datetime | None = None) -> Ticket:
    """The department gives it to one of its own people."""
    at = at or timezone.now()
    require(actor, "governance.resolve_tickets", ticket)
    row = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    if row.status == "closed":
        raise WrongState(_("This ticket is closed. There is nothing to hand on."))
    if row.department_id not in (actor.department_id, None) and actor.pk != row.owner_id:
        raise Refused(_("Only the department that the ticket went to can hand it on."))
    if to.department_id != row.department_id or not to.is_active:
        raise Refused(_("%(name)s does not work in this department.") % {"name": to}, field="to")
    row.owner = to
    row.lock_version += 1
    row.save(update_fields=["owner", "lock_version"])
    _record("ticket.handed_on", row, actor, at)
    reassign_deadlines("ticket", row.pk, to, by=actor, at=at)
    _tell(row, [to.pk], "ticket.opened", actor, at)
    return row


def _record(event: str, ticket: Ticket, actor: User, at: datetime) -> None:
    record(
        event,
        actor=actor,
        kind="ticket",
        object_id=ticket.pk,
        account_id=ticket.account_id,
        department_id=ticket.department_id,
        payload={"message": ticket.message_id, "owner": ticket.owner_id, "subject": ticket.subject},
        at=at,
    )


def _tell(ticket: Ticket, people: list[int | None], template: str, actor: User, at: datetime) -> None:
    tell(
        [person for person in people if person is not None and person != actor.pk],
        template,
        kind="ticket",
        object_id=ticket.pk,
        params={"actor": str(actor)},
        key=f"{template}:{ticket.pk}:{ticket.lock_version}",
        at=at,
    )
