"""Paid promotion: what it needs before money is spent, as rows (R-049, M-2.2.3, O-2.2.3b; Ad Law 14, L-06). Pure."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from governance.public import Particular, Responsible, Sentence

KIND, APPROVAL = "promotion", "promotion_budget"
WRITE, SEE = "accounts.draft", "accounts.view_platformaccount"
FORMS: tuple[tuple[str, Sentence], ...] = (
    ("feed", _("Paid reach on the platform")),
    ("topic", _("Topic or trend")),
    ("creator", _("Creator who is paid")),
    ("search", _("Search")),
    ("offline", _("Outside the platform")),
)
LABELS: tuple[tuple[str, Sentence], ...] = (
    ("text", _("The word 广告 (or “Ad”) in the post")),
    ("platform", _("The platform's own mark for commercial content")),
    ("both", _("Both")),
)
DECIDERS = (Responsible("superior"), Responsible("head"), Responsible("right", "governance.approve_plans"))
FIELDS = (
    Particular("plan", _("Plan"), "lines", limit=2000),
    Particular("budget", _("Budget")),
    Particular("label", _("Advertising label"), "choice", choices=LABELS),
    Particular("days", _("Days")),
)
MOST_AMOUNT = Decimal("9999999999.99")
TEXT_LIMIT = 2000
