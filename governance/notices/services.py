"""Telling people things, once each, in the transaction of what happened (R-064, R-120)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.ledger.services import record
from governance.notices.address import seal_address
from governance.notices.models import Notice, Subscription
from governance.notices.rules import ALONE, BADGE_CAP, CHANNELS_BY_CODE, MAIL, WAITING
from governance.notices.templates import is_known
from governance.refusals.exceptions import NotAllowed, Refused

if TYPE_CHECKING:
    from accounts.models import User

# Whoever is away is told, and so is the deputy.
INSERT_NOTICES = """
    INSERT INTO governance_notice (recipient_id, template, params, kind, object_id, key, urgent, created_at)
    WITH named(id) AS (VALUES {recipients}),
        message(template, params, kind, object_id, key, urgent, at) AS (VALUES {row})
    SELECT hearer.id, message.* FROM (
        SELECT CAST(named.id AS bigint) AS id FROM named UNION
        SELECT d.deputy_id FROM governance_deputyship d JOIN named ON named.id = d.person_id
        WHERE d.begins_at <= {at} AND d.ends_at > {at}
    ) hearer CROSS JOIN message WHERE true ON CONFLICT DO NOTHING
    RETURNING id, recipient_id, urgent, created_at
"""
ROWS_PER_STATEMENT = 500


def tell(
    recipients: Iterable[User | int],
    template: str,
    *,
    kind: str | None = None,
    object_id: int | None = None,
    params: dict[str, Any] | None = None,
    key: str,
    at: datetime | None = None,
    urgent: bool = False,
    deliver: bool = True,
) -> int:
    """Tell each of `recipients`, and whoever stands in for them, once under `key`; returns how many were told now.

    Two statements for any number of recipients below 500, one on PostgreSQL. `deliver=False` leaves it at the
    in-app notice.
    """
    if not is_known(template):
        raise LookupError(f"nobody registered the notice {template}")
    ids = list(dict.fromkeys(row if isinstance(row, int) else row.pk for row in recipients))
    if not ids:
        return 0
    moment = connection.ops.adapt_datetimefield_value(at or timezone.now())
    tail = (template, json.dumps(params or {}, cls=DjangoJSONEncoder), kind or "", object_id, key, urgent, moment)
    at_once = connection.vendor == "postgresql"
    at_mark = "CAST(%s AS timestamptz)" if at_once else "%s"
    row = f"(%s, %s{'::jsonb' if at_once else ''}, %s, CAST(%s AS bigint), %s, %s, {at_mark})"
    told: list[int] = []
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for first in range(0, len(ids), ROWS_PER_STATEMENT):
            some = ids[first : first + ROWS_PER_STATEMENT]
            insert = INSERT_NOTICES.format(recipients=", ".join(["(%s)"] * len(some)), row=row, at=at_mark)
            if deliver and at_once:
                insert = f"WITH told AS ({insert}), queued AS ({deliveries_of('told')}) SELECT id FROM told"  # noqa: S608
            cursor.execute(insert, [*some, *tail, moment, moment])
            told += [row[0] for row in cursor.fetchall()]
        if deliver and not at_once:
            send_out(told)
    return len(told)


def untold(rows: QuerySet[Any], template: str, *, recipient: str) -> QuerySet[Any]:
    """Of these records those of which the person in the column `recipient` was not told yet under `template:pk`.

    What a sweep asks first, so that a fact that was told costs nothing any more.
    """
    key = Concat(Value(f"{template}:"), Cast(OuterRef("pk"), CharField()))
    return rows.exclude(Exists(Notice.objects.filter(recipient=OuterRef(recipient), key=key)))


def ids_clause(column: str) -> str:
    """A condition on `column` that takes the parameter of `ids_parameter`, however many ids there are."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column of ours


def ids_parameter(ids: Sequence[int]) -> Any:
    """The ids as one parameter."""
    return list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))


def walk_the_index(cursor: CursorWrapper) -> None:
    """Before a claim: have PostgreSQL follow the index in its order even if its statistics are stale.

    A queue swings between empty and full; statistics of the empty one make it sort the full one in each batch.
    """
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL enable_sort = off")


