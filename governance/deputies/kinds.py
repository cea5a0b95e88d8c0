"""The kind of record of this room."""

from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import register_kind

register_kind("deputyship", model="governance.Deputyship", label=_("deputyship"))
