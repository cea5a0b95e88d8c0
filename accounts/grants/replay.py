"""The register of grants, and who kept which login, of any day, told from the ledger alone (R-012, R-006). Pure.

`replay` gives what `governance.access.models.Grant` must hold; `differences` names every row in which the two differ,
which is how a register that somebody changed by hand is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

GRANTED, TAKEN = "role.granted", "role.revoked"
ROLE_EVENTS = (GRANTED, TAKEN)
REVOKED = "revoked"
ADDED, HANDED_OVER = "credential.added", "credential.handed_over"
# Taken out of use by choice, or with its account.
RETIRED, ENDED = "credential.retired", "credential.ended"
TAKEN_OUT, GLASS_BROKEN, RETURNED = "credential.taken_out", "credential.glass_broken", "credential.returned"
SHARED, SHARE_ENDED, REVEALED = "credential.shared", "credential.share_ended", "credential.revealed"
CUSTODY_EVENTS = (
    ADDED, HANDED_OVER, RETIRED, ENDED, TAKEN_OUT, GLASS_BROKEN, RETURNED, SHARED, SHARE_ENDED, REVEALED,
)  # fmt: skip


class Entry(Protocol):
    """What a replay reads of a ledger entry."""

    pk: Any
    event: str
    actor_id: int | None
    object_id: int
    account_id: int | None
    payload: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A grant as the ledger tells it; `account_id` None is the company."""

    person_id: int
    role: str
    account_id: int | None
    begins_at: datetime
    begun_by_id: int | None
    request_id: int | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_id: int | None = None
    ended_because: str = ""

    @property
    def key(self) -> tuple[int, str, int, datetime]:
        """What names it: who, which role, where (0 in the company), since when."""
        return self.person_id, self.role, self.account_id or 0, self.begins_at

    @property
    def over_at(self) -> datetime | None:
        """When it gave nothing any more: at its end, or when it was taken before."""
        ends = [moment for moment in (self.expires_at, self.ended_at) if moment is not None]
        return min(ends) if ends else None

    def in_force(self, start: datetime, end: datetime) -> bool:
        """Whether it gave anything at any moment from `start` up to `end`; with both the same, at that moment."""
        over = self.over_at
        begun = self.begins_at < end or self.begins_at == start
        return begun and (over is None or over > start)


def replay(entries: Iterable[Entry]) -> list[HeldGrant]:
    """Every grant that the entries tell of, in the order in which they began; other events are passed over."""
    held: dict[tuple[int, str, int | None], HeldGrant] = {}
    over: list[HeldGrant] = []
    for entry in in_order(entries):
        place = (entry.object_id, str(entry.payload.get("role", "")), entry.account_id)
        if entry.event == GRANTED and place not in held:
            held[place] = _begun(entry, *place)
        elif entry.event == TAKEN and place in held:
            over.append(
                replace(
                    held.pop(place), ended_at=entry.at, ended_by_id=entry.actor_id,
                    ended_because=str(entry.payload.get("because", REVOKED)),
                )
            )  # fmt: skip
    return sorted([*over, *held.values()], key=lambda row: row.key[3:] + row.key[:3])


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """As it happened: an end that a late sweep wrote down lies at its own moment."""
    return sorted(entries, key=lambda entry: (entry.at, entry.pk))


def _begun(entry: Entry, person_id: int, role: str, account_id: int | None) -> HeldGrant:
    text = entry.payload.get("expires_at")
    return HeldGrant(
        person_id, role, account_id, entry.at, entry.actor_id, entry.payload.get("request"),
        datetime.fromisoformat(text) if text else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A grant in which ledger and register differ: the fields, or that one of the two lacks it."""

    grant: HeldGrant
    fields: tuple[str, ...] = ()
    missing_in: str = ""


COMPARED = ("begun_by_id", "request_id", "expires_at", "ended_at", "ended_by_id", "ended_because")
REGISTER, LEDGER = "register", "ledger"


def differences(told: Iterable[HeldGrant], kept: Iterable[HeldGrant]) -> list[Difference]:
    """Where what the ledger tells and what the register keeps differ, in the order of their beginning."""
    by_key = {row.key: row for row in kept}
    found: list[Difference] = []
    for row in told:
        other = by_key.pop(row.key, None)
        if other is None:
            found.append(Difference(row, missing_in=REGISTER))
        elif changed := tuple(name for name in COMPARED if getattr(row, name) != getattr(other, name)):
            found.append(Difference(other, fields=changed))
    found += [Difference(row, missing_in=LEDGER) for row in by_key.values()]
    return sorted(found, key=lambda row: (row.grant.begins_at, row.grant.key[:3]))


@dataclass(slots=True)
class Use:
    """Somebody had a login in hand, or could ask for it under a share."""

    person_id: int
    since: datetime
    until: datetime | None = None
    ground: str = ""


@dataclass(slots=True)
class KeptLogin:
    """One login during a span: who kept it, who had it in hand, to whom it was shared, who saw its secret when."""

    credential_id: int
    account_id: int | None
    custodians: list[Use] = field(default_factory=list)
    in_hand: list[Use] = field(default_factory=list)
    shares: list[Use] = field(default_factory=list)
    seen: list[tuple[int, datetime]] = field(default_factory=list)


def custody_during(entries: Iterable[Entry], start: datetime, end: datetime) -> list[KeptLogin]:
    """The logins in custody at any moment from `start` up to `end`, by credential."""
    logins: dict[int, KeptLogin] = {}
    open_uses: dict[tuple[str, int], Use] = {}
    for entry in in_order(row for row in entries if row.at < end):
        login = logins.setdefault(entry.object_id, KeptLogin(entry.object_id, entry.account_id))
        _tell(login, entry, open_uses, start)
    for login in logins.values():
        for uses in (login.custodians, login.in_hand, login.shares):
            uses[:] = [use for use in uses if use.until is None or use.until > start]
    return [login for _pk, login in sorted(logins.items()) if login.custodians or login.in_hand or login.seen]


def _tell(login: KeptLogin, entry: Entry, open_uses: dict[tuple[str, int], Use], start: datetime) -> None:
    payload: Mapping[str, Any] = entry.payload
    if entry.event in (ADDED, HANDED_OVER, RETIRED, ENDED):
        if login.custodians and login.custodians[-1].until is None:
            login.custodians[-1].until = entry.at
        keeper = payload.get("custodian" if entry.event == ADDED else "to")
        if entry.event in (ADDED, HANDED_OVER) and isinstance(keeper, int):
            login.custodians.append(Use(keeper, entry.at))
    elif entry.event in (TAKEN_OUT, GLASS_BROKEN):
        use = Use(payload["person"], entry.at, ground=str(payload.get("ground", "")))
        open_uses["checkout", payload["checkout"]] = use
        login.in_hand.append(use)
    elif entry.event == SHARED:
        use = open_uses["share", payload["share"]] = Use(payload["person"], entry.at)
        login.shares.append(use)
    elif entry.event in (RETURNED, SHARE_ENDED):
        name = "checkout" if entry.event == RETURNED else "share"
        ended = open_uses.pop((name, payload.get(name, 0)), None)
        if ended is not None:
            ended.until = entry.at
    elif entry.event == REVEALED and entry.actor_id is not None and entry.at >= start:
        login.seen.append((entry.actor_id, entry.at))
