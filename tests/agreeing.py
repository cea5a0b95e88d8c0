"""A second person agrees to a sensitive step: what comes before it in most tests (R-014)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.public import User
from governance.public import ask_act, decide_approval
from governance.sensitive.models import SensitiveOperation


def agreed(
    act: str, *, actor: User, target: Any, by: User, at: datetime, reason: str = "为了测试", **extra: Any
) -> SensitiveOperation:
    """Asked by `actor`, agreed to by `by`, as it stands afterwards."""
    operation = ask_act(act, actor=actor, target=target, reason=reason, at=at, **extra)
    assert operation.request is not None
    decide_approval(operation.request, actor=by, agree=True, at=at)
    operation.refresh_from_db()
    return operation
