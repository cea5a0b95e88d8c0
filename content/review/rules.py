"""The facts of reviewing as rows: marks, limits, and the floor below every rule book (R-031, R-032)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

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

# The deadline of a stage: purpose and the parameter that limits it.
STAGE_PURPOSE = {"first": "review_first", "final": "review_final"}
STAGE_PARAMETER = {"first": "review.first", "final": "review.final"}
# Severity -> the stage whose approval waits for an answer to such findings of the linter.
ANSWERED_BEFORE = {"first": ("warn",), "final": ("block",)}
# Every right with which a slot can be signed; the queue asks for each once.
SIGNING_RIGHTS = (
    "accounts.review_first", "accounts.review_final", "governance.sign_legal", "governance.sign_executive",
    "governance.sign_adviser", "governance.confirm_facts",
)  # fmt: skip
PROBLEM_ROWS = 3
