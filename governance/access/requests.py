"""The request of somebody who has logged in, which LoginRequiredMiddleware guarantees for every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from accounts.models import User


class StaffRequest(HttpRequest):
    """For annotations of views that need a login: `request.user` is a member of staff, never anonymous."""

    user: User
