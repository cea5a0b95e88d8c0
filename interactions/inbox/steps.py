"""What can be done on the page of a message, as rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from interactions.acting import Step, StepForm, steps_of
from interactions.inbox import forms, replying, services

REPLY = "accounts.reply"

STEPS = steps_of(
    Step(
        "reply", _("Record a reply given on the platform"), REPLY,
        lambda row, user, data: replying.reply_message(row, data.pop("text"), actor=user, **data),
        _("The reply that you gave on the platform is recorded; the clock has stopped."), forms.ReplyForm,
    ),
    Step(
        "hold", _("Record a promise given on the platform"), REPLY,
        lambda row, user, data: replying.hold_message(
            row, data.pop("text"), data.pop("promised_at"), actor=user, **data
        ),
        _("The promise is recorded and has a deadline of its own."), forms.HoldForm,
    ),
    Step(
        "take", _("Take it"), REPLY,
        lambda row, user, data: services.take_message(row, actor=user, **data),
        _("The message is yours."), forms.TakeForm,
    ),
    Step(
        "assign", _("Assign"), REPLY,
        lambda row, user, data: services.assign_message(row, data.pop("to"), actor=user, **data),
        _("Your colleague has the message and was told."), forms.AssignForm,
    ),
    Step(
        "class", _("Change the class"), REPLY,
        lambda row, user, data: services.class_message_anew(row, actor=user, **data),
        _("The class is changed; the limit runs from the same start."), forms.ClassForm,
    ),
    Step(
        "measures", _("Record measures"), REPLY,
        lambda row, user, data: services.take_measures(row, data.pop("measures"), actor=user, **data),
        _("The measures are recorded."), forms.MeasuresForm,
    ),
    Step(
        "outcome", _("Record the outcome"), REPLY,
        lambda row, user, data: services.record_outcome(row, data.pop("outcome"), actor=user, **data),
        _("The outcome is recorded."), forms.OutcomeForm,
    ),
    Step(
        "snooze", _("Snooze"), REPLY,
        lambda row, user, data: services.snooze_message(row, data.pop("nap"), actor=user, **data),
        _("The message sleeps; it wakes before it is due."), forms.SnoozeForm,
    ),
    Step(
        "wake", _("Wake"), REPLY,
        lambda row, user, data: services.wake_message(row, actor=user, **data),
        _("The message is back in the queue."), StepForm,
    ),
    Step(
        "aside", _("Needs no answer"), REPLY,
        lambda row, user, data: services.set_aside_message(row, actor=user, **data),
        _("The message is set aside."), forms.ReasonForm,
    ),
    Step(
        "close", _("Close"), REPLY,
        lambda row, user, data: services.close_message(row, actor=user, **data),
        _("The message is closed."), StepForm,
    ),
    Step(
        "reopen", _("Open again"), REPLY,
        lambda row, user, data: services.reopen_message(row, actor=user, **data),
        _("The message is open again; a new clock runs."), forms.ReasonForm,
    ),
    Step(
        "note", _("Write a note"), REPLY,
        lambda row, user, data: services.add_note(row, data["text"], actor=user),
        _("The note is kept; it is never sent."), forms.NoteForm,
    ),
)  # fmt: skip

# Which forms a message in that state offers, in the order of the page.
OFFERED = {
    "new": ["reply", "hold", "take", "assign", "class", "snooze", "aside", "note"],
    "assigned": ["reply", "hold", "take", "assign", "class", "snooze", "aside", "note"],
    "holding": ["reply", "take", "assign", "class", "snooze", "note"],
    "answered": ["close", "reply", "reopen", "class", "note"],
    "closed": ["reopen", "note"],
    "set_aside": ["reopen", "note"],
}
