"""Licences of outside material: registered with proof, renewed, ended, reminded of, and asked of a file (R-029)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.licences.models import Licence, LicenceTerm
from content.licences.rules import FOLDER, REMIND, TEXT_LIMIT
from governance.public import (
    PAPERS,
    CheckedFile,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    can,
    check_file,
    clean_text,
    has_visible_text,
    holders_on,
    keep_under_hash,
    listed,
    once,
    param,
    record,
    tell,
    today,
)

if TYPE_CHECKING:
    from accounts.public import User
    from content.media.models import MediaAsset

KEEPERS = ("accounts.draft", "accounts.publish", "accounts.manage")
# The reminder is looked for over the longest notice that a rule book may ask for.
LONGEST_NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was checked and lies under its hash."""

    file: CheckedFile
    place: str


def store_proof(file: Any) -> Proof:
    """Check a proof (PDF, PNG or JPEG) and put it in its place, outside any transaction; Refused naming `proof`."""
    if not file:
        raise Refused(
            _("A licence needs its proof: the contract, the invoice, or the written consent."), field="proof"
        )
    checked = check_file(file, PAPERS, field="proof")
    return Proof(checked, keep_under_hash(checked, FOLDER))


def _line(value: str, field: str, *, needed: str = "") -> str:
    text = clean_text(value, field=field, limit=TEXT_LIMIT, one_line=True)
    if not has_visible_text(text):
        if needed:
            raise Refused(needed, field=field)
        return ""
    return text


def _require_keeper(actor: User, account: PlatformAccount) -> None:
    if not any(can(actor, right, account) for right in KEEPERS):
        raise NotAllowed(_("You may not keep licences of this account. Ask its manager."))


def _check_term(valid_from: date, valid_until: date | None, now: datetime) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Refused(_("This licence ends before it begins. Please correct the days."), field="valid_until")
    if valid_until is not None and valid_until < today(now):
        raise Refused(_("This licence has run out. Please renew it first."), field="valid_until")


def register_licence(
    *, actor: User, account: PlatformAccount, reference: str, source: str, valid_from: date, proof: Any,
    covers: str = "", valid_until: date | None = None, form_key: str = "", at: datetime | None = None,
) -> Licence:  # fmt: skip
    """Register the right to use somebody else's work, with its proof; `valid_until` None has no end.

    The one who registers keeps it, and hears before it ends; a form that is sent again makes no second one. Raises
    NotAllowed, or Refused naming the field.
    """
    now = at or timezone.now()
    _require_keeper(actor, account)
    words = {
        "reference": _line(
            reference, "reference", needed=_("Which licence is it? Write its number or who consented.")
        ),
        "source": _line(source, "source", needed=_("Whose work is it, and where is it from? Write its source.")),
        "covers": _line(covers, "covers"),
    }
    _check_term(valid_from, valid_until, now)
    stored = store_proof(proof)

    @transaction.atomic
    def write() -> Licence:
        licence = Licence.objects.create(account=account, keeper=actor, created_at=now, **words)
        term = _add_term(licence, stored, valid_from, valid_until, actor, now)
        _note("licence.registered", licence, actor, now, until=valid_until, sha256=term.proof_sha256)
        return licence

    return once(form_key, write, model=Licence, actor=actor, at=now)


def renew_licence(
    licence: Licence,
    *,
    actor: User,
    valid_from: date,
    valid_until: date | None,
    proof: Any,
    form_key: str = "",
    at: datetime | None = None,
) -> LicenceTerm:
    """Add a term with a proof of its own, once for a form; whoever renews keeps the licence from now on."""
    now = at or timezone.now()
    _require_keeper(actor, licence.account)
    _check_term(valid_from, valid_until, now)
    stored = store_proof(proof)

    @transaction.atomic
    def write() -> LicenceTerm:
        locked = Licence.objects.select_for_update().get(pk=licence.pk)
        if locked.ended_on is not None:
            raise WrongState(_("This licence was ended. Register the new one as a licence of its own."))
        term = _add_term(locked, stored, valid_from, valid_until, actor, now)
        locked.keeper = actor
        locked.save(update_fields=["keeper"])
        _note("licence.renewed", locked, actor, now, until=valid_until, sha256=term.proof_sha256)
        return term

    return once(form_key, write, model=LicenceTerm, actor=actor, at=now)


def end_licence(licence: Licence, *, actor: User, reason: str, at: datetime | None = None) -> Licence:
    """The right was withdrawn, or given back: from today on nothing is published under it. Raises NoteRequired."""
    now = at or timezone.now()
    _require_keeper(actor, licence.account)
    why = _line(reason, "reason")
    if not why:
        raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    with transaction.atomic():
        locked = Licence.objects.select_for_update().get(pk=licence.pk)
        if locked.ended_on is not None:
            raise WrongState(_("This licence was ended already. Load the page again."))
        locked.ended_on, locked.end_reason = today(now), why
        locked.save(update_fields=["ended_on", "end_reason"])
        _note("licence.ended", locked, actor, now)
    return locked


def _add_term(
    licence: Licence, proof: Proof, valid_from: date, valid_until: date | None, actor: User, now: datetime
) -> LicenceTerm:
    return LicenceTerm.objects.create(
        licence=licence, valid_from=valid_from, valid_until=valid_until, proof_place=proof.place,
        proof_name=proof.file.shown_name, proof_mime=proof.file.row.mime, proof_sha256=proof.file.sha256,
        added_by=actor, added_at=now,
    )  # fmt: skip


def _note(event: str, licence: Licence, actor: User, now: datetime, **payload: Any) -> None:
    record(
        event,
        actor=actor,
        kind="licence",
        object_id=licence.pk,
        account_id=licence.account_id,
        payload=payload,
        at=now,
    )


