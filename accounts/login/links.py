"""The mail with the link by which a person sets a password: for somebody new, or who lost theirs (R-010)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.login.forms import ResetForm
from accounts.people.models import User
from accounts.people.rules import MANAGE_PEOPLE
from governance.public import NotAllowed, Refused, record, require


def mail_password_link(person: User, *, actor: User, request: HttpRequest, at: datetime | None = None) -> None:
    """Mail the link of the site's own reset page to the address in the record, in the person's language.

    The link works once and for PASSWORD_RESET_TIMEOUT; nobody but the person's mailbox sees it. Call it outside a
    transaction: it waits for the mail server. Raises OSError where that does not answer.
    """
    require(actor, MANAGE_PEOPLE)
    if actor.pk == person.pk:
        raise NotAllowed(_("You change your own password in your settings."))
    if not person.is_active:
        raise Refused(_("This login is closed. Please open it again first."))
    form = ResetForm({"email": person.email})
    if not person.email or not form.is_valid():
        raise Refused(_("There is no mail address in this record. Please enter one first."), field="email")
    # The form finds everybody of that address; the link is for this person alone.
    form.users = [person]
    with override(person.language):
        form.save(request)
    record("login.link_mailed", actor=actor, kind="user", object_id=person.pk, at=at)
