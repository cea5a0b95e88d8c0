"""The kinds of records of this floor, and the words of its ledger events."""

from django.utils.translation import gettext_lazy as _

from governance.public import register_kind

register_kind("user", model="accounts.User", label=_("member of staff"))
register_kind("department", model="accounts.Department", label=_("department"))
register_kind("platform_account", model="accounts.PlatformAccount", label=_("platform account"))
