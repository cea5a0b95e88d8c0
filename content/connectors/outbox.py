"""Ordering an interface to publish or to take down; the row is the truth, the worker takes it from there (R-040)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.connectors.models import Connection, Dispatch
from content.connectors.rules import FILE_BYTES, KINDS_BY_CODE, PUBLISH_IT, WITHDRAW_IT
from content.connectors.workflow import PENDING
from content.drafts.models import Draft
from content.drafts.queries import files_of
from content.publishing.models import Publication
from content.publishing.services import fresh_preflight, in_window, lock_released, preflight_age, require_publisher
from governance.public import Refused, WrongState, holder_ids, insert_row, move, record, steady, tell

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


def connection_of(account: PlatformAccount) -> Connection | None:
    """The interface of an account, where it has one in use."""
    return Connection.objects.filter(account=account, is_on=True).first()


def order_post(draft: Draft, account: PlatformAccount, *, actor: User, at: datetime | None = None) -> Dispatch:
    """Have the interface publish the signed version: now, or at the time that is set (R-023, R-040).

    The check before release must still be fresh then. Raises NotAllowed, WrongState, or Refused in words.
    """
    now = at or timezone.now()
    with transaction.atomic(), steady():
        locked, version, accounts = lock_released(draft, now)
        require_publisher(actor, [account])
        if account.pk not in {row.pk for row in accounts}:
            raise Refused(_("This draft does not go to that account. Choose one of its accounts."))
        connection = connection_of(account)
        if connection is None:
            raise WrongState(_("This account has no interface in use. Publish by the kit, then record the post."))
        moment = max(now, locked.scheduled_at or now)
        if not in_window(locked, moment):
            raise Refused(_("The window that was signed is over, or has not begun. Ask for a new approval."))
        if fresh_preflight(version, account, now) is None or not _fresh_then(version.pk, account, now, moment):
            raise Refused(_("The check before release is missing or too old by then. Tick it, then send the post."))
        _check_files(locked, connection)
        if Publication.objects.filter(draft=locked, account=account).exists():
            raise WrongState(_("This post is recorded already. Load the page again."))
        if Dispatch.objects.filter(draft=locked, account=account, action=PUBLISH_IT, status__in=PENDING).exists():
            raise WrongState(_("This post is on its way already. Look under “Interfaces” how it goes."))
        order = insert_row(
            Dispatch(
                action=PUBLISH_IT, draft=locked, version=version, account=account, connection=connection,
                kind=connection.kind, address=connection.address,
                asked_by=actor, asked_at=now, not_before=moment, next_try_at=moment,
            )
        )  # fmt: skip
        _note("dispatch.ordered", order, actor, now)
    return order


def _fresh_then(version_id: int, account: PlatformAccount, now: datetime, moment: datetime) -> bool:
    from content.publishing.models import Preflight

    rows = Preflight.objects.filter(version_id=version_id, account=account, ticked_at__lte=now)
    return rows.filter(ticked_at__gte=moment - preflight_age(account, now)).exists()


def _check_files(draft: Draft, connection: Connection) -> None:
    files = files_of(draft)
    takes = KINDS_BY_CODE[connection.kind].takes
    if any(row.asset.kind not in takes or row.asset.size > FILE_BYTES for row in files):
        raise Refused(_("This interface does not take these files. Publish by the kit, then record the post."))


def order_withdrawal(publication: Publication, *, actor: User, at: datetime) -> Dispatch | None:
    """Have the interface take down what it published, in the transaction of the withdrawal; None where it did not.

    Where it is off, or the account is connected with another one by now, people are told to take it down by hand.
    """
    rows = Dispatch.objects.filter(publication=publication, action=PUBLISH_IT).select_related("connection")
    sent = rows.first()
    if sent is None:
        return None
    if not (sent.connection.is_on and sent.reaches_its_interface):
        people = [actor.pk, *holder_ids("accounts.manage", publication.account_id)]
        tell(
            list(dict.fromkeys(people)), "dispatch.stands", kind="publication", object_id=publication.pk,
            params={"words": _("The interface that published it is not in use any more.")},
            key=f"dispatch.stands:{publication.pk}", at=at, urgent=True,
        )  # fmt: skip
        return None
    order = insert_row(
        Dispatch(
            action=WITHDRAW_IT, draft_id=publication.draft_id, version_id=publication.version_id,
            account_id=publication.account_id, connection_id=sent.connection_id, kind=sent.kind, address=sent.address,
            publication=publication, external_id=publication.external_id, asked_by=actor, asked_at=at, not_before=at,
            next_try_at=at,
        )
    )  # fmt: skip
    _note("dispatch.ordered", order, actor, at)
    return order


def call_back(order: Dispatch, *, actor: User, version: int | None = None, at: datetime | None = None) -> Dispatch:
    """Take an order back before anything was sent; once something was, its outcome is awaited."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = Dispatch.objects.select_for_update(of=("self",)).select_related("account").get(pk=order.pk)
        if locked.first_sent_at is not None:
            raise WrongState(_("This was sent already, so it cannot be called back. Its outcome shows soon."))
        # Whoever has it in hand finds it changed and sends nothing.
        return move(
            locked, "call_back", actor=actor, version=version, at=now, held=True,
            changes={"done_at": now, "tries": locked.tries + 1},
        )  # fmt: skip


def settle(
    order: Dispatch, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Dispatch:
    """Somebody looked on the platform what came of it and says so; from then on it may be recorded or sent again."""
    now = at or timezone.now()
    return move(order, "settle", actor=actor, note=note, version=version, at=now, changes={"done_at": now})


def _note(event: str, order: Dispatch, actor: User, at: datetime) -> None:
    record(
        event, actor=actor, kind="dispatch", object_id=order.pk, account_id=order.account_id,
        payload={"action": order.action, "draft": order.draft_id, "version": order.version_id}, at=at,
    )  # fmt: skip