def deliveries_of(source: str, chosen: str = "TRUE") -> str:
    """SQL that queues a delivery per channel that the recipients of the notices `source n` want.

    Mail unless switched off, chat if on. `chosen` is a condition on n, and stands in the statement twice.
    """
    columns = f"n.id, n.recipient_id, {{channel}}, '{WAITING}', n.urgent, 0, n.created_at, ''"
    return f"""
        INSERT INTO governance_delivery
            (notice_id, recipient_id, channel, state, urgent, attempts, next_try_at, error)
        SELECT {columns.format(channel=f"'{MAIL}'")} FROM {source} n
        JOIN accounts_user u ON u.id = n.recipient_id
        WHERE {chosen} AND u.email <> '' AND u.is_active AND NOT EXISTS (
            SELECT 1 FROM governance_subscription s
            WHERE s.user_id = n.recipient_id AND s.channel = '{MAIL}' AND NOT s.is_on)
        UNION ALL
        SELECT {columns.format(channel="s.channel")} FROM {source} n
        JOIN governance_subscription s ON s.user_id = n.recipient_id
        WHERE {chosen} AND s.is_on AND s.channel <> '{MAIL}'
        ON CONFLICT DO NOTHING"""  # noqa: S608 - names of ours


def send_out(notice_ids: Sequence[int]) -> None:
    """Queue the deliveries of these notices, in the transaction that wrote them."""
    if not notice_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(deliveries_of("governance_notice", ids_clause("n.id")), [ids_parameter(notice_ids)] * 2)


_UNREAD = """
SELECT COUNT(*) FROM (SELECT 1 FROM governance_notice WHERE recipient_id = %s AND read_at IS NULL LIMIT %s) AS unread
"""


def unread_count(user: User) -> int:
    """Unread notices of a person, never counted beyond one above the cap."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [user.pk, BADGE_CAP + 1])
        return int(cursor.fetchone()[0])


def badge(user: User) -> str:
    """What the header shows: nothing, the number, or 99+."""
    count = unread_count(user)
    return f"{BADGE_CAP}+" if count > BADGE_CAP else str(count or "")


def mark_read(notice_id: int, *, actor: User, at: datetime | None = None) -> Notice:
    """Mark one's own notice read, and earlier ones of the same cause; a second time changes nothing."""
    notice = Notice.objects.filter(pk=notice_id, recipient=actor).first()
    if notice is None:
        raise NotAllowed(_("This notice is not addressed to you, or is gone. Reload your notices."))
    if notice.read_at is None:
        notice.read_at = at or timezone.now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)
        if notice.object_id is not None and notice.kind not in ALONE:
            same = Notice.objects.of(actor).unread().filter(kind=notice.kind, object_id=notice.object_id)
            same.filter(pk__lt=notice.pk).update(read_at=notice.read_at)
    return notice


def mark_all_read(*, actor: User, at: datetime | None = None) -> int:
    """Mark all of one's own notices read; returns how many were not."""
    return Notice.objects.of(actor).unread().update(read_at=at or timezone.now())


@transaction.atomic
def subscribe(
    user: User, channel: str, *, is_on: bool, address: str = "", actor: User, at: datetime | None = None
) -> Subscription:
    """Switch a channel on or off for oneself; a chat channel needs the token of its webhook.

    An empty address keeps the one that is stored.
    """
    if actor.pk != user.pk:
        raise NotAllowed(_("Everybody sets their own channels. Please ask the person to do it in their settings."))
    row = CHANNELS_BY_CODE.get(channel)
    if row is None:
        raise Refused(_("This channel does not exist. Please choose one from the list."), field="channel")
    known = Subscription.objects.select_for_update().filter(user=user, channel=channel).first()
    subscription = known or Subscription(user=user, channel=channel)
    if address:
        subscription.address = seal_address(user.pk, channel, address.strip())
    if is_on and row.scheme and not subscription.address:
        sentence = _("Enter the token of the webhook, so that notices can reach you there.")
        raise Refused(sentence, field=f"{channel}_address")
    subscription.is_on = is_on
    subscription.save()
    payload = {"channel": channel, "on": is_on, "address_changed": bool(address)}
    record("channel.set", actor=actor, kind="user", object_id=user.pk, payload=payload, at=at)
    return subscription


@transaction.atomic
def save_channels(user: User, choices: Iterable[tuple[str, bool, str]], *, actor: User) -> None:
    """Set several channels at once: all of them or none."""
    for channel, is_on, address in choices:
        subscribe(user, channel, is_on=is_on, address=address, actor=actor)
