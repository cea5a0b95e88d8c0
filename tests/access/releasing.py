"""Records of the matrix that belong to releasing: what is on its way to an interface."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.custody.models import Credential
from content.conftest import House
from content.connectors.models import Connection, Dispatch
from content.corrections.models import Correction
from content.drafts.models import Draft
from content.publishing.models import Publication
from content.suspension.models import ReleaseHold, SuspendedAccount, Suspension


def releasing_records(house: House, approved: Draft, publication: Publication) -> dict[str, tuple[Any, ...]]:
    """One of each, as the arguments of its address."""
    now, manager = timezone.now(), house.people["manager"]
    token = Credential.objects.create(
        account=house.account, kind="api_token", login="posts", custodian=house.people["custodian"], created_at=now
    )
    connection = Connection.objects.create(
        account=house.account, kind="webhook", address="https://posts.example.com", credential=token,
        connected_by=manager, connected_at=now,
    )  # fmt: skip
    assert approved.current_version is not None
    order = Dispatch.objects.create(
        action="publish", draft=approved, version=approved.current_version, account=house.account,
        connection=connection, kind=connection.kind, address=connection.address,
        asked_by=house.people["publisher"], asked_at=now, not_before=now, next_try_at=now,
    )  # fmt: skip
    # Lifted already, so that the other rows find publishing as on every day; the hold stands on another draft.
    lifted = Suspension.objects.create(
        scope="x", reason="A test", begun_by=manager, begun_at=now, lifted_by=manager, lifted_at=now, lift_note="over"
    )
    SuspendedAccount.objects.create(suspension=lifted, account=house.account)
    held = house.approved()
    hold = ReleaseHold.objects.create(draft=held, author=held.author, suspension=lifted)
    correction = Correction.objects.create(
        publication=publication, account=house.account, wrong="x", corrected_text="y", sha256="0" * 64,
        noticed_by="z", asked_by=manager, asked_at=now,
    )  # fmt: skip
    return {
        "correction": (correction.pk,),
        "account_number": (house.account.pk,),
        "dispatch": (order.pk,),
        "suspension": (lifted.pk,),
        "hold": (hold.pk,),
    }
