"""The table of the access matrix: one row per address and case, every address of the URLconf stands in it.

A row says who gets the page (200 or a redirect to where it leads) and who may send the form; of the others, those
who know the record get 403 and those who do not get 404. Nobody gets through without a login but where `open` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Roles = frozenset[str]

ROLE_CODES = (
    "author", "first_reviewer", "final_reviewer", "legal", "executive", "publisher", "agent", "analyst", "supervisor",
    "manager", "department_head", "adviser", "auditor", "admin", "custodian", "stranger",
)  # fmt: skip


def who(*codes: str) -> Roles:
    """Some roles, each known."""
    assert set(codes) <= set(ROLE_CODES), codes
    return frozenset(codes)


ALL = who(*ROLE_CODES)
NOBODY = who()
# Who was granted something on the account, and who reads everything.
SEES = ALL - {"admin", "stranger"}
FAR = who("auditor")
WRITES = who("author")
PUBLISHES = who("publisher")
NOTES = who("publisher", "author", "executive", "analyst", "supervisor", "manager", "department_head")
IMPORTS = who("analyst")
TARGETS = who("analyst", "manager")
ARCHIVE = who("analyst", "auditor")
FIGURES = who("executive", "analyst", "supervisor", "manager", "department_head", "auditor")
RESOLVES = who("legal", "agent", "supervisor", "manager", "department_head", "adviser")
# The ticket came to the department in which everybody but the stranger works.
UNIT = ALL - {"stranger"}
UPLOADS = who("author", "publisher", "manager")
REPLIES = who("agent", "supervisor")
BOARD = who("final_reviewer", "legal", "executive", "supervisor", "manager", "department_head", "auditor", "admin")
LEDGER = who("supervisor", "manager", "auditor", "admin")
RULES = who("manager", "admin")
MANAGES = who("manager", "admin")
# Whose qualification it is, who appoints, who reads everything.
QUALIFIED = who("first_reviewer", "manager", "admin", "auditor")
ASKED = who("agent", "supervisor", "auditor")
AWAY = who("agent", "publisher", "supervisor", "department_head", "admin", "auditor")
LEFT_BEHIND = who("supervisor", "admin", "auditor")
# Of the agent: the superior, the head of the department, who keeps people and who reads everything.
PEOPLE = who("agent", "supervisor", "department_head", "admin", "auditor")
COMPLAINTS = who("agent", "supervisor", "manager")
REVIEWS_RIGHTS = who("manager", "department_head", "admin", "auditor")
FINDS_RIGHTS = who("manager", "admin", "auditor")
# Who keeps the login, manages its account, shares it, or reads everything.
KEEPS = who("custodian", "manager", "publisher", "auditor")
# Whoever sees an account, or manages all, reports incidents; the one at home is the manager's, reported by the author.
REPORTS = SEES | MANAGES
ABOVE = who("department_head")
NOTES_INCIDENT = who("author", "manager", "custodian", "department_head")


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one set of arguments; `case` names a POST that chooses among several steps.

    Where a form starts long work, only those of `tried` send it; everybody else is still refused.
    """

    name: str
    args: str = ""
    get: Roles | None = None
    post: Roles | None = None
    knows: Roles = ALL
    far: Roles | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    open: bool = False
    tried: Roles | None = None

    @property
    def title(self) -> str:
        """How pytest names it."""
        return f"{self.name}-{self.case or self.args or 'page'}"


def mine(name: str, args: str, **rest: Any) -> Row:
    """A record of an account: unknown to whoever may not see the account, and so is its sister far away."""
    return Row(name, args, knows=SEES, far=FAR, **rest)


def managed(name: str, args: str, **rest: Any) -> Row:
    """The page of an account itself: known to whoever manages all accounts as well, at home and far away."""
    return Row(name, args, knows=SEES | MANAGES, far=FAR | MANAGES, **rest)


def unsent(name: str, args: str, **rest: Any) -> Row:
    """A report that is being written: unknown to all but those who write reports and who read everything."""
    return Row(name, args, knows=ARCHIVE, far=FAR, **rest)