def last_day(licence: Licence, on: date) -> tuple[bool, date | None]:
    """Whether a licence holds on a day by its terms, and the last day to which they reach from there without a gap."""
    until: date | None = None
    holds = False
    for term in sorted(licence.terms.all(), key=lambda row: row.valid_from):
        if not term.proof_place:
            continue
        covered_next = holds and until is not None and term.valid_from <= until + timedelta(days=1)
        if not covered_next and not (term.valid_from <= on and (term.valid_until is None or term.valid_until >= on)):
            continue
        holds = True
        if term.valid_until is None:
            until = None
            break
        until = max(until or term.valid_until, term.valid_until)
    if licence.ended_on is not None:
        before = licence.ended_on - timedelta(days=1)
        return holds and licence.ended_on > on, min(until or before, before)
    return holds, until


def licence_faults(
    assets: Iterable[MediaAsset], moment: datetime, accounts: Iterable[PlatformAccount]
) -> list[Refused]:
    """The refusals of the outside files among these that may not be used then, or not on these accounts (R-029).

    One statement where a file is licensed, none where all are our own.
    """
    outside = [asset for asset in assets if asset.origin == "licensed"]
    if not outside:
        return []
    rows = Licence.objects.filter(pk__in={asset.held_under_id for asset in outside}).prefetch_related("terms")
    known = {licence.pk: licence for licence in rows}
    day = today(moment)
    places = list(accounts)
    found = []
    for asset in outside:
        licence = known.get(cast("int", asset.held_under_id))
        found += [fault for fault in (_fault(asset, licence, day), _elsewhere(asset, licence, places)) if fault]
    return found


def licensed_elsewhere(assets: Iterable[MediaAsset], accounts: Iterable[PlatformAccount]) -> list[Refused]:
    """The refusals of the files whose licence was given for another account; own and public ones go everywhere.

    One statement where a file is licensed, none where all are our own.
    """
    outside = [asset for asset in assets if asset.origin == "licensed"]
    known = Licence.objects.in_bulk({cast("int", asset.held_under_id) for asset in outside}) if outside else {}
    places = list(accounts)
    found = (_elsewhere(asset, known.get(cast("int", asset.held_under_id)), places) for asset in outside)
    return [fault for fault in found if fault]


def _elsewhere(asset: MediaAsset, licence: Licence | None, accounts: Iterable[PlatformAccount]) -> Refused | None:
    """A licence was given for one account, and no other may use what it covers."""
    if licence is None:
        return None
    others = [account for account in accounts if account.pk != licence.account_id]
    if not others:
        return None
    return Refused(
        _(
            "The licence of “%(name)s” is not for %(accounts)s. Take that out of the accounts, or use a file that is "
            "licensed for it."
        )
        % {"name": asset, "accounts": listed(str(account) for account in others)},
        field="assets",
    )


def _fault(asset: MediaAsset, licence: Licence | None, day: date) -> Refused | None:
    if licence is None or not any(term.proof_place for term in licence.terms.all()):
        sentence = _("The licence of “%(name)s” has no proof yet. Renew it with its proof, or replace the file.")
        return Refused(sentence % {"name": asset}, field="assets")
    holds, _until = last_day(licence, day)
    if holds:
        return None
    ends = [term.valid_until for term in licence.terms.all() if term.valid_until and term.valid_until < day]
    if licence.ended_on is not None and licence.ended_on <= day:
        ends = [licence.ended_on]
    if not ends:
        sentence = _("The licence of “%(name)s” does not hold on %(day)s. Renew it, or replace the file.")
        return Refused(sentence % {"name": asset, "day": day.isoformat()}, field="assets")
    return Refused(
        _("The licence of “%(name)s” ends on %(day)s, before the last moment of release. Renew or replace the file.")
        % {"name": asset, "day": max(ends).isoformat()},
        field="assets",
    )


def ending_soon(now: datetime, *, keeper: User | None = None) -> list[tuple[Licence, date]]:
    """Licences in force whose last day lies within the days of notice of their account, with that day."""
    day = today(now)
    soon = LicenceTerm.objects.covering(day).filter(valid_until__lte=day + LONGEST_NOTICE).values("licence")
    rows = Licence.objects.filter(pk__in=soon, ended_on=None).select_related("account", "keeper")
    if keeper is not None:
        rows = rows.filter(keeper=keeper)
    days: dict[int, int] = {}
    found = []
    for licence in rows.prefetch_related("terms"):
        if licence.account_id not in days:
            days[licence.account_id] = int(param(REMIND, account=licence.account, at=now).value)
        holds, until = last_day(licence, day)
        if holds and until is not None and until <= day + timedelta(days=days[licence.account_id]):
            found.append((licence, until))
    return sorted(found, key=lambda pair: pair[1])


def remind_keepers(now: datetime) -> dict[str, int]:
    """Tell whoever keeps a licence, and who manages its account, ahead of the end; once for each last day."""
    told = 0
    managers: dict[int, set[int]] = {}
    for licence, until in ending_soon(now):
        if licence.account_id not in managers:
            place = PlatformAccount.objects.filter(pk=licence.account_id)
            managers[licence.account_id] = {user.pk for user in holders_on(("accounts.manage",), place)}
        told += tell(
            {licence.keeper_id, *managers[licence.account_id]}, "licence.soon", kind="licence", object_id=licence.pk,
            params={"until": until.isoformat()}, key=f"licence.soon:{licence.pk}:{until:%Y%m%d}", at=now,
        )  # fmt: skip
    return {"licences_reminded": told}
