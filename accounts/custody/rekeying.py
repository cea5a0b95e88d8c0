"""Sealing everything anew under the newest key, in batches that survive being killed (R-006, ASVS 11.3).

A row is either still under its old key or already under the new one; a killed run is taken up by the next.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.custody.keyring import UnknownKey, newest_key
from accounts.custody.models import SealedSecret
from accounts.custody.sealing import Moved, Sealed, open_secret, seal_secret

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """How many rows were sealed anew, and the credentials that the ring could not open."""

    sealed: int
    unreadable: tuple[int, ...]


def rekey() -> Rekeyed:
    """Put every secret under the newest key; rows that cannot be opened are left as they are and named."""
    name, _key = newest_key()
    sealed, unreadable, after = 0, [], 0
    while True:
        with transaction.atomic():
            old = SealedSecret.objects.select_for_update().exclude(key_name=name).filter(pk__gt=after)
            rows = list(old.order_by("pk")[:BATCH])
            done = []
            for row in rows:
                try:
                    secret = open_secret(
                        Sealed(row.key_name, bytes(row.ciphertext)), credential_id=row.pk, number=row.number
                    )
                except (UnknownKey, Moved):
                    unreadable.append(row.pk)
                    continue
                fresh = seal_secret(secret, credential_id=row.pk, number=row.number)
                row.key_name, row.ciphertext = fresh.key_name, fresh.ciphertext
                done.append(row)
            SealedSecret.objects.bulk_update(done, ["key_name", "ciphertext"], batch_size=100)
        sealed += len(done)
        if not rows:
            return Rekeyed(sealed, tuple(unreadable))
        after = rows[-1].pk
