"""The facts of reviewing as rows: marks, limits, and the floor below every rule book (R-031, R-032)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from governance.public import Limit

MARKS = (("pass", _("Pass")), ("fail", _("Fail")), ("na", _("Not applicable")))
MARK_CODES = frozenset(code for code, _label in MARKS)
APPROVALS = ("approve", "approve_note")

# How old the confirmation of the password may be when a signature is given.
REAUTHENTICATION_MAX_AGE = timedelta(minutes=5)
NOTE_LIMIT = 2_000
PROBLEM_LIMIT = 1_000


class FloorSlot(NamedTuple):
    """A signature that no rule book can do without: two people, neither the author (chapter 4)."""

    code: str
    stage: str
    permission: str
    title_zh: str
    title_en: str
    criteria: tuple[str, ...]


FLOOR = (
    FloorSlot(
        "first",
        "first",
        "accounts.review_first",
        "初审人（系统底线）",
        "First reviewer (our floor)",
        ("legality", "platform_rules", "truth", "accuracy", "completeness", "compliance"),
    ),
    FloorSlot(
        "final",
        "final",
        "accounts.review_final",
        "终审人（系统底线）",
        "Final reviewer (our floor)",
        ("brand_image", "publicity_needs", "culture", "values", "style", "strategy"),
    ),
)
# Every first signer also confirms that the post belongs here, whatever the rule book lists.
ALWAYS_MARKED = (("first", "relevance"), ("final", "brand_image"), ("final", "values"))

# The quality checklist by medium, marked by the first signer; and what a reviewer who knows a market marks for
# it, where the rule book asks for that.
CRAFT, MARKET_CHECKLIST = "craft.checklist", "markets.checklist"
MARKET_CRITERIA = ("local_law", "local_custom", "local_language")

# The deadline of a stage: purpose and the parameter that limits it.
STAGE_PURPOSE = {"first": "review_first", "final": "review_final"}
STAGE_PARAMETER = {"first": "review.first", "final": "review.final"}
# A unit that confirms its facts has a clock of its own, on its signature (R-037, M-2.3.3).
CONFIRMS, UNIT_PURPOSE, UNIT_PARAMETER = "governance.confirm_facts", "review_unit", "review.unit"
SIGNATURE = "signature"
# Severity -> the stage whose approval waits for an answer to such findings of the linter.
ANSWERED_BEFORE = {"first": ("warn",), "final": ("block",)}
# Every right with which a slot can be signed; the queue asks for each once.
SIGNING_RIGHTS = (
    "accounts.review_first", "accounts.review_final", "governance.sign_legal", "governance.sign_executive",
    "governance.sign_adviser", "governance.confirm_facts",
)  # fmt: skip
PROBLEM_ROWS = 3
# The full review after release of what took the urgent path: whose right, and in which time after it.
LATE_RIGHT, LATE_PURPOSE, LATE_WITHIN = "accounts.review_final", "late_review", Limit(2, "working_days")
# What it asks for is done in time: a correction needs the yes of everybody who signs such a post (both ours).
LATE, FOLLOW_PURPOSE, TO_CORRECT, TO_WITHDRAW = "late_review", "late_follow", "correct", "withdraw"
FOLLOW_WITHIN = {TO_CORRECT: Limit(2, "working_days"), TO_WITHDRAW: Limit(1, "working_days")}
# The sweep opens it within minutes; a post without one after so long was forgotten.
LATE_OPENED_WITHIN = timedelta(hours=1)
