"""A mail that cannot be a notice: notices go to the address in the record, this one to the address before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

if TYPE_CHECKING:
    from accounts.people.models import User


def write_to_old_address(person: User, address: str) -> None:
    """Tell the old mail address that links for a new password go elsewhere from now on (ASVS 6.3.7)."""
    with override(person.language):
        subject = _("Your mail address was changed")
        text = _(
            "An administrator changed the mail address of the login %(login)s. Notices and links for a new password "
            "go to the new address from now on. If you know nothing of this, please tell the head of your "
            "department at once."
        ) % {"login": person.username}
    send_mail(subject, text, None, [address])
