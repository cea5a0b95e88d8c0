"""What people state of themselves, as rows: safe work (R-010, M-3.3.2, O-3.2.3), confidentiality (R-107, D-7.2.1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import Doer, Particular

SECURITY, UNDERTAKING = "security_attestation", "confidentiality_undertaking"
# The rule books name the items, by the names of the rows below.
ITEMS = "attestation.items"
SELF = Doer("self")
# Legal rule A-03: overseas platforms over a lawful registered cross-border line, attested by every operator.
LAWFUL_LINE = "lawful_line"
HOME_MARKET = "CN"

# Whoever holds one of these on an account operates it; seeing figures alone is no work on it.
WORKING = (
    "accounts.draft", "accounts.review_first", "accounts.review_final", "accounts.publish", "accounts.reply",
    "accounts.manage", "accounts.custody",
)  # fmt: skip

ATTESTED = (
    Particular("security_software", _("My work devices carry security software, switched on and up to date."), "yes"),
    Particular("mfa", _("My logins ask for a second factor."), "yes"),
    Particular("safe_network", _("I work in trusted networks only, never in open ones."), "yes"),
    Particular("no_unknown_links", _("I open no links and files of unknown origin."), "yes"),
    Particular(
        LAWFUL_LINE, _("I reach overseas platforms over the company's lawfully registered cross-border line only."),
        "yes", help=_("Asked of everybody who works on an overseas account (legal rule A-03)."),
    ),
)  # fmt: skip

UNDERTAKEN = (
    Particular("company_secrets", _("I keep the secrets of the company to myself."), "yes"),
    Particular("user_data", _("I pass on no data of users and customers, and take lists away for work only."), "yes"),
    Particular("account_data", _("I keep data and logins of the company's accounts to myself."), "yes"),
    Particular("afterwards", _("This holds also after I have left the company."), "yes"),
)
