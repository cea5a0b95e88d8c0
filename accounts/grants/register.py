"""The access register of a span, from the ledger: grants with who asked and agreed, and the logins (R-012)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.custody.models import Credential
from accounts.grants.replay import (
    CUSTODY_EVENTS,
    ROLE_EVENTS,
    Difference,
    HeldGrant,
    KeptLogin,
    custody_during,
    differences,
    replay,
)
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import ACCOUNT_PERMISSIONS
from governance.public import ROLES_BY_CODE, Grant, LedgerEntry, Sentence, label_of

_ON_ACCOUNT = dict(ACCOUNT_PERMISSIONS)
# Rights in the company that reach every account.
REACHING = frozenset({"manage_accounts", "read_everything"})
REACHING_ROLES = tuple(row.code for row in ROLES_BY_CODE.values() if REACHING.intersection(row.company))
ASKED, AGREED_IN_PART, AGREED = "approval.asked", "approval.agreed_in_part", "approval.agreed"
CLOSED, REOPENED = "person.disabled", "person.reopened"


@dataclass(frozen=True, slots=True)
class Span:
    """From the first moment of a day up to the end of another, on the reader's clock."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(slots=True)
class RegisterLine:
    """A grant in force, with the people and the account by name."""

    grant: HeldGrant
    person: User | None
    account: PlatformAccount | None
    asked_by: User | None = None
    agreed: list[tuple[User | None, datetime]] = field(default_factory=list)
    login_closed: bool = False
    begun_by: User | None = None
    ended_by: User | None = None

    @property
    def role(self) -> Sentence:
        row = ROLES_BY_CODE.get(self.grant.role)
        return row.label if row else self.grant.role

    @property
    def may(self) -> list[Sentence]:
        """What the role allowed there, in words: on the account, or in the company."""
        row = ROLES_BY_CODE.get(self.grant.role)
        if row is None:
            return []
        if self.grant.account_id is None:
            return [label_of(f"governance.{code}") for code in row.company]
        return [_ON_ACCOUNT[code] for code in row.rights if code in _ON_ACCOUNT]


@dataclass(slots=True)
class LoginLine:
    """A login in custody, with the people by name."""

    login: KeptLogin
    credential: Credential | None
    people: dict[int, User]

    def name(self, pk: int) -> User | None:
        return self.people.get(pk)

    @property
    def custodians(self) -> list[tuple[User | None, datetime, datetime | None]]:
        return [(self.name(use.person_id), use.since, use.until) for use in self.login.custodians]

    @property
    def in_hand(self) -> list[tuple[User | None, datetime, datetime | None]]:
        return [(self.name(use.person_id), use.since, use.until) for use in self.login.in_hand]

    @property
    def shares(self) -> list[tuple[User | None, datetime, datetime | None]]:
        return [(self.name(use.person_id), use.since, use.until) for use in self.login.shares]

    @property
    def seen(self) -> list[tuple[User | None, datetime]]:
        return [(self.name(pk), at) for pk, at in self.login.seen]


def grants_during(
    span: Span, *, account: PlatformAccount | None = None, person: User | None = None
) -> list[RegisterLine]:
    """The grants in force at any moment of the span: on one account with what reaches every account, of one person,
    or all of the company."""
    entries = LedgerEntry.objects.filter(event__in=ROLE_EVENTS, kind="user", at__lt=span.end)
    if account is not None:
        entries = entries.filter(Q(account=account) | Q(account=None, payload__role__in=REACHING_ROLES))
    if person is not None:
        entries = entries.filter(object_id=person.pk)
    held = [row for row in replay(entries) if row.in_force(span.start, span.end)]
    return _by_name(held, span)


def _by_name(held: list[HeldGrant], span: Span) -> list[RegisterLine]:
    requests = {row.request_id for row in held if row.request_id}
    words: dict[int, list[LedgerEntry]] = {}
    decided = LedgerEntry.objects.filter(
        kind="approval_request", object_id__in=requests, event__in=(ASKED, AGREED_IN_PART, AGREED)
    )
    for entry in decided.order_by("pk"):
        words.setdefault(entry.object_id, []).append(entry)
    ids = {row.person_id for row in held} | {row.begun_by_id for row in held} | {row.ended_by_id for row in held}
    ids |= {entry.actor_id for rows in words.values() for entry in rows}
    people = User.objects.in_bulk(ids - {None})
    accounts = PlatformAccount.objects.in_bulk({row.account_id for row in held if row.account_id})
    closed = _closed_logins({row.person_id for row in held}, span.start)
    lines = []
    for row in held:
        told = words.get(row.request_id or 0, [])
        asked = next((entry.actor_id for entry in told if entry.event == ASKED), None)
        lines.append(
            RegisterLine(
                row, people.get(row.person_id), accounts.get(row.account_id or 0), people.get(asked or 0),
                [(people.get(entry.actor_id or 0), entry.at) for entry in told if entry.event != ASKED],
                row.person_id in closed, people.get(row.begun_by_id or 0), people.get(row.ended_by_id or 0),
            )
        )  # fmt: skip
    order = list(ROLES_BY_CODE)
    return sorted(
        lines,
        key=lambda line: (
            line.account.handle if line.account else "",
            order.index(line.grant.role) if line.grant.role in order else len(order),
            str(line.person),
        ),
    )


def _closed_logins(people: set[int], moment: datetime) -> set[int]:
    """Whose login was closed at that moment: their grants rested."""
    entries = LedgerEntry.objects.filter(
        kind="user", object_id__in=people, event__in=(CLOSED, REOPENED), at__lte=moment
    )
    closed: set[int] = set()
    for person_id, event in entries.order_by("at", "pk").values_list("object_id", "event"):
        (closed.add if event == CLOSED else closed.discard)(person_id)
    return closed


def logins_during(
    span: Span, *, account: PlatformAccount | None = None, person: User | None = None
) -> list[LoginLine]:
    """The logins in custody during the span: of one account, those that one person kept, used or saw, or all."""
    entries = LedgerEntry.objects.filter(kind="credential", event__in=CUSTODY_EVENTS, at__lt=span.end)
    if account is not None:
        entries = entries.filter(object_id__in=account.credentials.values("pk"))
    logins = custody_during(entries, span.start, span.end)
    if person is not None:
        logins = [login for login in logins if person.pk in _touching(login)]
    people = User.objects.in_bulk({pk for login in logins for pk in _touching(login)})
    credentials = Credential.objects.select_related("account").in_bulk([login.credential_id for login in logins])
    return [LoginLine(login, credentials.get(login.credential_id), people) for login in logins]


def _touching(login: KeptLogin) -> set[int]:
    uses = (*login.custodians, *login.in_hand, *login.shares)
    return {use.person_id for use in uses} | {pk for pk, _at in login.seen}


def kept(grants: Iterable[Grant]) -> list[HeldGrant]:
    """Rows of the register as the replay tells them."""
    return [
        HeldGrant(
            row.person_id, row.role, row.account_id, row.begins_at, row.begun_by_id, row.request_id, row.expires_at,
            row.ended_at, row.ended_by_id, row.ended_because,
        )
        for row in grants
    ]  # fmt: skip


def compare_register() -> list[Difference]:
    """Where the register of grants differs from what the ledger tells; empty where nobody changed it by hand."""
    told = replay(LedgerEntry.objects.filter(event__in=ROLE_EVENTS, kind="user").iterator(chunk_size=2000))
    return differences(told, kept(Grant.objects.iterator(chunk_size=2000)))
