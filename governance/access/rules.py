"""Rights and roles as rows (R-001, D-2.3.1, O-3.3.1). A right is a row here before anybody asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence

# Company-wide rights: codename, name. Full name of a right: "governance.<codename>".
COMPANY_PERMISSIONS = (
    ("read_everything", _("Read everything but secrets and reporters")),
    ("view_ledger", _("Read the ledger")),
    ("view_board", _("Read the board")),
    ("manage_policies", _("Propose and approve changes of the rule books")),
    ("operate", _("See and run operations")),
    ("manage_people", _("Manage people, departments and roles")),
    ("manage_accounts", _("Open and manage platform accounts")),
    ("approve_plans", _("Approve plans")),
    ("sign_legal", _("Sign legal reviews")),
    ("sign_executive", _("Sign executive reviews")),
    ("sign_adviser", _("Sign as professional adviser")),
    ("confirm_facts", _("Confirm facts about one's own department")),
    ("handle_complaints", _("Handle complaints and tickets")),
    ("resolve_tickets", _("Give the result of tickets that came to one's own department")),
    ("approve_remedies", _("Approve apologies and compensations")),
    ("import_metrics", _("Import figures")),
    ("set_targets", _("Set targets")),
    ("send_reports", _("Write and send reports")),
    ("acknowledge_reports", _("Acknowledge reports")),
)

VIEW_ACCOUNT = "accounts.view_platformaccount"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: a group of its code, with company-wide rights and the rights it takes on an account."""

    code: str
    label: Sentence
    company: tuple[str, ...] = ()
    account: tuple[str, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights that it brings on an account it is given for: seeing it at the least."""
        return self.account or ("view_platformaccount",)


ROLES = (
    Role("author", _("Author"), (), ("draft",)),
    Role("first_reviewer", _("First reviewer"), (), ("review_first",)),
    Role("final_reviewer", _("Final reviewer"), ("view_board",), ("review_final",)),
    Role("legal", _("Legal"), ("sign_legal", "view_board", "resolve_tickets", "approve_remedies"), ()),
    Role(
        "executive",
        _("Executive"),
        ("sign_executive", "view_board", "acknowledge_reports", "approve_remedies"),
        ("view_metrics",),
    ),
    Role("publisher", _("Publisher"), (), ("publish",)),
    Role("custodian", _("Custodian of logins"), (), ("custody",)),
    Role("agent", _("Service agent"), ("handle_complaints", "resolve_tickets"), ("reply",)),
    Role("analyst", _("Analyst"), ("import_metrics", "set_targets", "send_reports"), ("view_metrics",)),
    Role(
        "supervisor",
        _("Supervisor"),
        ("view_board", "view_ledger", "handle_complaints", "resolve_tickets", "approve_remedies"),
        ("reply", "view_metrics"),
    ),
    Role(
        "manager",
        _("Manager"),
        (
            "view_board",
            "view_ledger",
            "approve_plans",
            "set_targets",
            "acknowledge_reports",
            "manage_policies",
            "manage_accounts",
            "handle_complaints",
            "resolve_tickets",
            "approve_remedies",
        ),
        ("manage", "view_metrics"),
    ),
    Role(
        "department_head",
        _("Department head"),
        ("approve_plans", "confirm_facts", "acknowledge_reports", "view_board", "resolve_tickets"),
        ("view_metrics",),
    ),
    Role("adviser", _("Professional adviser"), ("sign_adviser", "resolve_tickets"), ()),
    Role("auditor", _("Auditor"), ("read_everything", "view_ledger", "view_board"), ()),
    Role(
        "admin",
        _("Administrator"),
        ("operate", "manage_people", "manage_policies", "manage_accounts", "view_ledger", "view_board"),
        (),
    ),
)
ROLES_BY_CODE = {role.code: role for role in ROLES}

# Why a grant has ended.
REVOKED, EXPIRED, RECERTIFIED, LEFT, REPLACED, CLOSED = (
    "revoked", "expired", "recertified", "left", "replaced", "closed",
)  # fmt: skip
ENDINGS = (
    (REVOKED, _("taken away")),
    (EXPIRED, _("its time was over")),
    (RECERTIFIED, _("not confirmed in a review of rights")),
    (LEFT, _("the person has left")),
    (REPLACED, _("given anew with other terms")),
    (CLOSED, _("the account was closed")),
)

# Asked under names of their own, held by whoever holds another right: gates stop the one and not the other. What does
# harm is taken down while nothing may be published.
HELD_WITH = {"accounts.withdraw": "accounts.publish"}
HELD_WITH_LABELS = {"accounts.withdraw": _("Take down what was published")}

# What whoever runs the site may do by that alone: what the role of an administrator brings, and reading everything.
# Whoever is to plan, write, sign, publish, answer or keep a login is given the role for it (R-012, D-2.3.1).
ADMINISTRATION = frozenset(f"governance.{name}" for name in ("read_everything", *ROLES_BY_CODE["admin"].company))
_WORK_OF_ROLES = {f"accounts.{name}" for role in ROLES for name in role.account}
_RIGHTS = {f"governance.{name}" for name, _label in COMPANY_PERMISSIONS}

# Rights that reading everything implies: seeing, never doing.
READING = frozenset({VIEW_ACCOUNT, "accounts.view_metrics", "governance.view_ledger", "governance.view_board"})
# Rights that need a role, whoever asks; a superuser has all others by rank.
WORK = frozenset((_RIGHTS | _WORK_OF_ROLES) - ADMINISTRATION - READING)
