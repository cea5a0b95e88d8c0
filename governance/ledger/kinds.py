"""The kind of record that a ledger entry is."""

from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import register_kind

register_kind("ledger_entry", model="governance.LedgerEntry", label=_("ledger entry"), dated_by="at")
