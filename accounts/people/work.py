"""What work leaves in the ledger, and which rights stand behind it, as rows (R-001, R-013, D-2.3.1). Pure.

The measure of R-001 asks whether work had its right; the review of rights asks whether a right had its work.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.public import Role


@dataclass(frozen=True, slots=True)
class Work:
    """Events of work on an account, and the rights one of which must stand behind it.

    `judged` rows are those of R-001; the others have rules of their own, and tell only that a role is used.
    """

    stem: str
    account: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    judged: bool = True


WORK = (
    Work(
        "draft.",
        ("draft", "review_first", "review_final", "publish"),
        ("sign_legal", "sign_executive", "sign_adviser", "confirm_facts"),
    ),
    Work("publication.", ("publish",)),
    Work("message.", ("reply",)),
    Work("ticket.", ("reply",), ("resolve_tickets",)),
    Work("complaint.", (), ("handle_complaints", "approve_remedies")),
    Work("plan.", ("draft",), ("approve_plans",)),
    Work("credential.", ("custody", "manage"), judged=False),
    Work("platform_account.", ("manage",), ("manage_accounts",), judged=False),
    Work("recertification.", ("manage",), ("manage_people",), judged=False),
    Work("role.", (), ("manage_people",), judged=False),
    Work("person.", (), ("manage_people",), judged=False),
    Work("policy.", (), ("manage_policies",), judged=False),
    Work("legal_rule.", (), ("sign_legal",), judged=False),
    Work("import.", (), ("import_metrics",), judged=False),
    Work("target.", (), ("set_targets",), judged=False),
    Work("report.", (), ("send_reports", "acknowledge_reports"), judged=False),
)
JUDGED = tuple(row for row in WORK if row.judged)
# Whoever may see a record may take its evidence: reading under the stem of work, which needs no right to work.
READ = ("draft.evidence_taken",)
# A superior may do these by their place in the company: any role there stands behind them.
BY_PLACE = ("plan.approved", "plan.returned", "draft.urgency_approved", "complaint.superior_received")


def work_of(role: Role) -> list[tuple[str, bool]]:
    """The stems of the events that tell of this role's use, each with whether it counts on any account.

    Empty for a role that only reads: its use leaves no trace, and nothing says that it is not used.
    """
    found = []
    for row in WORK:
        if set(row.company) & set(role.company):
            found.append((row.stem, True))
        elif set(row.account) & set(role.account):
            found.append((row.stem, False))
    return found
