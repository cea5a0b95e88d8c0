"""What is looked at on an account and what is renewed, as rows (R-005, R-015, D-2.1.1, K-4.1.1b, M-3.2.1-3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import Doer, Particular

PROFILE_CHECK, PAGE_UPKEEP = "profile_check", "page_upkeep"
# Whoever publishes there looks and renews; whoever manages the account hears of a fault and puts it right.
DOER, ANSWERS = Doer("right", "accounts.publish"), Doer("right", "accounts.manage")
ACTIVE = "active"

PROFILE = (
    Particular("nickname", _("Nickname"), "check", help=_("The official or authorised name, as it was applied for.")),
    Particular("avatar", _("Avatar"), "check", help=_("The current logo, readable when small.")),
    Particular("description", _("Description"), "check", help=_("True, up to date, the core business named.")),
    Particular("contacts", _("Contacts"), "check", help=_("Each one tried: it reaches the company.")),
    Particular("brand", _("Match with the brand"), "check", help=_("Colours, tone and claims fit the brand.")),
    Particular(
        "qualification", _("Shown qualification"), "check",
        help=_("Where the field is regulated (health, finance, law, education), the qualification is shown."),
    ),
)  # fmt: skip

RENEWED, KEPT = "renewed", "kept"
AREAS = (("layout", _("Layout")), ("functions", _("Functions")), ("templates", _("Templates and style")))
OUTCOMES = ((RENEWED, _("Renewed")), (KEPT, _("Looked at, stays as it is")))
UPKEEP = (
    *(Particular(code, label, "choice", choices=OUTCOMES) for code, label in AREAS),
    Particular("what", _("What was renewed"), "lines", limit=2000),
    Particular("done_on", _("Done on"), "date"),
)
