"""The words of the pages of qualifications."""

from django.utils.translation import gettext_lazy as _

from accounts.certificates.pages import CertificatePages
from accounts.qualifications.forms import ReviewerForm
from accounts.qualifications.services import QUALIFICATIONS, appoint_reviewer, end_qualification

PAGES = CertificatePages(
    QUALIFICATIONS,
    tab="reviewers",
    form=ReviewerForm,
    give=appoint_reviewer,
    end=end_qualification,
    list_template="accounts/qualifications/qualifications.html",
    detail_template="accounts/qualifications/qualification_detail.html",
    title=_("Reviewers"),
    one=_("Reviewer"),
    holder=_("Reviewer"),
    giver=_("Appointed by"),
    give_title=_("Appoint a reviewer"),
    give_label=_("Appoint"),
    give_follows=_(
        "The reviewer is told until when the qualification holds: the days of the rule book, counted from the test."
        " It opens the two reviews wherever the role of a reviewer is held."
        " Thirty days before the end you are both reminded."
    ),
    given=_("The reviewer is appointed, and told until when."),
    end_title=_("End a qualification"),
    end_follows=_("The very next signature of this person is refused. What was signed before stays signed."),
    ended=_("The qualification is ended; the next signature is refused."),
    none_title=_("No qualification here yet"),
    none_text=_(
        "Only reviewers who were trained, tested and appointed may sign. Whoever manages the accounts appoints them."
    ),
)
