"""Certificates on the Today page: those that end soon, one's own and those that one can renew (R-122, R-038)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.certificates.services import CertificateKind
from accounts.people.models import User
from governance.public import Card, CardItem, can

SHOWN = 20


def to_renew(kind: CertificateKind[Any], user: User, now: datetime) -> Card:
    """Those that end within thirty days and have no successor yet."""
    rows = kind.rows.ending_soon(now)
    if not can(user, kind.model.right):
        rows = rows.filter(person=user)
    first = rows.order_by("valid_until")[:SHOWN]
    items = [CardItem(str(row), row.get_absolute_url(), row.valid_until) for row in first]
    return Card(items, reverse(kind.list_address))
