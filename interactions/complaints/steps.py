"""What can be done on the page of a complaint, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from interactions.acting import Step, StepForm, steps_of
from interactions.complaints import forms, services

if TYPE_CHECKING:
    from accounts.public import User
    from interactions.complaints.models import Complaint

HANDLE = "governance.handle_complaints"

STEPS = steps_of(
    Step(
        "accept", _("Accept"), HANDLE,
        lambda row, user, data: services.accept_complaint(row, actor=user, **data),
        _("The complaint is accepted and yours."), StepForm,
    ),
    Step(
        "investigate", _("Record the cause"), HANDLE,
        lambda row, user, data: services.investigate_complaint(row, data.pop("cause"), actor=user, **data),
        _("The cause is recorded."), forms.CauseForm,
    ),
    Step(
        "solve", _("Record the solution"), HANDLE,
        lambda row, user, data: services.solve_complaint(row, data.pop("solution"), actor=user, **data),
        _("The solution is recorded."), forms.SolutionForm,
    ),
    Step(
        "tell", _("Tell the user"), HANDLE,
        lambda row, user, data: services.tell_complainant(row, data.pop("told_text"), actor=user, **data),
        _("It is recorded what the user was told."), forms.TellForm,
    ),
    Step(
        "close", _("Close"), HANDLE,
        lambda row, user, data: services.close_complaint(row, actor=user, **data),
        _("The complaint is closed."), StepForm,
    ),
    Step(
        "reopen", _("Open again"), HANDLE,
        lambda row, user, data: services.reopen_complaint(row, actor=user, **data),
        _("The complaint is open again."), forms.ReopenForm,
    ),
    Step(
        "confirm", _("Confirm the report"), "",
        lambda row, user, data: services.confirm_report(row, actor=user, **data),
        _("You confirmed that you received the report."), StepForm,
    ),
    Step(
        "remedy", _("Decide how the harm is made good"), HANDLE,
        lambda row, user, data: services.decide_remedy(
            row, data.pop("kind"), data.pop("remedy"), actor=user, **data
        ),
        _("The remedy is proposed; somebody else must approve it."), forms.RemedyForm,
    ),
    Step(
        "approve", _("Approve the remedy"), "governance.approve_remedies",
        lambda row, user, data: services.approve_remedy(row, actor=user, **data),
        _("The remedy is approved."), StepForm,
    ),
    Step(
        "carry_out", _("Record that the remedy was carried out"), HANDLE,
        lambda row, user, data: services.carry_out_remedy(row, data.pop("proof"), actor=user, **data),
        _("The remedy is carried out."), forms.ProofForm,
    ),
)  # fmt: skip

NEXT = {
    "received": ["accept"], "accepted": ["investigate"], "investigated": ["solve"], "solved": ["tell"],
    "told": ["close", "reopen"], "closed": ["reopen"],
}  # fmt: skip


def offered(complaint: Complaint, user: User) -> list[str]:
    """The steps that come next, remedies and the superior's receipt among them."""
    names = list(NEXT[complaint.status])
    if complaint.superior_received_at is None and complaint.superior_id == user.pk:
        names.insert(0, "confirm")
    if complaint.harm_confirmed and complaint.status != "closed" and complaint.remedy_done_at is None:
        if complaint.remedy_approved_by_id is not None:
            names.append("carry_out")
        else:
            names += ["remedy", *(["approve"] if complaint.remedy and complaint.remedy_by_id != user.pk else [])]
    return names
