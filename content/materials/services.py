"""Asking a department for material, delivering, confirming its accuracy, returning, withdrawing (R-043)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.materials.asking import require_responsible
from content.materials.models import MaterialFile, MaterialRequest
from content.materials.rules import (
    DUE,
    FILES_AT_ONCE,
    FILES_MOST,
    FOLDER,
    KIND,
    PURPOSE,
    SORTS,
    TEXT_LIMIT,
    TITLE_LIMIT,
    WRITE,
)
from content.materials.workflow import OPEN, supplies
from governance.public import (
    ATTACHMENTS,
    CheckedFile,
    Limit,
    NotAllowed,
    Refused,
    WrongState,
    can,
    cancel_deadline,
    check_file,
    clean_text,
    clock_of,
    has_visible_text,
    keep_under_hash,
    meet_deadline,
    move,
    open_deadline,
    param,
    reassign_deadlines,
    record,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import Closing, Department, PlatformAccount, User
    from content.drafts.models import Draft
    from content.plans.models import PlanItem


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was checked and lies under its hash; no record names it yet."""

    file: CheckedFile
    place: str


def usual_due(account: PlatformAccount, at: datetime) -> datetime:
    """When material asked for now is due by the rule books of the account: three working days where none differs."""
    limit = Limit.of(param(DUE, account=account, at=at).value)
    return clock_of(account.calendar).due(limit, at)


def ask_material(
    *, actor: User, account: PlatformAccount, department: Department, sort: str, title: str, need: str,
    due_at: datetime | None = None, responsible: User | None = None, plan_item: PlanItem | None = None,
    draft: Draft | None = None, at: datetime | None = None,
) -> MaterialRequest:  # fmt: skip
    """Ask a department for something by a time; the responsible person owns the clock and is told.

    Without `due_at` the limit of the rule books counts, without `responsible` the head answers. Raises NotAllowed,
    or Refused naming the field.
    """
    now = at or timezone.now()
    if not can(actor, WRITE, account):
        raise NotAllowed(
            _("You may not ask for material for %(account)s. Ask its manager for the right.") % {"account": account},
            field="account",
        )
    words = {
        "title": _words(title, "title", TITLE_LIMIT, _("Please say in a line what is needed."), one_line=True),
        "need": _words(need, "need", TEXT_LIMIT, _("Please say what exactly is needed, so that the first try fits.")),
    }
    if sort not in dict(SORTS):
        raise Refused(_("Please choose what kind of material it is."), field="sort")
    for name, hung_on in (("plan_item", plan_item), ("draft", draft)):
        if hung_on is not None and hung_on.account_id != account.pk:
            raise Refused(_("This belongs to another account. Choose one of the account above."), field=name)
    if due_at is not None and due_at <= now:
        raise Refused(_("This time has passed. Choose a later one, or leave it empty."), field="due_at")
    owner = require_responsible(department, responsible)
    with transaction.atomic():
        row = MaterialRequest.objects.create(
            account=account, department=department, plan_item=plan_item, draft=draft, sort=sort, asked_by=actor,
            asked_at=now, responsible=owner, due_at=due_at or usual_due(account, now), **words,
        )  # fmt: skip
        _start_clock(row, now)
        payload = {
            "owner": owner.pk,
            "due_at": row.due_at.isoformat(),
            "plan": row.plan_item_id,
            "draft": row.draft_id,
        }
        _note("material.asked", row, actor, now, **payload)
        _tell("material.asked", row, [owner.pk], actor, now)
    return row


def store_files(files: Sequence[Any]) -> list[StoredFile]:
    """Check the files and put them in their place, outside any transaction; Refused naming `files`."""
    if len(files) > FILES_AT_ONCE:
        raise Refused(_("At most %(most)d files come at once.") % {"most": FILES_AT_ONCE}, field="files")
    checked = [check_file(file, ATTACHMENTS, field="files") for file in files]
    return [StoredFile(row, keep_under_hash(row, FOLDER)) for row in checked]


def deliver_material(
    request: MaterialRequest, *, actor: User, delivery: str = "", files: Sequence[Any] = (),
    version: int | None = None, at: datetime | None = None,
) -> MaterialRequest:  # fmt: skip
    """Hand over words, files or both; the clock runs on until a colleague there confirms the accuracy."""
    now = at or timezone.now()
    reason = supplies(request, actor, {"at": now})
    if reason is not None:
        raise NotAllowed(reason)
    words = clean_text(delivery, field="delivery", limit=TEXT_LIMIT).strip()
    words = words if has_visible_text(words) else ""
    if not words and not files:
        raise Refused(_("Please write what is delivered, or add the files."), field="delivery")
    stored = store_files(files)
    with transaction.atomic():
        changes = {"delivery": words, "delivered_by": actor, "delivered_at": now}
        moved = move(
            request, "deliver", actor=actor, version=version, at=now, changes=changes, context={"at": now},
            payload={"files": [row.file.sha256 for row in stored]},
        )  # fmt: skip
        _keep_files(moved, stored, actor, now)
        _tell("material.delivered", moved, [moved.responsible_id, moved.asked_by_id], actor, now)
    return moved


def _keep_files(request: MaterialRequest, stored: list[StoredFile], actor: User, now: datetime) -> None:
    """The rows of the files; one that is there already is not kept twice."""
    there = set(request.files.values_list("sha256", flat=True))
    fresh = {row.file.sha256: row for row in stored if row.file.sha256 not in there}
    if len(there) + len(fresh) > FILES_MOST:
        raise Refused(_("A request keeps at most %(most)d files.") % {"most": FILES_MOST}, field="files")
    for row in fresh.values():
        MaterialFile.objects.create(
            request=request, place=row.place, shown_name=row.file.shown_name, mime=row.file.row.mime,
            size=row.file.size, sha256=row.file.sha256, added_by=actor, added_at=now,
        )  # fmt: skip