def unit(name: str, args: str, **rest: Any) -> Row:
    """A ticket: known to the department that it came to as well."""
    return Row(name, args, knows=UNIT, far=FAR, **rest)


def login(name: str, args: str, **rest: Any) -> Row:
    """A login in custody: unknown to whoever neither keeps nor shares it, nor manages its account."""
    return Row(name, args, knows=KEEPS, far=FAR, **rest)


def figures(name: str, args: str, **rest: Any) -> Row:
    """Figures: unknown to whoever may not see those of the account."""
    return Row(name, args, knows=FIGURES, far=FAR, **rest)


def asked(name: str, args: str, **rest: Any) -> Row:
    """A request: unknown to all but who asked, who decides, and who reads everything."""
    return Row(name, args, knows=ASKED, far=FAR, **rest)


def own(name: str, args: str, **rest: Any) -> Row:
    """A person's own word: unknown to all but the person, those above, and who keeps or reads people."""
    return Row(name, args, knows=PEOPLE, far=who("admin", "auditor"), **rest)


def away(name: str, args: str, **rest: Any) -> Row:
    """A leave: unknown to all but the person, the deputy, those above, and who keeps or reads people."""
    return Row(name, args, knows=AWAY, far=who("admin", "auditor"), **rest)


def reviewed(name: str, args: str, **rest: Any) -> Row:
    """A review of rights: unknown to all but who decides in it, manages the account, or keeps or reads people."""
    return Row(name, args, knows=REVIEWS_RIGHTS, far=who("admin", "auditor"), **rest)


def found(name: str, args: str, **rest: Any) -> Row:
    """A right that was found: unknown to all but who manages its account, or keeps or reads people."""
    return Row(name, args, knows=FINDS_RIGHTS, far=who("admin", "auditor"), **rest)


def left(name: str, args: str, **rest: Any) -> Row:
    """A leaving: unknown to all but those who took something over, and who keeps or reads people."""
    return Row(name, args, knows=LEFT_BEHIND, far=who("admin", "auditor"), **rest)


