"""Getting notices out of the house: lease, send, then mark (R-064).

A row is leased by the clock of the database and comes up again when the lease ends, whatever died meanwhile.
Five tries, then it has failed and the operators hear of it. Nothing is sent inside a transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from governance.access.holding import holders
from governance.access.services import require
from governance.ledger.services import record
from governance.notices.channels import Letter, Outbox
from governance.notices.models import Delivery, Notice
from governance.notices.rules import (
    BACKOFF_SECONDS,
    BATCH,
    BURST_SECONDS,
    CHANNELS_BY_CODE,
    EXPIRED,
    EXPIRES_AFTER_DAYS,
    FAILED,
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    RENEW_SECONDS,
    SENT,
    WAITING,
)
from governance.notices.services import ids_clause, ids_parameter, tell, walk_the_index
from governance.preferences.rules import zone_named

if TYPE_CHECKING:
    from accounts.models import User

ERROR_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A leased delivery."""

    id: int
    notice_id: int
    recipient_id: int
    channel: str
    urgent: bool
    attempts: int


def deliver(
    now: datetime | None = None, *, batch: int = BATCH, clock: Callable[[], float] | None = None
) -> dict[str, int]:
    """Send what is waiting, batch after batch; returns letters sent, deliveries sent, deferred and failed.

    `now` stands in for the clock of the database in tests, and stands still; `clock` for the seconds that pass while
    letters go out.
    """
    seconds = clock or (monotonic if now is None else lambda: 0.0)
    counts: dict[str, int] = defaultdict(int)
    counts["expired"] = expire(now)
    with Outbox() as outbox:
        while True:
            claims = claim(batch, now)
            if not claims:
                return dict(counts)
            _deliver(claims, outbox, _Lease(claims, now, seconds), counts)


class _Lease:
    """Holds the rows of a batch while its letters go out one by one, however long that takes.

    The number of tries tells whose a row is: who took it up after us raised it, and from then on it is theirs.
    """

    def __init__(self, rows: Sequence[Claim], now: datetime | None, clock: Callable[[], float]) -> None:
        self._rows = {row.id: row for row in rows}
        self._given, self._begun, self._clock = now, now or timezone.now(), clock
        self._from = self._renewed = clock()

    def now(self) -> datetime:
        """The present: when the batch was claimed, and the seconds since."""
        return self._begun + timedelta(seconds=self._clock() - self._from)

    def held(self, rows: Sequence[Claim]) -> list[Claim]:
        """Those of `rows` that are still ours, with the lease renewed where a good part of it has passed."""
        if self._clock() - self._renewed >= RENEW_SECONDS:
            self._renewed = self._clock()
            ours = renew(list(self._rows.values()), self.now() if self._given else None)
            self._rows = {pk: row for pk, row in self._rows.items() if pk in ours}
        return [row for row in rows if row.id in self._rows]

    def done(self, rows: Sequence[Claim]) -> None:
        """Hold these no longer: they are sent, or wait for another try."""
        for row in rows:
            self._rows.pop(row.id, None)


def _deliver(claims: list[Claim], outbox: Outbox, lease: _Lease, counts: dict[str, int]) -> None:
    now = lease.now()
    dead = [row for row in claims if row.attempts > MAX_ATTEMPTS]
    fail(dead, "every try ended without an answer", now)
    counts["failed"] += len(dead)
    people = apps.get_model("accounts", "User").objects.in_bulk({row.recipient_id for row in claims})
    tried = [row for row in claims if row.attempts <= MAX_ATTEMPTS]
    left = [row for row in tried if not people[row.recipient_id].is_active]
    _update([row.id for row in left], "state = %s, error = %s", [EXPIRED, "the login was closed meanwhile"])
    counts["expired"] += len(left)
    alive = [row for row in tried if people[row.recipient_id].is_active]
    later = _to_defer(alive, people, now)
    defer(later)
    counts["deferred"] += len(later)
    groups: dict[tuple[int, str, int], list[Claim]] = defaultdict(list)
    for row in alive:
        if row.id not in later:
            groups[row.recipient_id, row.channel, row.attempts].append(row)
    notices = Notice.objects.in_bulk([row.notice_id for rows in groups.values() for row in rows])
    lease.done([row for row in claims if row not in alive or row.id in later])
    for (recipient_id, channel, _attempts), grouped in groups.items():
        rows = lease.held(grouped)
        if not rows:
            continue
        error = outbox.send(Letter(people[recipient_id], channel, [notices[row.notice_id] for row in rows]))
        # After each letter: whatever dies or takes long later on, this one does not go out again.
        if error:
            counts["failed"] += retry(rows, error, lease.now())
        else:
            mark_sent([row.id for row in rows], lease.now())
            counts["sent"] += len(rows)
            counts["letters"] += 1
        lease.done(rows)


