"""How people log in: nobody signs up, and every login stands in the ledger (ASVS 16.3.1)."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest

from accounts.people.models import User
from governance.public import record

log = structlog.get_logger(__name__)


class LoginAdapter(DefaultAccountAdapter):
    """Closed to sign-up: administrators add people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        by = [row["provider"] for row in get_authentication_records(request, user) if "provider" in row]
        payload = {"provider": by[-1]} if by else {}
        record("login.succeeded", actor=user, kind="user", object_id=user.pk, payload=payload)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        if isinstance(user, User):
            record("login.ended", actor=user, kind="user", object_id=user.pk)
        super().logout(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed tries count by name and address: nobody elsewhere can keep a person from logging in."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}@{self.get_client_ip(request)}"

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """A new password stands in the ledger: by the person, or by whoever held the link of a reset mail."""
        super().set_password(user, password)
        by_person = self.request.user.pk == user.pk
        event = "login.password_changed" if by_person else "login.password_reset"
        record(event, actor=user if by_person else None, kind="user", object_id=user.pk)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(username=credentials.get("username", "")).first()
        if user is None:
            log.warning("login_failed_for_unknown_name")
        else:
            record("login.failed", actor=None, kind="user", object_id=user.pk)
