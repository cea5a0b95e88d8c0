"""Two who do the same at once: the database lets one of them, and the other reads the sentence (ASVS 2.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from governance.refusals.exceptions import Refused


@contextmanager
def refused_by(constraint: str, refusal: Refused) -> Iterator[None]:
    """Raise `refusal` where what is written inside breaks a constraint of that name, or one that begins so."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint not in str(error):
            raise
        raise refusal from error
