"""Complaints: every step is required and written down; none closes with a gap (R-065, R-066, R-067)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import (
    NotAllowed,
    Refused,
    can,
    clean_text,
    holders,
    index_text,
    meet_deadline,
    move,
    open_deadlines,
    reassign_deadlines,
    record,
    require,
    require_version,
    tell,
)
from interactions.clocks import AccountClocks
from interactions.complaints.models import ROUND_FIELDS, Complaint, ComplaintRound
from interactions.inbox.models import Message
from interactions.inbox.rules import TEXT_LIMIT

RIGHT = "governance.handle_complaints"
APPROVE = "governance.approve_remedies"
TITLE_LIMIT = 120
REPORT = "complaint_report"
# Purposes of the clocks that start with a complaint, and the parameters of their limits.
CLOCKS = (
    ("complaint_ack", "complaint.ack"),
    (REPORT, "complaint.report"),
    ("complaint", "complaint.close"),
)
# What a round that begins anew leaves behind; it stands in `ComplaintRound`.
NEW_ROUND: dict[str, Any] = {
    "closed_at": None, "told_at": None, "told_text": "", "cause": "", "solution": "", "harm_confirmed": False,
    "superior_received_at": None, "remedy_kind": "", "remedy": "", "remedy_by": None, "remedy_approved_by": None,
    "remedy_approved_at": None, "remedy_proof": "", "remedy_done_at": None,
}  # fmt: skip


@transaction.atomic
def receive_complaint(
    account: PlatformAccount,
    *,
    title: str,
    description: str,
    actor: User,
    message: Message | None = None,
    received_at: datetime | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Register a complaint, from a message or by hand; the report to the superior goes out with it (R-066)."""
    require(actor, RIGHT, account)
    at = at or timezone.now()
    start = received_at or (message.posted_at if message else at)
    if start > at:
        raise Refused(_("A complaint cannot come in the future. Please check its time."), field="received_at")
    title = clean_text(title, field="title", limit=TITLE_LIMIT, one_line=True)
    description = _said(description, "description", foreign=True)
    if not title:
        raise Refused(_("Please give the complaint a title."), field="title")
    if message is not None:
        if message.account_id != account.pk:
            raise Refused(_("This message came to another account. Please open the complaint from the message."))
        Message.objects.select_for_update(of=("self",)).get(pk=message.pk)  # the second of two at once waits here
        if Complaint.objects.filter(message=message).exists():
            raise Refused(_("This message is a complaint already. Please open that complaint."))
    superior = _superior_of(actor, account)
    clocks = AccountClocks(account, at)
    complaint = Complaint.objects.create(
        account=account,
        message=message,
        title=title,
        description=description,
        owner=actor,
        superior=superior,
        report=description,
        reported_at=at,
        received_at=start,
        due_at=clocks.timed("complaint.close", start).due_at,
    )
    _record("complaint.received", complaint, actor, at)
    _open_clocks(complaint, CLOCKS, clocks, start, at)
    index_text("complaint", complaint.pk, account.pk, f"{title} {description}")
    _tell(complaint, [superior.pk], "complaint.reported", actor, at, urgent=True)
    return complaint


def _superior_of(owner: User, account: PlatformAccount) -> User:
    """Whom it is reported to: the superior, else the head of a department concerned, else who approves remedies."""
    heads = [
        department.head for department in (account.department, owner.department) if department and department.head
    ]
    for person in (owner.superior, *heads, *holders(APPROVE)[:2]):
        if person is not None and person.is_active and person.pk != owner.pk:
            return person
    raise Refused(_("Nobody stands above you who could receive the report. Please have a superior named first."))


def _said(text: str, field: str, *, foreign: bool = False) -> str:
    text = clean_text(text.strip(), field=field, limit=TEXT_LIMIT, foreign=foreign)
    if not text:
        raise Refused(_("Please fill this in: no step of a complaint may be left empty."), field=field)
    return text