def _database_clock(now: datetime | None) -> tuple[str, list[Any]]:
    """The present as SQL: the clock of the database, or the moment that a test passes in."""
    if connection.vendor == "postgresql":
        return ("CAST(%s AS timestamptz)", [now]) if now else ("now()", [])
    # With the fraction that a lease carries: SQLite compares moments as texts.
    text = "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {})"
    return (text.format("%s"), [connection.ops.adapt_datetimefield_value(now)]) if now else (text.format("'now'"), [])


def _lease_until(present: str) -> str:
    """The end of a lease taken at `present`, as SQL."""
    if connection.vendor == "postgresql":
        return f"{present} + interval '{LEASE_SECONDS} seconds'"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {present}, '+{LEASE_SECONDS} seconds')"


def claim(limit: int = BATCH, now: datetime | None = None) -> list[Claim]:
    """Lease up to `limit` waiting deliveries, urgent and old ones alike in the order of their turn."""
    present, given = _database_clock(now)
    lease, lock = _lease_until(present), "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        walk_the_index(cursor)
        cursor.execute(
            f"""
            UPDATE governance_delivery SET next_try_at = {lease}, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM governance_delivery WHERE state = '{WAITING}' AND next_try_at <= {present}
                ORDER BY next_try_at, id LIMIT %s {lock})
            RETURNING id, notice_id, recipient_id, channel, urgent, attempts
            """,  # noqa: S608
            [*given, *given, limit],
        )
        return [Claim(*row) for row in cursor.fetchall()]


def renew(rows: Sequence[Claim], now: datetime | None = None) -> set[int]:
    """Lengthen the lease of rows that are still as they were claimed; returns their ids, the others are lost."""
    present, given = _database_clock(now)
    by_tries: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_tries[row.attempts].append(row.id)
    ours: set[int] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        for tries, ids in by_tries.items():
            cursor.execute(
                f"UPDATE governance_delivery SET next_try_at = {_lease_until(present)} WHERE {ids_clause('id')}"  # noqa: S608
                f" AND attempts = %s AND state <> '{SENT}' RETURNING id",
                [*given, ids_parameter(ids), tries],
            )
            ours.update(row[0] for row in cursor.fetchall())
    return ours


def _update(ids: Sequence[int], assignments: str, values: Sequence[Any]) -> None:
    """Change leased deliveries. Not "state = waiting": PostgreSQL would read the whole partial index for it."""
    if not ids:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE governance_delivery SET {assignments} WHERE {ids_clause('id')} AND state <> '{SENT}'",  # noqa: S608
            [*values, ids_parameter(ids)],
        )


def mark_sent(ids: Sequence[int], now: datetime) -> None:
    """The letters are out."""
    moment = connection.ops.adapt_datetimefield_value(now)
    _update(ids, "state = %s, sent_at = %s, error = ''", [SENT, moment])


def defer(later: Mapping[int, datetime]) -> None:
    """Give leased deliveries back until a moment each; the try does not count."""
    by_moment: dict[datetime, list[int]] = defaultdict(list)
    for delivery_id, moment in later.items():
        by_moment[moment].append(delivery_id)
    for moment, ids in by_moment.items():
        adapted = connection.ops.adapt_datetimefield_value(moment)
        _update(ids, "next_try_at = %s, attempts = attempts - 1", [adapted])


