"""The kind of record that counting brings."""

from django.utils.translation import gettext_lazy as _

from content.rhythm.rules import KIND
from governance.public import register_kind

register_kind(
    KIND, model="content.PostingPeriod", label=_("posting period"), url="content:frequency_account",
    url_field="account_id", joined=("account",),
)  # fmt: skip