@transaction.atomic
def accept_complaint(
    complaint: Complaint, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Accept it and own it from now on."""
    at = at or timezone.now()
    if actor.pk == complaint.superior_id:
        raise Refused(_("This complaint was reported to you. Please have somebody else accept it."))
    changes = {"accepted_at": at, "owner": actor}
    row = move(complaint, "accept", actor=actor, version=version, changes=changes, at=at)
    meet_deadline("complaint", row.pk, "complaint_ack", at=at)
    reassign_deadlines("complaint", row.pk, actor, purpose="complaint", at=at)
    return row


@transaction.atomic
def investigate_complaint(
    complaint: Complaint,
    cause: str,
    *,
    harm_confirmed: bool,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Record the cause, and whether somebody was harmed: then a remedy is needed (R-067).

    Harm that was confirmed once is taken back only by somebody else who approves remedies.
    """
    changes = {"cause": _said(cause, "cause"), "harm_confirmed": harm_confirmed}
    row = _locked(complaint, version)
    owner = actor.pk in (row.owner_id, row.remedy_by_id)
    if row.harm_confirmed and not harm_confirmed and (owner or not can(actor, APPROVE, row)):
        raise Refused(
            _("Harm was confirmed before. Only somebody else who approves remedies can record that there was none."),
            field="harm_confirmed",
        )
    return move(
        row,
        "investigate",
        actor=actor,
        version=version,
        changes=changes,
        payload={"harm": harm_confirmed},
        at=at,
        held=True,
    )


def solve_complaint(
    complaint: Complaint, solution: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Record the solution."""
    changes = {"solution": _said(solution, "solution")}
    return move(complaint, "solve", actor=actor, version=version, changes=changes, at=at)


def tell_complainant(
    complaint: Complaint, told_text: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Record what the user was told, and when."""
    at = at or timezone.now()
    changes = {"told_text": _said(told_text, "told_text"), "told_at": at}
    return move(complaint, "tell", actor=actor, version=version, changes=changes, at=at)


@transaction.atomic
def close_complaint(
    complaint: Complaint, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Close it; refused while the superior's receipt, a remedy or an answer is missing."""
    at = at or timezone.now()
    row = move(complaint, "close", actor=actor, version=version, changes={"closed_at": at}, at=at)
    meet_deadline("complaint", row.pk, "complaint", at=at)
    return row


@transaction.atomic
def reopen_complaint(
    complaint: Complaint, *, note: str, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Open it again with a reason. Of a closed one the round is kept and a new one begins: with clocks of its own,
    a receipt of the superior, and a remedy where harm is found.
    """
    at = at or timezone.now()
    locked = _locked(complaint, version)
    if locked.closed_at is None:
        return move(locked, "reopen", actor=actor, note=note, changes={"told_at": None}, at=at, held=True)
    clocks = AccountClocks(locked.account, at)
    past = {name: getattr(locked, name) for name in ROUND_FIELDS}
    changes = {**NEW_ROUND, "due_at": clocks.timed("complaint.close", at).due_at, "reported_at": at}
    row = move(locked, "reopen", actor=actor, note=note, changes=changes, at=at, held=True)
    number = row.rounds.count() + 1
    ComplaintRound.objects.create(complaint=row, number=number, reopened_at=at, reopened_by=actor, **past)
    _open_clocks(row, [clock for clock in CLOCKS if clock[0] in (REPORT, "complaint")], clocks, at, at)
    _tell(row, [row.superior_id], "complaint.reported", actor, at, urgent=True)
    return row


def _open_clocks(
    complaint: Complaint, clocks: Sequence[tuple[str, str]], account: AccountClocks, start: datetime, at: datetime
) -> None:
    """The report is the superior's, the rest is the owner's."""
    open_deadlines(
        [
            {
                "kind": "complaint", "object_id": complaint.pk, "purpose": purpose,
                "owner_id": complaint.superior_id if purpose == REPORT else complaint.owner_id,
                "start": start, "account_id": complaint.account_id,
                "department_id": complaint.account.department_id, **account.timed(parameter, start).spec(),
            }
            for purpose, parameter in clocks
        ],
        at=at,
    )  # fmt: skip


@transaction.atomic
def confirm_report(
    complaint: Complaint, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """The superior confirms to have received the report (R-066, O-5.1.3)."""
    at = at or timezone.now()
    row = _locked(complaint, version)
    if actor.pk != row.superior_id:
        raise NotAllowed(_("This report went to %(name)s, who must confirm it in person.") % {"name": row.superior})
    if row.superior_received_at is not None:
        raise Refused(_("You have confirmed this report already."))
    row = _write(row, {"superior_received_at": at}, "complaint.superior_received", actor, at)
    meet_deadline("complaint", row.pk, REPORT, at=at)
    return row


@transaction.atomic
def decide_remedy(
    complaint: Complaint,
    kind: str,
    remedy: str,
    *,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Propose how the harm is made good; whoever may approve it is told (R-067, M-7.3.3)."""
    at = at or timezone.now()
    require(actor, RIGHT, complaint)
    row = _locked(complaint, version)
    _open_with_harm(row)
    if row.remedy_approved_by_id is not None:
        raise Refused(_("A remedy is approved already. Please carry it out."))
    if kind not in dict(row._meta.get_field("remedy_kind").choices or ()):
        raise Refused(_("Please choose an apology, a compensation or both."), field="kind")
    changes = {"remedy_kind": kind, "remedy": _said(remedy, "remedy"), "remedy_by": actor}
    row = _write(row, changes, "complaint.remedy_decided", actor, at)
    people = holders(APPROVE).values_list("pk", flat=True)
    _tell(row, list(people), "complaint.remedy_to_approve", actor, at)
    return row


@transaction.atomic
def approve_remedy(
    complaint: Complaint, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Somebody else says yes to it."""
    at = at or timezone.now()
    require(actor, APPROVE, complaint)
    row = _locked(complaint, version)
    _open_with_harm(row)
    if not row.remedy or row.remedy_by_id is None:
        raise Refused(_("No remedy is proposed yet. Please have one decided first."))
    if row.remedy_approved_by_id is not None:
        raise Refused(_("This remedy is approved already."))
    if row.remedy_by_id == actor.pk:
        raise Refused(_("You proposed this remedy yourself. Please ask somebody else to approve it."))
    changes = {"remedy_approved_by": actor, "remedy_approved_at": at}
    row = _write(row, changes, "complaint.remedy_approved", actor, at)
    _tell(row, [row.remedy_by_id, row.owner_id], "complaint.remedy_approved", actor, at)
    return row


@transaction.atomic
def carry_out_remedy(
    complaint: Complaint, proof: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Record that it was carried out, and the proof: receipt, link, number of the transfer."""
    at = at or timezone.now()
    require(actor, RIGHT, complaint)
    row = _locked(complaint, version)
    _open_with_harm(row)
    if row.remedy_approved_by_id is None:
        raise Refused(_("This remedy is not approved yet. Please wait for the approval."))
    if row.remedy_done_at is not None:
        raise Refused(_("This remedy was carried out already."))
    changes = {"remedy_proof": _said(proof, "proof"), "remedy_done_at": at}
    return _write(row, changes, "complaint.remedy_done", actor, at)


def _open_with_harm(complaint: Complaint) -> None:
    if complaint.status == "closed":
        raise Refused(_("This complaint is closed. Please open it again first."))
    if not complaint.harm_confirmed:
        raise Refused(_("No harm was confirmed, so no remedy is needed. Please record the cause first."))


def _locked(complaint: Complaint, version: int | None) -> Complaint:
    """The complaint under its lock, as the page showed it: nobody approves words that they have not read."""
    row = Complaint.objects.select_for_update(of=("self",)).select_related("account").get(pk=complaint.pk)
    require_version(row, version)
    return row


def _write(complaint: Complaint, changes: dict[str, Any], event: str, actor: User, at: datetime) -> Complaint:
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.lock_version += 1
    complaint.save(update_fields=[*changes, "lock_version"])
    _record(event, complaint, actor, at)
    return complaint


def _record(event: str, complaint: Complaint, actor: User, at: datetime) -> None:
    record(
        event,
        actor=actor,
        kind="complaint",
        object_id=complaint.pk,
        account_id=complaint.account_id,
        payload={"message": complaint.message_id, "owner": complaint.owner_id, "superior": complaint.superior_id},
        at=at,
    )


def _tell(
    complaint: Complaint, people: list[int | None], template: str, actor: User, at: datetime, *, urgent: bool = False
) -> None:
    tell(
        [person for person in people if person is not None and person != actor.pk],
        template,
        kind="complaint",
        object_id=complaint.pk,
        params={"actor": str(actor)},
        key=f"{template}:{complaint.pk}:{complaint.lock_version}",
        at=at,
        urgent=urgent,
    )
