"""Bringing in the company's directory: all or nothing, the same file twice changes nothing (R-012, R-013).

Whoever the file calls left goes through the leaving step; whoever is missing from it is listed and never closed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.directory.comparing import Comparing, Comparison
from accounts.directory.departments import Departments
from accounts.directory.models import DirectoryRun
from accounts.directory.reading import Reading, read_departments, read_people
from accounts.directory.rules import COMMAND, KIND, LISTED, MANAGE, REFUSED, SAVED
from accounts.leaving.services import leave_company
from accounts.people.letters import write_to_old_address
from accounts.people.models import User
from governance.public import (
    Refused,
    change_records,
    clean_name,
    create_records,
    holder_ids,
    lock_requests,
    lock_roles,
    record,
    require,
    tell,
)

# So many rows are locked in one statement.
LOCKED_AT_ONCE = 5000


@dataclass
class Outcome:
    """What a file did or would do: counts, people listed, faults."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    departments: int = 0
    braked: bool = False
    left: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    closed_here: list[int] = field(default_factory=list)
    held_back: list[dict[str, Any]] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    bad: int = 0
    saved: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing in the file is refused."""
        return not self.bad

    def as_dict(self) -> dict[str, Any]:
        """The shape that the command prints; people by their number in this site."""
        return {
            "rows": self.rows, "new": self.new, "changed": self.changed, "same": self.same,
            "departments": self.departments, "left": self.left, "gone": self.gone, "closed_here": self.closed_here,
            "held_back": self.held_back, "own": self.own, "braked": self.braked, "errors": self.errors,
            "error_count": self.bad, "saved": self.saved,
        }  # fmt: skip

    def listed(self) -> dict[str, Any]:
        """The people whom a page names, no more than it can show."""
        return {
            "left": self.left[:LISTED], "gone": self.gone[:LISTED], "closed_here": self.closed_here[:LISTED],
            "held_back": self.held_back[:LISTED], "own": self.own,
        }  # fmt: skip


class _NothingSaved(Exception):
    """Takes a transaction back: the file is only compared, or something in it is refused."""


def check_directory(
    people: Path, departments: Path | None = None, *, actor: User | None, at: datetime | None = None
) -> Outcome:
    """What the files would do; saves nothing. Raises Denial for whoever does not manage people."""
    return run_directory(people, departments, actor=actor, at=at or timezone.now(), save=False)


def sync_directory(
    people: Path,
    departments: Path | None = None,
    *,
    actor: User | None,
    yes: bool = False,
    source: str = COMMAND,
    name: str = "",
    at: datetime | None = None,
) -> Outcome:
    """Save what differs, all or nothing; `yes` says that unusually many closings are meant. `actor=None` is the site.

    The run is kept, also where it was refused. Raises Denial for whoever does not manage people.
    """
    now = at or timezone.now()

    def keep(outcome: Outcome) -> None:
        keep_run(outcome, people, departments, actor=actor, source=source, name=name, at=now)

    outcome = run_directory(people, departments, actor=actor, at=now, yes=yes, finish=keep)
    if not outcome.saved:
        keep(outcome)
    return outcome


def keep_run(
    outcome: Outcome, people: Path, departments: Path | None, *, actor: User | None, source: str, name: str,
    at: datetime, status: str = "", kept_at: str = "", departments_kept_at: str = "",
) -> DirectoryRun:  # fmt: skip
    """Write down what a run did, and tell whoever manages people about those whom the file does not name.

    `kept_at` is where the bytes of a preview lie.
    """
    status = status or (SAVED if outcome.saved else REFUSED)
    with transaction.atomic():
        run = DirectoryRun.objects.create(
            source=source, file_name=clean_name(name or people.name, limit=200), sha256=_sha256(people),
            departments_name=clean_name(departments.name, limit=200) if departments else "", status=status,
            started_by=actor, started_at=at, ended_at=None if status not in (SAVED, REFUSED) else at,
            kept_at=kept_at, departments_kept_at=departments_kept_at,
            **result_of(outcome),
        )  # fmt: skip
        told(run, outcome, actor, at)
    return run


def result_of(outcome: Outcome) -> dict[str, Any]:
    """The columns of a run that say what came of it."""
    return {
        "rows": outcome.rows, "new": outcome.new, "changed": outcome.changed, "same": outcome.same,
        "bad": outcome.bad, "departments": outcome.departments, "braked": outcome.braked,
        "listed": outcome.listed(), "errors": outcome.errors,
    }  # fmt: skip


def told(run: DirectoryRun, outcome: Outcome, actor: User | None, at: datetime) -> None:
    """The ledger entry of a run that saved something, and a notice where somebody must look."""
    touched = outcome.new + outcome.changed + outcome.departments + len(outcome.left)
    if run.status == SAVED and touched:
        payload = {"new": outcome.new, "changed": outcome.changed, "left": len(outcome.left), "sha256": run.sha256}
        record("directory.synced", actor=actor, kind=KIND, object_id=run.pk, payload=payload, at=at)
    if actor is None and run.status in (SAVED, REFUSED) and (outcome.bad or outcome.gone or outcome.held_back):
        template = "directory.refused" if outcome.bad else "directory.gone"
        tell(
            holder_ids(MANAGE), template, kind=KIND, object_id=run.pk, key=f"{template}:{run.sha256}:{run.status}",
            params={"count": outcome.bad or len(outcome.gone) + len(outcome.held_back)}, at=at,
        )  # fmt: skip


def run_directory(
    people: Path,
    departments: Path | None,
    *,
    actor: User | None,
    at: datetime,
    save: bool = True,
    yes: bool = False,
    finish: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Read, then compare and write in one transaction, one run at a time; `finish` writes down in it what was done.

    Without `save` nothing is written or locked: a preview keeps nobody waiting. An actor's own row is left out, as
    nobody changes their own record.
    """
    if actor is not None:
        require(actor, MANAGE)
    reading = read_people(people, now=at)
    units = read_departments(departments, now=at) if departments is not None else None
    outcome = Outcome(rows=len(reading.rows))
    faults = [row for row in (units, reading) if row is not None]
    if not save:
        _compare(outcome, reading, units, actor, at)
    else:
        with suppress(_NothingSaved), transaction.atomic():
            _save(outcome, reading, units, actor, at, yes=yes)
            if any(row.bad for row in faults):
                raise _NothingSaved
            outcome.saved = True
            finish(outcome)
    outcome.bad = sum(row.bad for row in faults)
    outcome.errors = [error.as_dict() for row in faults for error in row.errors]
    if outcome.bad:
        outcome.new = outcome.changed = outcome.same = outcome.departments = 0
        outcome.left, outcome.gone, outcome.closed_here, outcome.held_back, outcome.own = [], [], [], [], []
    return outcome


