"""Writing down what was done, and passing a duty on: every write of people (mechanism 9, R-121, D-7.2.4a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.rules import VIEW_ACCOUNT
from governance.access.services import can
from governance.deadlines.models import Deadline
from governance.deadlines.services import reassign_deadlines, stop_clock
from governance.duties.attachments import StoredAttachment, stored_files
from governance.duties.doers import acting_for, doer_ids, why_not
from governance.duties.models import JOINED, Duty, DutyAttachment, DutyRecord
from governance.duties.opening import note, open_again
from governance.duties.places import DutyPlace
from governance.duties.rules import BOUNCE, BY_SELF, DUTY, NOTE_LIMIT, PURPOSE, RECORD, DutyKind, duty_kind
from governance.duties.workflow import OPEN
from governance.ledger.services import record
from governance.notices.services import tell
from governance.particulars.reading import kept
from governance.particulars.rules import Particular, faults_in
from governance.policies.params import param
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, WrongState
from governance.statements.writing import insert_row
from governance.texts.hygiene import clean_text
from governance.texts.listing import listed
from governance.workflow.services import move, require_version

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount, User


@dataclass(frozen=True, slots=True)
class Filing:
    """A record that was read and judged, about to be written."""

    kind: DutyKind
    place: DutyPlace
    actor: User
    payload: dict[str, Any]
    faults: list[Particular]
    note: str
    at: datetime
    files: list[StoredAttachment] = field(default_factory=list)


def asked_of(kind: DutyKind, place: DutyPlace, at: datetime) -> tuple[Particular, ...]:
    """What the kind asks in that place."""
    return kind.asked(place, at) if kind.asked is not None else kind.fields


def file_duty(
    kind: str,
    *,
    actor: User,
    account: PlatformAccount | None = None,
    department: Department | None = None,
    person: User | None = None,
    values: Mapping[str, Any],
    note: str = "",
    files: Iterable[File[bytes]] = (),
    version: int | None = None,
    at: datetime | None = None,
) -> DutyRecord:
    """Write down that it was done in that place: the open duty is met, or the next one moves on.

    `version` is the `lock_version` of the open duty that the page showed, None where it showed none. A check that
    found a fault needs a note; whoever answers for it is told, and the duty is due again soon.
    Raises KeyError for an unknown kind or field, NotAllowed naming whose duty it is, Refused naming the field that
    does not fit, NoteRequired, StaleVersion, or what the owning room refuses.
    """
    now, row = at or timezone.now(), duty_kind(kind)
    place = DutyPlace(account, department, person)
    if place.scope != row.scope:
        raise Refused(_("This is not where this is done. Please open it again from the list of duties."))
    reason = why_not(row, place, actor, now, Duty.objects.open().filter(kind=row.code).at(place).first())
    if reason is not None:
        raise NotAllowed(reason)
    asked = asked_of(row, place, now)
    payload = kept(asked, values)
    found = faults_in(asked, payload)
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    if found and not words:
        raise NoteRequired(
            _("Something is not in order: %(items)s. Please write down what, so that it can be put right.")
            % {"items": listed(str(item.label) for item in found)},
            field="note",
        )
    with stored_files(row, files, now) as stored, transaction.atomic():
        return _write(Filing(row, place, actor, payload, found, words, now, stored), version)


def _write(filing: Filing, version: int | None) -> DutyRecord:
    """The record, the duty that it meets, its clock, the ledger, and what follows."""
    kind, place, actor, now = filing.kind, filing.place, filing.actor, filing.at
    duty = Duty.objects.open().filter(kind=kind.code).at(place).select_for_update(of=("self",)).first()
    if version is not None and duty is None:
        raise WrongState(_("This was done meanwhile. Please load the page again and look at the record."))
    if duty is not None:
        require_version(duty, version)
    made = insert_row(
        DutyRecord(
            kind=kind.code, duty=duty, payload=filing.payload, faults=len(filing.faults), note=filing.note,
            filed_by=actor, acting_for=acting_for(kind, place, actor, now, duty), filed_at=now,
            valid_until=now + valid_for(kind, place, now), **place.columns,
        )
    )  # fmt: skip
    for stored in filing.files:
        DutyAttachment.objects.create(record=made, **stored.columns)
    if duty is not None:
        move(
            duty, "file", actor=actor, at=now, changes={"closed_at": now}, held=True, context={"judged": True},
            payload={"kind": kind.code, "record": made.pk},
        )  # fmt: skip
        stop_clock(DUTY, duty.pk, PURPOSE, at=now)
    record(
        "duty.filed", actor=actor, kind=RECORD, object_id=made.pk, account_id=made.account_id,
        department_id=place.home_id, at=now,
        payload={
            "kind": kind.code, "duty": made.duty_id, "fields": sorted(filing.payload),
            "faults": [item.name for item in filing.faults], "person": made.person_id,
            "acting_for": made.acting_for_id, "files": [stored.columns["sha256"] for stored in filing.files],
        },
    )  # fmt: skip
    if filing.faults:
        _put_right(filing, made)
    kind.on_filed(made, actor, now)
    return made


def valid_for(kind: DutyKind, place: DutyPlace, at: datetime) -> timedelta:
    """How long a record of that place is good: days of the rule books that bind it then."""
    where: dict[str, Any] = {"account": place.account} if place.account is not None else {"department": place.home_id}
    found = param(kind.interval, at=at, **where)
    return timedelta(days=int(found.value))


def _put_right(filing: Filing, made: DutyRecord) -> None:
    """A fault leads somewhere: whoever answers for the place is told, and it is looked at again."""
    kind, place = filing.kind, filing.place
    again = open_again(kind, place, filing.at)
    hearers = doer_ids(kind.told or kind.doer, place)
    tell(
        [*hearers, *([again.owner_id] if again.owner_id else [])], "duty.faulty", kind=RECORD, object_id=made.pk,
        params={"name": str(filing.actor), "count": len(filing.faults), "again": f"{again.due_at:%Y-%m-%d}"},
        key=f"duty.faulty:{made.pk}", at=filing.at,
    )  # fmt: skip


def pass_duty(
    duty: Duty, *, to: User, actor: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Duty:
    """Give an open duty to a colleague, who is told; its clock goes on (R-121).

    Its owner passes it on, no more often than the rule books allow in all; the owner's superior or head of department
    decides beyond that. Raises NotAllowed, Refused naming the field, NoteRequired, WrongState, StaleVersion.
    """
    now = at or timezone.now()
    words = clean_text(reason, field="reason", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = Duty.objects.select_for_update(of=("self",)).select_related(*JOINED).get(pk=duty.pk)
        require_version(locked, version)
        if locked.status != OPEN:
            raise WrongState(_("This duty is not open any more, so there is nothing to pass on."))
        clock = Deadline.objects.of(DUTY, locked.pk, PURPOSE).open().select_related("owner__department").first()
        refusal = why_not_pass(locked, clock, actor, now)
        if refusal is not None:
            raise NotAllowed(refusal)
        _check_receiver(locked, clock, to)
        if not words:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
        before = clock.owner_id if clock is not None else None
        locked.owner, locked.lock_version = to, locked.lock_version + 1
        locked.save(update_fields=["owner", "lock_version"])
        reassign_deadlines(DUTY, locked.pk, to, purpose=PURPOSE, by=actor, at=now)
        note("duty.passed_on", locked, actor, now, **{"from": before, "to": to.pk})
        tell(
            [to], "duty.passed_on", kind=DUTY, object_id=locked.pk, params={"name": str(actor), "reason": words},
            key=f"duty.passed_on:{locked.pk}:{locked.lock_version}", at=now,
        )  # fmt: skip
    return locked


def why_not_pass(duty: Duty, clock: Deadline | None, actor: User, at: datetime) -> str | None:
    """Why this person does not pass the duty on, or None."""
    kind = duty.kind_row
    if kind is None or clock is None:
        return _("This duty has no clock any more, so there is nothing to pass on.")
    if kind.doer.rule == BY_SELF:
        return _("This is a person's own word, so it cannot be passed on.")
    owner = clock.owner
    above = owner is None or actor.pk in (owner.superior_id, owner.department.head_id if owner.department else None)
    if above and (owner is not None or actor.pk in doer_ids(kind.doer, duty.place)) and not _is(owner, actor):
        return None
    if not _is(owner, actor):
        return _("Only %(name)s, or somebody above them, passes this duty on.") % {"name": owner or "–"}
    most = int(param(BOUNCE, account=duty.account, at=at).value if duty.account else param(BOUNCE, at=at).value)
    if clock.passed_on >= most:
        return _(
            "This was passed on %(times)d times already, and no more than %(most)d are allowed. Please do it, or ask"
            " your superior to decide who does it."
        ) % {"times": clock.passed_on, "most": most}
    return None


def _is(owner: User | None, actor: User) -> bool:
    return owner is not None and owner.pk == actor.pk


def _check_receiver(duty: Duty, clock: Deadline | None, to: User) -> None:
    if not to.is_active:
        raise Refused(
            _("%(name)s does not work here any more. Please choose somebody else.") % {"name": to}, field="to"
        )
    if clock is not None and clock.owner_id == to.pk:
        raise Refused(_("%(name)s has this duty already. Please choose somebody else.") % {"name": to}, field="to")
    if duty.account is not None and not can(to, VIEW_ACCOUNT, duty.account):
        raise Refused(
            _("%(name)s does not see this account. Please choose somebody who works on it.") % {"name": to},
            field="to",
        )
