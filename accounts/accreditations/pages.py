"""The words of the pages of accreditations."""

from django.utils.translation import gettext_lazy as _

from accounts.accreditations.forms import AccreditationForm
from accounts.accreditations.services import ACCREDITATIONS, end_accreditation, file_accreditation
from accounts.certificates.pages import CertificatePages

PAGES = CertificatePages(
    ACCREDITATIONS,
    tab="advisers",
    form=AccreditationForm,
    give=file_accreditation,
    end=end_accreditation,
    list_template="accounts/accreditations/accreditations.html",
    detail_template="accounts/accreditations/accreditation_detail.html",
    title=_("Accreditations of advisers"),
    one=_("Accreditation"),
    holder=_("Adviser"),
    giver=_("Put on file by"),
    give_title=_("Put an accreditation on file"),
    give_label=_("Put on file"),
    give_follows=_(
        "The adviser may sign health content until the end of the last day, wherever the role of an adviser is held."
        " Thirty days before, you are both reminded."
    ),
    given=_("The accreditation is on file, and its holder is told until when it counts."),
    end_title=_("End an accreditation"),
    end_follows=_("The very next signature under this accreditation is refused. What was signed before stays signed."),
    ended=_("The accreditation counts no more; the next signature under it is refused."),
    none_title=_("No accreditation on file yet"),
    none_text=_(
        "An adviser signs health content only with an accreditation on file."
        " Whoever manages the accounts puts it there."
    ),
)
