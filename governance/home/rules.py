"""What an empty Today page suggests, as rows; the first row whose right is held is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence

ITEMS_PER_CARD = 50
SHOWN = 200


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Who, where to, and what to do there."""

    right: str
    path: str
    label: Sentence
    text: Sentence


FIRST_STEPS = (
    FirstStep(
        "governance.manage_people",
        "/people/",
        _("Go to the people"),
        _("Make departments and people, and give somebody a role."),
    ),
    FirstStep(
        "governance.read_everything",
        "/board/",
        _("Go to the board"),
        _("See which clauses are kept, and follow a number to its records."),
    ),
    FirstStep("accounts.draft", "/drafts/", _("Go to the drafts"), _("Write a draft from an approved plan.")),
    FirstStep("accounts.reply", "/inbox/", _("Go to the inbox"), _("Look whether a comment waits for an owner.")),
    FirstStep("accounts.publish", "/calendar/", _("Go to the calendar"), _("Look what is planned for this week.")),
    FirstStep(
        "governance.import_metrics", "/imports/", _("Go to the imports"), _("Bring in the newest platform export.")
    ),
    FirstStep(
        "accounts.view_metrics", "/metrics/", _("Go to the metrics"), _("Look how the posts of your accounts did.")
    ),
    FirstStep(
        "governance.manage_policies", "/policies/", _("Go to the policies"), _("Bind a rule book to an account.")
    ),
    FirstStep(
        "", "/policies/", _("Go to the policies"), _("Look up the rules that bind you, and sign what waits for you.")
    ),
)
