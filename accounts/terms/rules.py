"""The facts of every term in an office: how long a reason may be, when its end is near (R-002, R-123). Pure."""

from __future__ import annotations

from datetime import timedelta

REASON_LIMIT = 300
# A term that ends within these days puts what it fills at risk (chapter 8).
ENDS_SOON = timedelta(days=30)