def _compare(
    outcome: Outcome, reading: Reading, units: Reading | None, actor: User | None, at: datetime
) -> None:  # fmt: skip
    """What saving would do; faults are added to the readings."""
    departments = Departments(units)
    if units is not None and units.bad:
        return
    outcome.departments = len(departments.differing())
    comparing = Comparing(reading, departments.after.values(), User.objects.order_by("pk"), actor)
    _count(outcome, comparing.compare(at))
    if not reading.bad:
        outcome.departments += len(departments.heads(comparing.somebody, actor))


def _save(
    outcome: Outcome, reading: Reading, units: Reading | None, actor: User | None, at: datetime, *, yes: bool
) -> None:  # fmt: skip
    """Compare and write. One run at a time by the locks of the roles; of people, the rows that change alone."""
    lock_roles()
    departments = Departments(units)
    if units is not None and units.bad:
        return
    outcome.departments = departments.write(actor=actor, at=at)
    comparing = Comparing(reading, departments.after.values(), User.objects.order_by("pk"), actor)
    found = comparing.compare(at)
    _count(outcome, found)
    if found.braked and not yes:
        words = _("%(count)d of %(known)d logins would close. If that is meant, say so: tick the box, or --yes.")
        reading.refuse(None, None, None, words % {"count": len(found.left), "known": found.known})
    heads = departments.heads(comparing.somebody, actor) if not reading.bad else {}
    if reading.bad or (units is not None and units.bad):
        return
    lock_requests(people=[user.pk for user in found.left])
    found.changed = _as_they_stand(found.changed)
    _write_people(found, actor, at)
    outcome.departments += departments.write_heads(heads, actor=actor, at=at)
    _let_go(outcome, found, actor, at)


def _count(outcome: Outcome, found: Comparison) -> None:
    outcome.new, outcome.changed, outcome.same = len(found.new), len(found.changed), found.same
    outcome.left, outcome.gone = [user.pk for user in found.left], [user.pk for user in found.gone]
    outcome.closed_here, outcome.own = [user.pk for user in found.closed_here], [user.pk for user in found.own]
    outcome.braked = found.braked


def _as_they_stand(changed: dict[User, list[str]]) -> dict[User, list[str]]:
    """The rows that change, locked, as they are now, with the values of the file; a login closed meanwhile stays."""
    values = {user.pk: (user, fields) for user, fields in changed.items()}
    found: dict[User, list[str]] = {}
    rows = User.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    keys = sorted(values)
    for first in range(0, len(keys), LOCKED_AT_ONCE):
        for row in rows.filter(pk__in=keys[first : first + LOCKED_AT_ONCE], is_active=True):
            user, fields = values[row.pk]
            for name in fields:
                setattr(row, name, getattr(user, name))
            found[row] = fields
    return found


def _write_people(found: Comparison, actor: User | None, at: datetime) -> None:
    """New people wave by wave, superiors before those who report to them; then what changed, in a few statements."""
    above = {user.username: superior for user, superior in found.superiors}
    waiting = found.new
    while waiting:
        ready = [user for user in waiting if (superior := above.get(user.username)) is None or superior.pk]
        for user in ready:
            user.superior = above.get(user.username)
        create_records(ready, actor=actor, event="person.created", at=at)
        waiting = [user for user in waiting if not user.pk]
    for user in found.changed:
        if user.username in above:
            user.superior = above[user.username]
    change_records(found.changed, actor=actor, event="person.changed", at=at)
    for user, address in found.addresses:
        transaction.on_commit(partial(write_to_old_address, user, address), robust=True)


def _let_go(outcome: Outcome, found: Comparison, actor: User | None, at: datetime) -> None:
    """Whoever the file calls left goes through the leaving step; one that is refused stays, and is named with why."""
    outcome.left = []
    for user in found.left:
        try:
            leave_company(User.objects.get(pk=user.pk), actor=None, at=at)
        except Refused as refusal:
            outcome.held_back.append({"person": user.pk, "message": str(refusal.sentence)})
        else:
            outcome.left.append(user.pk)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