def retry(rows: Sequence[Claim], error: str, now: datetime) -> int:
    """One more failure: wait longer each time, the fifth is the last. Returns how many have failed for good."""
    last = [row for row in rows if row.attempts >= MAX_ATTEMPTS]
    for row in rows:
        if row.attempts < MAX_ATTEMPTS:
            wait = timedelta(seconds=BACKOFF_SECONDS[row.attempts - 1])
            moment = connection.ops.adapt_datetimefield_value(now + wait)
            _update([row.id], "next_try_at = %s, error = %s", [moment, error[:ERROR_LENGTH]])
    fail(last, error, now)
    return len(last)


@transaction.atomic
def fail(rows: Sequence[Claim], error: str, now: datetime) -> None:
    """Give up, and tell the operators in-app (never by the channel that just failed)."""
    if not rows:
        return
    _update([row.id for row in rows], "state = %s, error = %s", [FAILED, error[:ERROR_LENGTH]])
    operators = list(holders("governance.operate"))
    people = apps.get_model("accounts", "User").objects.in_bulk({row.recipient_id for row in rows})
    for row in rows:
        tell(
            operators,
            "delivery.failed",
            params={
                "channel": str(CHANNELS_BY_CODE[row.channel].label),
                "person": str(people[row.recipient_id]),
                "attempts": MAX_ATTEMPTS,
            },
            key=f"delivery.failed:{row.id}",
            at=now,
            deliver=False,
        )


def expire(now: datetime | None = None) -> int:
    """Nobody wants a mail about last week: what waited too long stays in-app only."""
    now = now or timezone.now()
    too_old = now - timedelta(days=EXPIRES_AFTER_DAYS)
    return Delivery.objects.filter(state=WAITING, next_try_at__lte=now, notice__created_at__lt=too_old).update(
        state=EXPIRED
    )


def retry_failed(*, actor: User, at: datetime | None = None) -> int:
    """Try everything that failed once more, after an operator mended the channel."""
    require(actor, "governance.operate")
    now = at or timezone.now()
    with transaction.atomic():
        count = Delivery.objects.filter(state=FAILED).update(state=WAITING, attempts=0, next_try_at=now)
        record("delivery.retried", actor=actor, kind="user", object_id=actor.pk, payload={"count": count}, at=now)
    return count


def failed_deliveries() -> int:
    """How many deliveries failed for good: the alarm of the page Operations."""
    return Delivery.objects.filter(state=FAILED).count()


def _to_defer(rows: Sequence[Claim], people: Mapping[int, Any], now: datetime) -> dict[int, datetime]:
    """Deliveries that are not urgent and meet quiet hours, or a letter sent within the last five minutes."""
    calm = [row for row in rows if not row.urgent]
    since = now - timedelta(seconds=BURST_SECONDS)
    recent = (
        Delivery.objects.filter(state=SENT, sent_at__gt=since, recipient__in={row.recipient_id for row in calm})
        .order_by()
        .values_list("recipient_id", "channel")
        .annotate(last=Max("sent_at"))
    )
    last_sent = {(recipient, channel): last for recipient, channel, last in recent} if calm else {}
    later: dict[int, datetime] = {}
    for row in calm:
        moments = [quiet_until(people[row.recipient_id], now)]
        last = last_sent.get((row.recipient_id, row.channel))
        if last is not None:
            moments.append(last + timedelta(seconds=BURST_SECONDS))
        moment = max((at for at in moments if at is not None), default=None)
        if moment is not None and moment > now:
            later[row.id] = moment
    return later


def quiet_until(person: User, now: datetime) -> datetime | None:
    """The end of the person's quiet hours if they are quiet now; hours may run past midnight."""
    begin, end = person.quiet_from, person.quiet_to
    if begin is None or end is None or begin == end:
        return None
    local = now.astimezone(zone_named(person.time_zone))
    at = local.time()
    if not (begin <= at < end if begin < end else at >= begin or at < end):
        return None
    day = local.date() + timedelta(days=1 if begin > end and at >= begin else 0)
    return datetime.combine(day, end, tzinfo=local.tzinfo)
