"""The kinds of records of this floor, and the words of its ledger events."""

from django.utils.translation import gettext_lazy as _

import accounts.accreditations.kinds
import accounts.attestations.kinds
import accounts.custody.kinds
import accounts.directory.kinds
import accounts.grants.kinds
import accounts.groups.kinds
import accounts.incidents.kinds
import accounts.leave.kinds
import accounts.leaving.kinds
import accounts.opening.kinds
import accounts.papers.kinds
import accounts.people.kinds
import accounts.platforms.acts
import accounts.platforms.kinds
import accounts.posts.kinds
import accounts.qualifications.kinds
import accounts.recertification.kinds
import accounts.upkeep.kinds
import accounts.verification.kinds  # noqa: F401 - registers what the rooms bring
from accounts.login.confirmation import check_confirmed, confirmation_required, confirmed_at
from accounts.people.finding import find_people
from governance.public import Confirmation, register_confirmation, register_events, register_kind, register_searcher

register_kind("user", model="accounts.User", label=_("member of staff"), url="accounts:person_detail")
register_kind("department", model="accounts.Department", label=_("department"), url="accounts:department_detail")

register_searcher("user", find_people)
register_confirmation(Confirmation(ask=confirmation_required, moment=confirmed_at, check=check_confirmed))
register_events(
    {
        "person.created": _("added a member of staff"),
        "person.changed": _("changed a member of staff"),
        "person.disabled": _("closed a login"),
        "person.reopened": _("opened a login again"),
        "department.created": _("added a department"),
        "department.changed": _("changed a department"),
        "login.succeeded": _("logged in"),
        "login.failed": _("failed to log in"),
        "login.ended": _("logged out"),
        "login.factor_added": _("set up a second factor"),
        "login.factor_removed": _("took a second factor away"),
        "login.codes_renewed": _("made new recovery codes"),
        "login.password_changed": _("changed the password"),
        "login.password_reset": _("set a new password by the link of a mail"),
        "login.connected": _("connected a login of elsewhere"),
        "login.disconnected": _("took the connection to a login of elsewhere away"),
        "login.link_mailed": _("had a link for a password mailed"),
    }
)