GROUND = (
    Row("governance:today", get=ALL),
    Row("governance:ledger", get=LEDGER),
    Row("governance:ledger_entry", "ledger_entry", get=LEDGER),
    Row("governance:operations", get=who("admin")),
    Row("governance:healthz", get=ALL, open=True),
    Row("governance:readyz", get=ALL, open=True),
    Row("governance:measures", get=ALL, open=True),
    Row("governance:preferences", get=ALL, post=ALL),
    Row("governance:set_language", post=ALL, data={"language": "en"}, open=True),
    Row("governance:notices", get=ALL),
    Row("governance:notices_read_all", post=ALL),
    Row("governance:notice_channels", get=ALL, post=ALL),
    Row("governance:notice_open", "notice", get=who("author"), knows=NOBODY),
    Row("governance:notice_read", "notice", post=who("author"), knows=NOBODY),
    Row("governance:filter_save", post=ALL, data={"page": "drafts", "name": "mine"}),
    Row("governance:filter_forget", "filter", post=who("author"), knows=NOBODY),
    Row("governance:search", get=ALL),
    Row("governance:approvals", get=ALL),
    Row("governance:approvals_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("governance:approval_kinds", get=ALL),
    Row("governance:approval_ask", "approval_kind", get=ALL, post=ALL),
    asked("governance:approval_detail", "approval", get=ASKED),
    asked("governance:approvalrequest_move", "approval", post=who("supervisor"), data={"move": "agree"}, case="agree"),
    asked("governance:approvalrequest_move", "approval", post=who("agent"), data={"move": "withdraw"}, case="undo"),
    Row("governance:sensitive_operations", get=ALL),
    Row("governance:sensitive_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("governance:sensitive_kinds", get=ALL),
    Row(
        "governance:sensitive_ask", "sensitive_kind", get=who("publisher", "manager"), post=who("publisher", "manager")
    ),
    mine("governance:sensitive_ask_act", "sensitive_act", get=PUBLISHES, post=PUBLISHES),
    Row("governance:sensitive_found", get=who("manager"), post=who("manager")),
    mine("governance:sensitive_detail", "sensitive", get=SEES),
    mine("governance:sensitive_done", "sensitive", post=PUBLISHES),
    mine("governance:sensitiveoperation_move", "sensitive", post=PUBLISHES, data={"move": "withdraw"}, case="undo"),
    mine(
        "governance:sensitiveoperation_move",
        "sensitive",
        post=who("manager"),
        data={"move": "find_done", "note": "no"},
        case="find",
    ),
    mine("governance:sensitive_review", "sensitive_hurried", post=who("manager")),
    mine("governance:sensitive_proof", "sensitive_hurried", get=SEES),
    Row("governance:duties", get=ALL),
    Row("governance:duties_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("governance:duty_kinds", get=ALL),
    Row("governance:duty_records", get=ALL),
    Row("governance:duty_records_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("governance:late_tasks", get=BOARD),
    Row("governance:late_tasks_export", get=BOARD, post=BOARD, data={"format": "csv", "reason": "audit"}),
    mine("governance:duty_detail", "duty", get=SEES),
    mine("governance:duty_pass", "duty", post=who("publisher", "department_head")),
    mine("governance:duty_file", "duty_place", get=who("publisher"), post=who("publisher")),
    mine("governance:duty_record", "duty_record", get=SEES),
    mine("governance:duty_attachment", "duty_attachment", get=SEES),
    own("governance:duty_file", "duty_word", get=who("agent"), post=who("agent")),
    own("governance:duty_record", "duty_promise", get=PEOPLE),
    Row("governance:policies", get=ALL),
    Row("governance:legal_rules", get=ALL),
    Row("governance:legal_rule_confirm", "legal_rule", post=who("legal")),
    Row("governance:policy_detail", "policy", get=ALL),
    Row("governance:policy_sign", "policy", post=ALL),
    Row("governance:policy_bind", "policy", post=RULES),
    Row("governance:policy_review", "policy", post=RULES, data={"conclusion": "Still right."}),
    Row("governance:policy_unbind", "binding", post=RULES, data={"reason": "Moved."}),
    Row("governance:parameter_detail", "parameter", get=ALL),
    Row("governance:parameter_change", "parameter", get=RULES, post=RULES),
    Row("governance:policy_version", "policy_version", get=ALL),
    Row("governance:policyversion_move", "policy_version_approve", post=RULES),
    Row("governance:board", get=BOARD),
    Row("governance:board_measure", post=BOARD - {"auditor"}, tried=who("manager")),
    Row("governance:board_clause", "clause", get=BOARD),
    Row("governance:board_requirement", "requirement", get=BOARD),
    Row("governance:board_attest", "requirement", post=RULES, data={"statement": "Looked."}),
    Row("governance:board_accept", "requirement", post=BOARD - {"auditor"}),
    Row("governance:finding_move", "finding_answer", post=who("manager"), data={"note": "Done."}),
    Row("governance:acceptance_move", "acceptance_accept", post=who("executive")),
)

ACCOUNTS = (
    Row("accounts:people", get=ALL),
    Row("accounts:people_export", get=who("admin"), post=who("admin"), data={"format": "csv", "reason": "audit"}),
    Row("accounts:person_new", get=who("admin"), post=who("admin")),
    Row("accounts:person_detail", "person", get=ALL),
    Row("accounts:person_edit", "person", get=who("admin"), post=who("admin")),
    Row("accounts:departures", get=ALL),
    Row("accounts:departure_new", "person", get=who("admin"), post=who("admin")),
    left("accounts:departure_detail", "departure", get=LEFT_BEHIND),
    left("accounts:departure_move", "departure", post=who("admin"), data={"move": "carry_out"}),
    left(
        "accounts:departure_export",
        "departure",
        get=who("admin", "auditor"),
        post=who("admin", "auditor"),
        data={"format": "csv", "reason": "audit"},
    ),
    Row("accounts:directory_runs", get=who("admin")),
    Row("accounts:directory_new", get=who("admin"), post=who("admin")),
    Row("accounts:directory_run", "directory_run", get=who("admin")),
    Row("accounts:directory_confirm", "directory_run", post=who("admin")),
    Row("accounts:directory_drop", "directory_run", post=who("admin")),
    Row("accounts:person_reopen", "person", post=who("admin")),
    Row("accounts:person_link", "person", post=who("admin")),
    Row("accounts:person_roles", "person", get=UNIT),
    Row("accounts:role_take", "person", post=who("manager", "admin"), data={"role": "author"}),
    Row("accounts:person_access", "person", get=LEDGER | who("author")),
    Row("accounts:grants", get=ALL),
    Row("accounts:grants_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("accounts:grants_ask", get=ALL, post=ALL),
    Row("accounts:access_register", get=LEDGER),
    Row("accounts:access_register_export", get=LEDGER, post=LEDGER),
    Row("accounts:grant_detail", "grant", get=LEDGER | who("author"), knows=LEDGER | who("author"), far=LEDGER),
    managed("accounts:account_access", "account", get=LEDGER),
    Row("accounts:absence_new", "person", get=who("department_head", "admin"), post=who("department_head", "admin")),
    Row("accounts:leaves", get=ALL),
    away("accounts:leave_detail", "leave", get=AWAY),
    away("accounts:leave_move", "leave", post=who("agent"), data={"move": "withdraw"}),
    Row("accounts:departments", get=ALL),
    Row("accounts:department_new", get=who("admin"), post=who("admin")),
    Row("accounts:department_detail", "department", get=ALL),
    Row("accounts:department_edit", "department", get=who("admin"), post=who("admin")),
    Row("accounts:posts", get=ALL),
    Row("accounts:post_detail", "rule_book_post", get=ALL),
    Row("accounts:post_sheet", "rule_book_post", get=RULES, post=RULES),
    Row("accounts:post_appoint", "rule_book_post", get=RULES, post=RULES),
    Row("accounts:sheet_accept", "post_holding", post=who("publisher"), data={"number": 1}),
    Row("accounts:holding_end", "post_holding", get=RULES, post=RULES, data={"reason": "no"}),
    Row("accounts:groups", get=ALL),
    Row("accounts:group_detail", "policy", get=ALL),
    Row("accounts:group_name", "policy", get=RULES, post=RULES),
    Row("accounts:seat_end", "group_seat", get=RULES, post=RULES, data={"reason": "no"}),
    Row("accounts:qualifications", get=ALL),
    Row("accounts:qualification_new", get=MANAGES, post=MANAGES),
    Row("accounts:qualification_detail", "qualification", get=QUALIFIED, knows=QUALIFIED),
    Row("accounts:qualification_end", "qualification", get=MANAGES, post=MANAGES, data={"reason": "no"}),
    Row("accounts:accounts", get=ALL),
    Row("accounts:accounts_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("accounts:account_new", get=MANAGES, post=MANAGES),
    managed("accounts:account_detail", "account", get=SEES | MANAGES),
    managed("accounts:account_edit", "account", get=MANAGES, post=MANAGES),
    managed("accounts:account_move", "account", post=MANAGES, data={"name": "close", "note": "no"}, case="close"),
    managed("accounts:account_move", "account", post=NOBODY, data={"name": "open"}, case="open"),
    managed("accounts:account_bind", "account", post=RULES, data={"pack": "self_media"}),
    managed("accounts:account_unbind", "account_binding", post=RULES, data={"reason": "Moved."}),
    managed("accounts:account_ask_again", "account", get=MANAGES, post=MANAGES),
    managed("accounts:registration_edit", "account", get=MANAGES, post=MANAGES),
    managed("accounts:verification_new", "account", get=MANAGES, post=MANAGES),
    managed("accounts:verification_detail", "verification", get=SEES | MANAGES),
    managed("accounts:verification_verify", "verification", post=MANAGES),
    managed("accounts:verification_end", "verification", post=MANAGES, data={"note": "no"}),
    Row("accounts:account_paper", "paper", get=MANAGES | {"auditor"}, knows=MANAGES | {"auditor"}, far=MANAGES | FAR),
    Row("accounts:credentials", get=ALL),
    Row("accounts:credential_new", get=who("manager"), post=who("manager")),
    Row("accounts:reveal_show", post=ALL, data={"token": "made up"}),
    login("accounts:credential_detail", "credential", get=KEEPS),
    login("accounts:credential_move", "credential", post=who("manager"), data={"move": "retire", "note": "no"}),
    login("accounts:credential_rotate", "credential", get=who("custodian"), post=who("custodian")),
    login("accounts:credential_hand_over", "credential", post=who("custodian", "manager")),
    login("accounts:credential_take_out", "credential", post=who("custodian", "publisher"), data={"reason": "no"}),
    login("accounts:credential_break_glass", "credential", post=who("manager"), data={"reason": "no"}),
    mine(
        "accounts:credential_share",
        "credential",
        get=who("author", "publisher", "agent", "supervisor", "manager"),
        post=who("author", "publisher", "agent", "supervisor", "manager"),
    ),
    login("accounts:share_revoke", "share", post=who("custodian", "manager", "publisher")),
    login("accounts:checkout_detail", "checkout", get=KEEPS),
    login("accounts:checkout_return", "checkout", post=who("custodian", "manager")),
    login("accounts:checkout_review", "checkout", post=who("custodian", "manager")),
    login("accounts:reveal_ask", "checkout", post=who("custodian")),
    Row("accounts:recertification_rounds", get=ALL),
    Row("accounts:recertification_open", post=who("manager", "admin"), data={"account": "home"}),
    reviewed("accounts:recertification_round", "recertification_round", get=REVIEWS_RIGHTS),
    reviewed(
        "accounts:recertification_decide",
        "recertification_round",
        post=who("manager", "department_head"),
        data={"decision": "keep"},
    ),
    reviewed(
        "accounts:recertification_export",
        "recertification_round",
        get=REVIEWS_RIGHTS,
        post=REVIEWS_RIGHTS,
        data={"format": "csv", "reason": "audit"},
    ),
    Row("accounts:rights_findings", get=FINDS_RIGHTS),
    Row(
        "accounts:rights_findings_export",
        get=FINDS_RIGHTS,
        post=FINDS_RIGHTS,
        data={"format": "csv", "reason": "audit"},
    ),
    found("accounts:rights_finding_revoke", "grant", post=who("manager", "admin"), data={"reason": "no"}),
    Row("accounts:incidents", get=ALL),
    Row("accounts:incidents_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("accounts:incident_new", get=REPORTS, post=REPORTS),
    mine("accounts:incident_detail", "incident", get=SEES),
    mine("accounts:incident_report", "incident", get=SEES),
    mine(
        "accounts:incident_export",
        "incident",
        get=SEES,
        post=SEES,
        data={"format": "csv", "reason": "audit"},
    ),
    mine("accounts:incident_proof", "incident_proof", get=SEES),
    mine("accounts:incident_move", "incident", post=who("manager"), data={"move": "contain"}, case="contain"),
    mine("accounts:incident_move", "incident", post=ABOVE, data={"move": "close"}, case="close"),
    mine("accounts:incident_receive", "incident", post=ABOVE),
    mine("accounts:incident_assign", "incident", post=who("manager")),
    mine("accounts:incident_note", "incident", post=NOTES_INCIDENT, data={"text": "Seen.", "form_key": "k"}),
    mine("accounts:incident_cause", "incident", post=who("manager"), data={"cause": "A weak password."}),
    mine("accounts:incident_measure", "incident", post=who("manager")),
    mine("accounts:incident_step", "incident_step", post=who("manager"), data={"outcome": "done", "note": "x"}),
    mine("accounts:incident_step_assign", "incident_step", post=who("manager")),
    mine("accounts:measure_done", "measure", post=who("manager"), data={"result": "Done."}),
)

CONTENT = (
    Row("content:lint", post=ALL, data={"body": "新品"}),
    Row("content:plan_list", get=ALL),
    Row("content:plan_new", get=WRITES, post=WRITES),
    Row("content:plans_approve", post=ALL),
    mine("content:plan_detail", "plan", get=SEES),
    mine("content:plan_edit", "plan", get=WRITES, post=WRITES),
    mine("content:planitem_move", "plan", post=WRITES, data={"move": "submit"}, case="submit"),
    Row("content:draft_list", get=ALL),
    Row("content:draft_new", get=WRITES, post=WRITES),
    mine("content:draft_detail", "draft", get=SEES),
    mine("content:draft_edit", "draft", get=WRITES, post=WRITES),
    mine("content:draft_submit", "draft", get=WRITES, post=WRITES),
    mine("content:draft_move", "draft", post=WRITES, data={"move": "discard", "note": "no"}, case="discard"),
    mine("content:draft_move", "submitted", post=WRITES, data={"move": "take_back"}, case="take_back"),
    mine("content:draft_move", "approved", post=PUBLISHES, data={"move": "unschedule", "note": "x"}, case="undo"),
    mine("content:draft_urgency", "urgent", post=who("manager", "department_head"), data={"note": "yes"}),
    mine("content:draft_history", "submitted", get=SEES),
    mine("content:draft_diff", "versions", get=SEES),
    Row("content:media_list", get=ALL),
    Row("content:media_new", get=UPLOADS, post=UPLOADS),
    mine("content:media_detail", "media", get=SEES),
    mine("content:media_file", "media", get=SEES),
    Row("content:review_queue", get=ALL),
    mine("content:review_page", "submitted", get=SEES),
    mine("content:review_decide", "slot", post=who("first_reviewer")),
    mine("content:finding_answer", "finding", post=who("first_reviewer", "final_reviewer"), data={"answer": "fine"}),
    Row("content:publish_list", get=ALL),
    mine("content:publish_kit", "approved", get=SEES),
    mine("content:publish_schedule", "approved", post=PUBLISHES),
    mine("content:publish_preflight", "approved", post=PUBLISHES),
    mine("content:publish_record", "approved", post=PUBLISHES),
    Row("content:publication_list", get=ALL),
    mine("content:publication_detail", "publication", get=SEES),
    mine("content:publication_complete", "publication", post=PUBLISHES, data={"published_text": "x"}),
    mine("content:publication_withdraw", "publication", post=PUBLISHES, data={"reason": "wrong"}),
    mine(
        "content:checkpoint_note", "checkpoint", data={"note": "fine"}, get=SEES, post=NOTES,
    ),
    Row("content:calendar", get=ALL),
)  # fmt: skip

INTERACTIONS = (
    Row("interactions:inbox", get=ALL),
    Row("interactions:inbox_export", get=ALL, post=ALL, data={"format": "csv", "reason": "audit"}),
    Row("interactions:inbox_around", get=ALL),
    Row("interactions:inbox_bulk", post=REPLIES),
    Row("interactions:inbox_colleagues", get=REPLIES),
    Row("interactions:message_new", get=REPLIES, post=REPLIES),
    Row("interactions:message_import", get=REPLIES, post=REPLIES),
    Row("interactions:canned_list", get=ALL, post=COMPLAINTS),
    mine("interactions:canned_detail", "canned", get=SEES),
    mine("interactions:cannedreply_move", "canned", post=COMPLAINTS, data={"move": "approve"}),
    Row("interactions:rota", get=ALL),
    mine("interactions:rota_account", "account", get=SEES, post=REPLIES),
    mine("interactions:rota_remove", "shift", post=REPLIES),
    mine("interactions:message_detail", "message", get=SEES),
    mine("interactions:message_presence", "message", post=SEES),
    mine("interactions:reply_check", "message", post=REPLIES, data={"reply-text": "您好"}),
    mine("interactions:message_canned", "message", get=SEES),
    *(
        mine("interactions:message_step", f"message_{step}", post=REPLIES, data={f"{step}-text": "您好，已为您处理。"})
        for step in (
            "reply", "hold", "take", "assign", "class", "measures", "outcome", "snooze", "wake", "aside", "close",
            "reopen", "note",
        )
    ),
    Row("interactions:tickets", get=ALL),
    Row("interactions:ticket_new", get=REPLIES, post=REPLIES),
    unit("interactions:ticket_detail", "ticket", get=UNIT),
    unit("interactions:ticket_step", "ticket_resolve", post=RESOLVES, data={"resolve-result": "已修好"}),
    unit("interactions:ticket_step", "ticket_hand_on", post=RESOLVES),
    unit("interactions:ticket_step", "ticket_return", post=REPLIES),
    unit("interactions:ticket_step", "ticket_close", post=REPLIES),
    Row("interactions:complaints", get=ALL),
    Row("interactions:complaint_new", get=COMPLAINTS, post=COMPLAINTS),
    mine("interactions:complaint_detail", "complaint", get=SEES),
    *(
        mine("interactions:complaint_step", f"complaint_{step}", post=COMPLAINTS)
        for step in ("accept", "investigate", "solve", "tell", "close", "reopen", "remedy", "carry_out")
    ),
    mine("interactions:complaint_step", "complaint_confirm", post=who("supervisor")),
    mine(
        "interactions:complaint_step", "complaint_approve",
        post=who("legal", "executive", "supervisor", "manager"),
    ),
)  # fmt: skip

ANALYTICS = (
    Row("analytics:imports", get=ARCHIVE),
    Row("analytics:import_new", get=IMPORTS, post=IMPORTS),
    figures("analytics:import_detail", "import", get=ARCHIVE),
    figures("analytics:import_state", "import", get=ARCHIVE),
    figures("analytics:import_confirm", "import", post=IMPORTS),
    figures("analytics:import_drop", "import", post=IMPORTS),
    figures("analytics:import_file", "import", get=ARCHIVE),
    Row("analytics:metrics", get=FIGURES),
    Row("analytics:metric_definitions", get=FIGURES),
    Row("analytics:unregistered", get=FIGURES),
    Row("analytics:unregistered_explain", post=IMPORTS),
    figures("analytics:post_detail", "post", get=FIGURES),
    figures("analytics:post_match", "post", post=IMPORTS),
    figures("analytics:post_explain", "post", post=IMPORTS, data={"explanation": "Older than this system."}),
    figures("analytics:metric_account", "account", get=FIGURES),
    Row("analytics:targets", get=ALL),
    Row("analytics:target_new", get=TARGETS, post=TARGETS),
    figures("analytics:target_detail", "target", get=FIGURES),
    figures("analytics:target_move", "target", post=TARGETS, data={"move": "approve"}),
    Row("analytics:checks", get=ALL),
    figures("analytics:check_detail", "check", get=FIGURES, post=IMPORTS, data={"note": "A campaign."}),
    Row("analytics:sample_new", get=IMPORTS, post=IMPORTS),
    Row("analytics:reports", get=ALL),
    Row("analytics:report_new", get=IMPORTS, post=IMPORTS),
    unsent("analytics:report_detail", "report", get=ARCHIVE),
    unsent("analytics:report_edit", "report", get=IMPORTS, post=IMPORTS),
    unsent("analytics:monthlyreport_move", "report", post=IMPORTS, data={"move": "send"}, case="send"),
    unsent("analytics:report_file", "report", post=ARCHIVE),
    unsent("analytics:report_file_state", "report_file", get=ARCHIVE),
    unsent("analytics:report_file_download", "report_file", get=ARCHIVE),
    unsent("analytics:action_new", "report", get=IMPORTS, post=IMPORTS),
    figures("analytics:action_detail", "action", get=FIGURES),
    figures("analytics:actionitem_move", "action", post=IMPORTS, data={"move": "drop", "note": "no"}, case="drop"),
)

ROWS = (*GROUND, *ACCOUNTS, *CONTENT, *INTERACTIONS, *ANALYTICS)
