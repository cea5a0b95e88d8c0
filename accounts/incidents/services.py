"""Reporting an incident, handing it to somebody, containing it, receiving its report, closing it (R-011).

D-2.2.3, K-4.1.2c, M-3.3.3, O-3.2.4. Steps, notes and measures are in `steps` and `measures`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.custody.models import Checkout, Share
from accounts.incidents.effects import touch_custody
from accounts.incidents.handlers import remember_handler, report_to_above
from accounts.incidents.holding import hold_publishing
from accounts.incidents.models import Incident, IncidentNote, IncidentStep, TouchedAccount
from accounts.incidents.people import (
    hearers,
    owner_for,
    superiors_of,
    why_not_handling,
    why_not_noting,
    why_not_receiving,
)
from accounts.incidents.rules import (
    CLOCKS,
    CONTAIN,
    KIND,
    KINDS_BY_CODE,
    KINDS_KNOWN,
    LADDER,
    NOTE_LIMIT,
    REPORT,
    SERIOUS,
    STEP_KIND,
    STEPS_WANTED,
    SUPERIOR,
    TEXT_LIMIT,
    Step,
    steps_of,
)
from accounts.incidents.steps import complete
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import seen_or_managed
from governance.public import (
    Denial,
    EarliestDue,
    NoteRequired,
    Refused,
    Sentence,
    WrongState,
    clean_text,
    clock_of,
    earliest_due,
    has_visible_text,
    legal_rules,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    require_version,
    tell,
)


def reportable_accounts(person: User) -> frozenset[int]:
    """Accounts on which this person may report an incident: those that they see, or manage as all accounts."""
    return seen_or_managed(person)


def report_incident(
    *,
    actor: User,
    account: PlatformAccount,
    kind: str,
    happened: str,
    found_at: datetime | None = None,
    found_by: User | None = None,
    severity: str = SERIOUS,
    also_on: Collection[PlatformAccount] = (),
    concerned: User | None = None,
    data_touched: bool = False,
    checkout: Checkout | None = None,
    share: Share | None = None,
    at: datetime | None = None,
) -> Incident:
    """Open an incident: its steps, its two clocks, what it does to custody and publishing, and who is told at once.

    Both clocks run from `found_at` (now), which may lie in the past. Raises Denial where the account is not the
    actor's, and Refused naming the field.
    """
    now = at or timezone.now()
    found = found_at or now
    words = _words(happened, "happened", TEXT_LIMIT, _("Please say what happened, in a sentence or two."))
    accounts = list({row.pk: row for row in (account, *also_on)}.values())
    _check_report(actor, accounts, kind, found, now)
    owner = owner_for(account, actor, concerned)
    if concerned is not None and owner.pk == concerned.pk:
        raise Refused(_("Nobody else could own this incident. Please report it to your superior."), field="concerned")
    above = superiors_of(owner, account, concerned.pk if concerned else None)
    dues = {purpose: earliest_due(name, account=account, start=found) for purpose, name in CLOCKS}
    incident = Incident(
        account=account, kind=kind, severity=severity, happened=words, found_at=found, found_by=found_by or actor,
        reported_by=actor, reported_at=now, owner=owner, concerned=concerned, checkout=checkout, share=share,
        data_touched=data_touched or KINDS_BY_CODE[kind].data,
        superior_id=above[0] if above else None, contain_by=dues[CONTAIN].due_at, report_by=dues[REPORT].due_at,
    )  # fmt: skip
    with transaction.atomic():
        incident.save(force_insert=True)
        TouchedAccount.objects.bulk_create(TouchedAccount(incident=incident, account=row) for row in accounts)
        note_incident("incident.reported", incident, actor, now, kind=kind, accounts=[row.pk for row in accounts])
        for purpose, _name in CLOCKS:
            _start_clock(incident, purpose, dues[purpose], found, now)
        _open_steps(incident, now)
        touch_custody(incident, actor=actor, at=now)
        hold_publishing(incident, at=now)
        _tell("incident.reported", incident, actor, now)
    return incident


def _check_report(actor: User, accounts: list[PlatformAccount], kind: str, found: datetime, now: datetime) -> None:
    mine = reportable_accounts(actor)
    if any(account.pk not in mine for account in accounts):
        raise Denial(_("An incident is reported by people who work on the account. Please tell one of them."))
    if found > now:
        raise Refused(_("This time lies ahead. When was it found?"), field="found_at")
    if kind not in KINDS_BY_CODE or kind not in param(KINDS_KNOWN, account=accounts[0], at=now).value:
        raise Refused(_("The rule books of this account know no such kind. Please choose another."), field="kind")


def _start_clock(incident: Incident, purpose: str, due: EarliestDue, start: datetime, now: datetime) -> None:
    """Containing is the owner's, receiving the report the superior's; no clock waits for office hours (R-011)."""
    open_deadline(
        kind=KIND, object_id=incident.pk, purpose=purpose, limit=due.limit, start=start, calendar=due.calendar,
        owner=incident.owner if purpose == CONTAIN else incident.superior or incident.owner, ladder=LADDER,
        account_id=incident.account_id, policy_version_id=due.policy_version_id, at=now,
    )  # fmt: skip


def _open_steps(incident: Incident, now: datetime) -> None:
    """The steps of the kind, of the rule book and of the law; opened again, those that contain it."""
    rows = steps_of(
        incident.kind,
        book=frozenset(param(STEPS_WANTED, account=incident.account, at=now).value),
        data=incident.data_touched,
        laws=frozenset(rule.code for rule in legal_rules("account", incident.account.market)),
    )
    for row in rows:
        if incident.round == 1 or row.urgent:
            _open_step(incident, row, now)


def _open_step(incident: Incident, row: Step, now: datetime) -> None:
    due = incident.contain_by if row.urgent else incident.report_by
    if row.limit is not None:
        due = clock_of(incident.account.calendar).due(row.limit, now)
    step = IncidentStep.objects.create(
        incident=incident, code=row.code, round=incident.round, urgent=row.urgent, owner=incident.owner, due_at=due
    )
    if row.limit is not None:  # the others run on the two clocks of the incident
        open_deadline(
            kind=STEP_KIND, object_id=step.pk, purpose=STEP_KIND, owner=incident.owner, limit=row.limit, start=now,
            calendar=incident.account.calendar, account_id=incident.account_id, at=now,
        )  # fmt: skip


def write_cause(
    incident: Incident, *, actor: User, cause: str, version: int | None = None, at: datetime | None = None
) -> Incident:
    """Write down why it could happen; it may be written anew until the incident is closed."""
    now = at or timezone.now()
    words = _words(cause, "cause", TEXT_LIMIT, _("Please say why it could happen."))
    with transaction.atomic():
        locked = lock_unclosed(incident, version)
        require_handling(locked, actor, now)
        locked.cause = words
        locked.lock_version += 1
        locked.save(update_fields=["cause", "lock_version"])
        note_incident("incident.cause_written", locked, actor, now)
    return locked


def receive_report(incident: Incident, *, actor: User, at: datetime | None = None) -> Incident:
    """Somebody above the owner confirms that the report has reached them; the step and its clock are done."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_unclosed(incident)
        reason = why_not_receiving(locked, actor, now)
        if reason is not None:
            raise Denial(reason)
        if locked.received_at is not None:
            raise WrongState(
                _("%(name)s has confirmed the report already. Please load the page again.")
                % {"name": locked.received_by}
            )
        locked.received_at, locked.received_by = now, actor
        locked.lock_version += 1
        locked.save(update_fields=["received_at", "received_by", "lock_version"])
        meet_deadline(KIND, locked.pk, REPORT, at=now)
        note_incident("incident.report_received", locked, actor, now)
        for step in locked.steps.open().filter(code=SUPERIOR):
            complete(step, actor=actor, note="", at=now)
        tell(
            [locked.owner_id], "incident.received", kind=KIND, object_id=locked.pk, params={"who": str(actor)},
            key=f"incident.received:{locked.pk}", at=now,
        )  # fmt: skip
    return locked


