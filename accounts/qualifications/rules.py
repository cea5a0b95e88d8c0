"""The facts of reviewers' qualifications: what they open, how long they hold, what a test must reach (R-122). Pure.

The clause (O-4.3.3a) speaks of reviewers: knowledge and judgement for the task of review. Two rights are that task,
the first and the final review of an account. Legal, advisers, executives and heads of units sign too, each by the
profession or office that they hold, which no test of ours gives or takes; their signatures are not suspended here.
"""

from __future__ import annotations

SIGNING = frozenset({"accounts.review_first", "accounts.review_final"})
# Who appoints reviewers: whoever manages the accounts on which they sign.
APPOINT = "governance.manage_accounts"
# Days that a test counts, and the points that it must reach, as the rule books say.
VALID, PASS_MARK = "reviewer.valid", "training.pass"
MOST_POINTS = 100
TEXT_LIMIT = 300
# The certificate or the marked test, kept as a file beside the words; where it lies in the store.
PROOF_FOLDER = "qualifications"
