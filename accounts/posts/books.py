"""Which rule books a measurement of posts and groups looks at (R-002, R-123)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from governance.public import PackBinding, Policy, Scope, packs_for, today


def books_of(scope: Scope, at: datetime) -> QuerySet[Any]:
    """The rule books bound to anything on that day: of the company, of one rule book, or of one account."""
    bound = PackBinding.objects.on(today(at)).values("policy")
    books = Policy.objects.filter(pk__in=bound)
    if scope.account is not None:
        scope.asked = True
        books = books.filter(code__in=packs_for(scope.account, at))
    return books if scope.pack is None else books.filter(code=scope.pack)
