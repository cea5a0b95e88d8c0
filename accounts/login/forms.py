"""Asking for a new password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm

from accounts.people.models import User


class ResetForm(ResetPasswordForm):
    """Sends the link to the address in the person's record, and says nothing of whether there is one."""

    users: list[User]

    def clean_email(self) -> str:
        """The people of that address; other addresses that allauth may hold do not count."""
        email = get_adapter().clean_email(self.cleaned_data["email"].lower())
        people = User.objects.filter(email__iexact=email, is_active=True).order_by("pk") if email else ()
        # Databases fold "ı" and "i" into one; the mail goes to what was typed, so it must be the same to the letter.
        self.users = [person for person in people if person.email.lower() == email]
        return email
