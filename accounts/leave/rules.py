"""The facts of leave as rows: who decides it, what is asked, how long it may be (R-016, D-7.2.4b). Pure."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Particular, Responsible

KIND = "leave"
# The rule books say how far ahead.
NOTICE = "leave.notice"
# Working days of the company's seat.
CALENDAR = "CN"
LONGEST = timedelta(days=365)

DECIDERS = (Responsible("superior"), Responsible("head"))
FIELDS = (
    Particular("first_day", _("First day"), "date"),
    Particular("last_day", _("Last day"), "date"),
    Particular(
        "deputy", _("Deputy"), "person",
        help=_("Does your duties meanwhile: gets your deadlines, notices, shifts and decisions, but not your rights."),
    ),
)  # fmt: skip

# Rights of signing that rest while somebody is on leave.
RESTING = frozenset(
    {
        "accounts.review_first", "accounts.review_final", "governance.sign_legal", "governance.sign_executive",
        "governance.sign_adviser", "governance.confirm_facts", "governance.approve_remedies",
        "governance.approve_plans", "governance.acknowledge_reports",
    }
)  # fmt: skip
