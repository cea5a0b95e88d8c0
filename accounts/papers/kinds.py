"""The kind of papers, and the words of their ledger event."""

from django.utils.translation import gettext_lazy as _

from governance.public import register_events, register_kind

register_kind("account_paper", model="accounts.AccountPaper", label=_("paper of an account"), dated_by="uploaded_at")
register_events({"account_paper.kept": _("kept a paper of an account")})