def confirm_material(
    request: MaterialRequest, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> MaterialRequest:
    """Somebody else of the department says how they know that the material is right; with that the request is met.

    Raises NotAllowed for other departments and for whoever delivered it, NoteRequired, WrongState, StaleVersion.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=TEXT_LIMIT).strip()
    with transaction.atomic():
        changes = {"accuracy_note": words, "confirmed_by": actor, "confirmed_at": now}
        moved = move(request, "confirm", actor=actor, note=words, version=version, at=now, changes=changes,
                     context={"at": now})  # fmt: skip
        meet_deadline(KIND, moved.pk, PURPOSE, at=now)
        _tell("material.confirmed", moved, [moved.asked_by_id], actor, now)
    return moved


def return_material(
    request: MaterialRequest, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> MaterialRequest:
    """It does not do: the department gets it back with the reason, and the usual time anew. Late stays late."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=TEXT_LIMIT).strip()
    with transaction.atomic():
        locked = _lock(request)
        late = locked.came_late or (locked.confirmed_at or now) > locked.due_at
        changes = {
            "return_note": words, "came_late": late, "due_at": usual_due(locked.account, now), "accuracy_note": "",
            "confirmed_by": None, "confirmed_at": None,
        }  # fmt: skip
        moved = move(locked, "send_back", actor=actor, note=words, version=version, at=now, changes=changes, held=True)
        cancel_deadline(KIND, moved.pk, PURPOSE, at=now)
        _start_clock(moved, now)
        _tell("material.returned", moved, [moved.responsible_id], actor, now)
    return moved


def withdraw_material(
    request: MaterialRequest, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> MaterialRequest:
    """It is not needed any more; the department is told why."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=TEXT_LIMIT).strip()
    with transaction.atomic():
        changes = {"withdrawal_note": words, "withdrawn_at": now}
        moved = move(request, "withdraw", actor=actor, note=words, version=version, at=now, changes=changes)
        cancel_deadline(KIND, moved.pk, at=now)
        _tell("material.withdrawn", moved, [moved.responsible_id], actor, now)
    return moved


def hand_material_on(
    request: MaterialRequest, *, actor: User, to: User, version: int | None = None, at: datetime | None = None
) -> MaterialRequest:
    """The department gives the request to another of its people; the clock goes along."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = _lock(request)
        if version is not None and version != locked.lock_version:
            raise WrongState(_("Somebody changed this request meanwhile. Please load the page again."))
        reason = supplies(locked, actor, {"at": now})
        if reason is not None:
            raise NotAllowed(reason)
        if locked.status not in OPEN:
            raise WrongState(_("This request is over. There is nothing to hand on."))
        if not to.is_active or to.department_id != locked.department_id:
            raise Refused(_("%(name)s does not work in this department.") % {"name": to}, field="to")
        _hand(locked, to, actor, now, by=actor)
        _tell("material.asked", locked, [to.pk], actor, now)
    return locked


def _hand(locked: MaterialRequest, to: User, actor: User | None, now: datetime, *, by: User | None = None) -> None:
    before = locked.responsible_id
    locked.responsible = to
    locked.lock_version += 1
    locked.save(update_fields=["responsible", "lock_version"])
    reassign_deadlines(KIND, locked.pk, to, purpose=PURPOSE, by=by, at=now)
    _note("material.handed_on", locked, actor, now, **{"from": before, "to": to.pk})


def pass_material_on(request_id: int, *, person: User, to: User, actor: User | None, at: datetime) -> None:
    """Whoever is responsible leaves the company, and the successor takes over, in the transaction of the leaving."""
    locked = MaterialRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if locked.responsible_id == person.pk:
        _hand(locked, to, actor, at)


def lapse_material(closing: Closing) -> int:
    """Nobody supplies a closed account: its open requests end; returns how many."""
    rows = MaterialRequest.objects.select_for_update(of=("self",)).filter(account=closing.account).open()
    count = 0
    for row in rows.order_by("pk"):
        move(row, "lapse", actor=None, at=closing.at, held=True,
             changes={"withdrawn_at": closing.at, "withdrawal_note": closing.note[:TEXT_LIMIT]})  # fmt: skip
        cancel_deadline(KIND, row.pk, at=closing.at)
        count += 1
    return count


def _words(text: str, field: str, limit: int, needed: str, *, one_line: bool = False) -> str:
    words = clean_text(text, field=field, limit=limit, one_line=one_line).strip()
    if not has_visible_text(words):
        raise Refused(needed, field=field)
    return words


def _lock(request: MaterialRequest) -> MaterialRequest:
    rows = MaterialRequest.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=request.pk)


def _start_clock(row: MaterialRequest, now: datetime) -> None:
    open_deadline(
        kind=KIND, object_id=row.pk, purpose=PURPOSE, owner=row.responsible, due=row.due_at,
        calendar=row.account.calendar, account_id=row.account_id, department_id=row.department_id, at=now,
    )  # fmt: skip


def _note(event: str, row: MaterialRequest, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=row.pk, account_id=row.account_id, department_id=row.department_id,
        payload=payload, at=now,
    )  # fmt: skip


def _tell(template: str, row: MaterialRequest, people: Collection[int], actor: User, now: datetime) -> None:
    tell(
        sorted({person for person in people if person != actor.pk}), template, kind=KIND, object_id=row.pk,
        params={"department": str(row.department)}, key=f"{template}:{row.pk}:{row.lock_version}", at=now,
    )  # fmt: skip
