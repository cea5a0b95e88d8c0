"""Who writes what in a person's record, as rows (R-001, R-012). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Sentence

MANAGE_PEOPLE = "governance.manage_people"

# What is said beside the code wherever a department is written: drafts keep it as text, so it is chosen once.
CODE_CHOSEN_ONCE = _("Letters, digits and hyphens. Files and rules name the department by it; it cannot be changed.")

# So long after the login was made somebody counts as new, and their page lists every step of joining.
NEW_FOR = timedelta(days=90)

# What a person may change of their own record; the rest is the administrators', the mail address above all: whoever
# sits at an open session must not choose where the link for a new password goes.
OWN_SETTINGS = frozenset({"language", "time_zone", "quiet_from", "quiet_to", "shortcuts_enabled"})

# What whoever manages people may write of others' records. A password, the rank of a superuser and rights are not
# here; logins are closed and opened by services of their own.
WRITTEN_BY_MANAGERS = OWN_SETTINGS | {
    "display_name", "email", "employee_number", "department", "superior", "post", "joined_on", "left_on",
}  # fmt: skip

# Whoever names themselves here would decide what they ask for with a second login, so somebody else does.
NAMED_BY_ANOTHER: Mapping[str, Sentence] = {
    "head": _("Somebody else must name you head. Please ask another administrator of people."),
    "superior": _("Somebody else must name you superior. Please ask another administrator of people."),
    "department": _(
        "You head this department, so somebody else must move people into it. Please ask another administrator of"
        " people."
    ),
}
