"""Corrections after release as rows: who asks, who agrees, how soon it is carried out (R-027, R-040). Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import Limit

KIND = "correction"
CARRY_OUT = "carry_out"
PUBLISH = "accounts.publish"
# Whoever works on the account may say that a post is wrong; the auditor, who writes nothing, does not.
ASKING = (PUBLISH, "accounts.draft", "accounts.review_first", "accounts.review_final", "accounts.manage")
FIRST, FINAL, UNIT = "accounts.review_first", "accounts.review_final", "governance.confirm_facts"
# Every right with which a post is signed, and the kind of request by which its holder agrees to a correction.
AGREED_BY = {
    FIRST: "post_correction_first",
    UNIT: "post_correction_unit",
    "governance.sign_adviser": "post_correction_adviser",
    "governance.sign_legal": "post_correction_legal",
    "governance.sign_executive": "post_correction_executive",
    FINAL: "post_correction",
}
RIGHTS = {kind: right for right, kind in AGREED_BY.items()}
# A wrong post stands until somebody corrects it, so both times are short (ours).
DECIDE_WITHIN, LAPSES_AFTER = Limit(2, "working_hours"), Limit(1, "working_days")
CORRECT_WITHIN = Limit(4, "working_hours")
NOTICED_LIMIT, WORDS_LIMIT, SUBJECT_LIMIT = 200, 2_000, 100
PROOF_NEEDED = _("A correction is recorded with its proof. Choose a screenshot of the post.")
