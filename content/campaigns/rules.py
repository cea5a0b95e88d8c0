"""What a campaign must say, who checks it, and what it leaves behind, as rows (R-050 to R-058, list 3.7). Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Sentence

KIND, TASK_KIND, ISSUE_KIND, CHECK_KIND = "campaign", "campaign_task", "campaign_issue", "campaign_check"
WRITE, MANAGE, SEE = "accounts.draft", "accounts.manage", VIEW_ACCOUNT
# The parameters of the rule books that this room reads.
ELEMENTS_ASKED, CHECKS_ASKED, APPROVER = "campaign.elements", "campaign.checks", "campaign.approver"
ANNOUNCE_AHEAD, TAKE_UP, REPORT_WITHIN, CADENCE = (
    "campaign.announce", "campaign.issue", "campaign.report", "campaign.cadence",
)  # fmt: skip
# What clocks on a campaign run for.
ANNOUNCE, REPORT, DONE, TAKEN = "announce", "report", "task", "take_up"

LOTTERY = "lottery"
TYPES: tuple[tuple[str, Sentence], ...] = (
    (LOTTERY, _("Prize draw")),
    ("qa", _("Questions and answers")),
    ("topic_talk", _("Topic talk")),
    ("online_lecture", _("Online lecture or live")),
    ("essay_contest", _("Essay contest")),
    ("vote", _("Vote")),
    ("offline_experience", _("Experience on site")),
    ("fan_meeting", _("Fan meeting")),
    ("forum", _("Forum")),
)
CURRENCIES = tuple((code, code) for code in ("CNY", "USD", "EUR", "GBP", "JPY", "SGD"))
# Whether minors may join (P-04, V-03); nothing is assumed.
MINORS: tuple[tuple[str, Sentence], ...] = (
    ("adults", _("Adults only")),
    ("from_14", _("From fourteen years")),
    ("guardian", _("Younger ones with the consent of their guardian")),
)


class Element(NamedTuple):
    """An element of a campaign plan: the code of the rule book, its columns, the sentence when one is empty."""

    code: str
    fields: tuple[str, ...]
    missing: Sentence


ELEMENTS = (
    Element("theme", ("theme",), _("The theme is empty. Say in one line what the campaign is about.")),
    Element("aim", ("aim",), _("The aim is empty. Say what the campaign is meant to achieve.")),
    Element("time", ("starts_at", "ends_at"), _("The time is open. Give the day and hour of beginning and end.")),
    Element("place", ("place",), _("The place is empty. Name the page, the live room or the address.")),
    Element("way_to_join", ("way_to_join",), _("The way to join is empty. Say who may join and how.")),
    Element("rules", ("rules",), _("The rules are empty. Write them as participants will read them.")),
    Element("prizes", ("prizes",), _("The prizes are empty. Name them, or write that there are none.")),
    Element("budget", ("budget",), _("The budget is empty. Write 0 if the campaign costs nothing.")),
    Element("owner", ("owner_id",), _("Nobody owns the campaign yet. Choose who answers for it.")),
)


class Check(NamedTuple):
    """One of the four checks before approval: what is looked at, and the rights any of which makes it."""

    code: str
    label: Sentence
    rights: tuple[str, ...]
    help: Sentence


# Whoever works on the account takes part in its campaigns; whoever only reads it does not.
TAKES_PART = (
    WRITE, MANAGE, "accounts.review_first", "accounts.review_final", "accounts.publish", "accounts.reply",
)  # fmt: skip
REVIEWERS = ("accounts.review_first", "accounts.review_final")
CHECKS = (
    Check(
        "feasibility", _("Feasibility"), (MANAGE, "governance.approve_plans"),
        _("Time, people, budget and technology suffice."),
    ),
    Check("risk", _("Risks"), (*REVIEWERS, MANAGE), _("What may go wrong is named, with what is done then.")),
    Check("platform_rules", _("Rules of the platform"), REVIEWERS, _("The platform allows this way to join and win.")),
    Check("law", _("Law"), ("governance.sign_legal",), _("Each rule of law below is answered.")),
)  # fmt: skip
CHECKS_BY_CODE = {row.code: row for row in CHECKS}
LAW = "law"
KEPT, NOT_APPLICABLE = "kept", "not_applicable"
ANSWERS: tuple[tuple[str, Sentence], ...] = ((KEPT, _("Kept")), (NOT_APPLICABLE, _("Does not apply")))


class PrizeLimit(NamedTuple):
    """The most that the single top prize of a draw may be worth in a market, by a rule of law."""

    rule: str
    market: str
    currency: str
    amount: Decimal


# Anti-Unfair-Competition Law (2019) Art. 10(3); the amount is that of the 2017 revision.
PRIZE_LIMITS = (PrizeLimit("C-01", "CN", "CNY", Decimal(50_000)),)
# SAMR Order 32 (2020) Art. 13: what is published before the start of a prize draw.
TERMS = (
    ("organiser", _("The organiser is empty. Name the company that holds the draw (C-02).")),
    ("redemption", _("The redemption is empty. Say how and until when a prize is claimed (C-02).")),
    ("minors", _("It is open whether minors may join. Choose one (P-04).")),
)


class Part(NamedTuple):
    """A part of the report or a figure of the results: its column, its label, the sentence when it is empty."""

    field: str
    label: Sentence
    missing: Sentence


RESULTS = (
    Part("participants", _("Participants"), _("The number of participants is missing.")),
    Part("interactions", _("Interaction"), _("The number of interactions is missing.")),
    Part("feedback", _("Feedback"), _("The feedback is missing.")),
)
REPORT_PARTS = (
    Part("overview", _("Overview"), _("The overview of the campaign is missing.")),
    Part("execution", _("Execution"), _("How it was carried out is missing.")),
    Part("effect", _("Effect"), _("The effect is missing.")),
    Part("problems", _("Problems"), _("The problems are missing. Write that there were none if so.")),
    Part("improvement", _("Improvement"), _("What is done better next time is missing.")),
)
TEXT_LIMIT, LINE_LIMIT = 4000, 200
# Texts of a plan: column, limit, whether one line.
TEXTS = (
    ("theme", LINE_LIMIT, True), ("aim", 2000, False), ("place", LINE_LIMIT, True), ("way_to_join", 2000, False),
    ("rules", TEXT_LIMIT, False), ("prizes", 2000, False), ("organiser", LINE_LIMIT, True),
    ("redemption", 2000, False),
)  # fmt: skip
OTHERS = ("type", "starts_at", "ends_at", "budget", "currency", "owner", "minors", "purchase_needed")
MOST_BUDGET = Decimal("9999999999.99")