def move_incident(
    incident: Incident, name: str, *, actor: User, note: str = "", version: int | None = None,
    at: datetime | None = None,
) -> Incident:  # fmt: skip
    """Carry out one move: contain, close, reopen. Refuses in words what is not done yet, and whose own it is."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = lock_incident(incident)
        changes = _changes(locked, name, actor, now)
        container = locked.contained_by_id
        moved = move(
            locked, name, actor=actor, note=words, version=version, at=now, changes=changes, context={"at": now},
            payload={"round": locked.round}, held=True,
        )  # fmt: skip
        if has_visible_text(words):
            IncidentNote.objects.create(incident=moved, text=words, written_by=actor, written_at=now)
        if name == "reopen" and container is not None:
            remember_handler(moved, container, at=now)
        _AFTER[name](moved, actor, now)
    return moved


def _changes(incident: Incident, name: str, actor: User, now: datetime) -> dict[str, Any]:
    if name == "contain":
        return {"contained_at": now, "contained_by": actor}
    if name == "close":
        return {"closed_at": now, "closed_by": actor}
    due = earliest_due(CLOCKS[0][1], account=incident.account, start=now)
    return {
        "contained_at": None, "contained_by": None, "closed_at": None, "closed_by": None,
        "round": incident.round + 1, "contain_by": due.due_at,
    }  # fmt: skip


def _contained(incident: Incident, actor: User, now: datetime) -> None:
    meet_deadline(KIND, incident.pk, CONTAIN, at=now)
    if incident.received_at is None and incident.superior_id == actor.pk:
        report_to_above(incident, at=now)
        incident.save(update_fields=["superior"])
    _tell("incident.contained", incident, actor, now)


def _closed(incident: Incident, actor: User, now: datetime) -> None:
    _tell("incident.closed", incident, actor, now, urgent=False)


def _reopened(incident: Incident, actor: User, now: datetime) -> None:
    """It goes on: containing it is due anew, its logins must change once more."""
    due = earliest_due(CLOCKS[0][1], account=incident.account, start=now)
    _start_clock(incident, CONTAIN, due, now, now)
    _open_steps(incident, now)
    touch_custody(incident, actor=actor, at=now)
    hold_publishing(incident, at=now)
    _tell("incident.reopened", incident, actor, now)


_AFTER = {"contain": _contained, "close": _closed, "reopen": _reopened}


def write_note(incident: Incident, *, actor: User, text: str, at: datetime | None = None) -> IncidentNote:
    """Write down what was seen or said; notes are never changed, also not after closing."""
    now = at or timezone.now()
    words = _words(text, "text", NOTE_LIMIT, _("Please write something down."))
    with transaction.atomic():
        locked = lock_incident(incident)
        _allow(why_not_noting(locked, actor, now))
        note = IncidentNote.objects.create(incident=locked, text=words, written_by=actor, written_at=now)
        note_incident("incident.noted", locked, actor, now, note=note.pk)
    return note


def require_handling(incident: Incident, person: User, at: datetime) -> None:
    """Raise Denial unless this person handles the incident: its owner or a manager of the account."""
    _allow(why_not_handling(incident, person, at))


def _allow(reason: Sentence | None) -> None:
    if reason is not None:
        raise Denial(reason)


def lock_unclosed(incident: Incident, version: int | None = None) -> Incident:
    """The incident under its lock; raises WrongState where it is closed, StaleVersion for another page."""
    locked = lock_incident(incident)
    require_version(locked, version)
    if locked.is_closed:
        raise WrongState(_("This incident is closed. Open it again, with a reason, if it goes on."))
    return locked


def lock_incident(incident: Incident) -> Incident:
    """The incident under its lock, with the people and places that its steps ask for."""
    rows = Incident.objects.select_for_update(of=("self",))
    return rows.select_related("account__department", "owner", "superior", "received_by").get(pk=incident.pk)


def _words(text: str, field: str, limit: int, missing: str) -> str:
    words = clean_text(text, field=field, limit=limit).strip()
    if not has_visible_text(words):
        raise NoteRequired(missing, field=field)
    return words


def _tell(template: str, incident: Incident, actor: User, now: datetime, *, urgent: bool = True) -> None:
    """Everybody who answers for the accounts hears of it, also in quiet hours."""
    people = [pk for pk in hearers(incident) if pk != actor.pk]
    tell(
        people, template, kind=KIND, object_id=incident.pk, key=f"{template}:{incident.pk}:{incident.round}", at=now,
        params={"kind": incident.kind, "holds": incident.rule.holds_publishing}, urgent=urgent,
    )  # fmt: skip


def note_incident(event: str, incident: Incident, actor: User | None, now: datetime, **payload: Any) -> None:
    """One entry in the ledger about the incident."""
    record(event, actor=actor, kind=KIND, object_id=incident.pk, account_id=incident.account_id, payload=payload,
           at=now)  # fmt: skip
