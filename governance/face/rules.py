"""What every page shares, as rows: navigation, tones, icons, keys."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

TONES = ("neutral", "info", "progress", "good", "warn", "bad")

# The symbols of static/icons.svg; a test compares both lists.
ICONS = frozenset({
    "activity", "alert", "archive", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "bell", "board", "book",
    "calendar", "chart", "check", "checks", "chevron-down", "clock", "copy", "dot", "download", "external", "eye",
    "file", "filter", "fire", "flag", "gear", "globe", "heart", "help", "history", "home", "hourglass", "image",
    "inbox", "info", "key", "ledger", "link", "list", "lock", "mail", "megaphone", "menu", "message", "minus",
    "moon", "pause", "pencil", "people", "person", "phone", "pin", "plan", "play", "plus", "refresh", "reply",
    "report", "scale", "search", "send", "shield", "sign", "star", "stop", "sun", "tag", "target", "ticket",
    "trash", "undo", "unlock", "upload", "video", "x",
})  # fmt: skip
# Words that rooms use for the same drawing.
ICON_NAMES = {
    "edit": "pencil", "user": "person", "users": "people", "settings": "gear", "warning": "alert", "close": "x",
    "cross": "x", "error": "stop", "ok": "check", "done": "check", "circle": "dot", "money": "scale",
    "comment": "message", "return": "undo", "back": "arrow-left", "forward": "arrow-right", "timer": "clock",
    "law": "scale", "publish": "send", "delete": "trash", "ban": "stop", "block": "stop", "draft": "file",
    "add": "plus", "export": "download", "import": "upload", "crisis": "fire", "signature": "sign",
}  # fmt: skip

MESSAGE_LOOKS = {
    "debug": ("neutral", "info"),
    "info": ("info", "info"),
    "success": ("good", "check"),
    "warning": ("warn", "alert"),
    "error": ("bad", "stop"),
}

# From this share of the time on a due time is orange.
DUE_SOON = 0.8
DUE_ICONS = {"soon": "hourglass", "late": "alert", "missed": "alert", "paused": "pause", "over": "check"}


@dataclass(frozen=True)
class Group:
    """A heading of the left navigation."""

    code: str
    label: Text


@dataclass(frozen=True)
class Room:
    """One row of the left navigation. Shown where the address exists and one of the rights is held."""

    label: Text
    path: str
    icon: str
    group: str
    rights: tuple[str, ...] = ()


GROUPS = (
    Group("mine", _("My work")),
    Group("say", _("What we say")),
    Group("answer", _("What we answer")),
    Group("figures", _("How it went")),
    Group("who", _("Who may")),
    Group("law", _("The rules")),
    Group("house", _("This site")),
)

SEES = "accounts.view_platformaccount"
REPLIES = ("accounts.reply", "governance.handle_complaints", "governance.read_everything")
WRITES = (
    "accounts.draft", "accounts.review_first", "accounts.review_final", "accounts.publish", SEES,
    "governance.approve_plans", "governance.sign_legal", "governance.sign_executive", "governance.sign_adviser",
    "governance.confirm_facts", "governance.read_everything",
)  # fmt: skip
REVIEWS = (
    "accounts.review_first", "accounts.review_final", "governance.sign_legal", "governance.sign_executive",
    "governance.sign_adviser", "governance.confirm_facts", "governance.read_everything",
)  # fmt: skip
FIGURES = ("accounts.view_metrics", "governance.read_everything")

ROOMS = (
    Room(_("Today"), "/", "home", "mine"),
    Room(_("Notices"), "/notices/", "bell", "mine"),
    Room(_("Requests"), "/requests/", "sign", "mine"),
    Room(_("Leave"), "/leave/", "calendar", "mine"),
    Room(_("Duties"), "/duties/", "checks", "mine"),
    Room(_("Training"), "/training/", "book", "mine"),
    Room(_("Calendar"), "/calendar/", "calendar", "say", WRITES),
    Room(_("Plans"), "/plans/", "plan", "say", WRITES),
    Room(_("Drafts"), "/drafts/", "pencil", "say", WRITES),
    Room(_("Review"), "/review/", "checks", "say", REVIEWS),
    Room(_("Publish"), "/publish/", "send", "say", ("accounts.publish", "governance.read_everything")),
    Room(_("Campaigns"), "/campaigns/", "megaphone", "say", WRITES),
    Room(_("Material"), "/materials/", "image", "say"),
    Room(_("Inbox"), "/inbox/", "inbox", "answer", REPLIES),
    Room(_("Tickets"), "/tickets/", "ticket", "answer"),
    Room(_("Complaints"), "/complaints/", "flag", "answer", REPLIES),
    Room(_("Fans"), "/fans/", "heart", "answer", REPLIES),
    Room(_("Crisis room"), "/crisis/", "fire", "answer"),
    Room(_("Metrics"), "/metrics/", "chart", "figures", FIGURES),
    Room(_("Imports"), "/imports/", "upload", "figures", ("governance.import_metrics", "governance.read_everything")),
    Room(_("Targets"), "/targets/", "target", "figures", FIGURES),
    Room(_("Reports"), "/reports/", "report", "figures", FIGURES),
    Room(_("Appraisal"), "/appraisal/", "star", "figures"),
    Room(_("Accounts"), "/accounts/", "globe", "who", (SEES, "governance.read_everything")),
    Room(_("Custody"), "/custody/", "key", "who", ("accounts.custody", "accounts.manage")),
    Room(_("Sensitive operations"), "/sensitive/", "shield", "who", (SEES, "governance.read_everything")),
    Room(
        _("Review of rights"),
        "/recertification/",
        "checks",
        "who",
        ("accounts.manage", "governance.manage_people", "governance.read_everything"),
    ),
    Room(_("Incidents"), "/incidents/", "alert", "who", (SEES, "governance.read_everything")),
    Room(_("People"), "/people/", "people", "who", ("governance.manage_people", "governance.read_everything")),
    Room(_("Posts and groups"), "/posts/", "people", "who"),
    Room(_("Grants"), "/grants/", "lock", "who"),
    Room(_("Policies"), "/policies/", "scale", "law"),
    Room(_("Board"), "/board/", "board", "law", ("governance.view_board",)),
    Room(_("Inspections"), "/inspections/", "eye", "law"),
    Room(_("Report a violation"), "/violations/new/", "flag", "law"),
    Room(_("Ledger"), "/ledger/", "ledger", "law", ("governance.view_ledger",)),
    Room(_("Operations"), "/operations/", "activity", "house", ("governance.operate",)),
)

# The keyboard sheet; static/js/keys.js acts on the same letters.
KEYS = (
    ("?", _("Show this sheet")),
    ("/", _("Go to the search box")),
    ("j", _("Next row")),
    ("k", _("Previous row")),
    ("Enter", _("Open the row")),
    ("e", _("Edit")),
    ("r", _("Reply")),
    ("a", _("Approve")),
    ("x", _("Request changes")),
    ("c", _("Comment")),
)

# Which letter presses which move; the beginning of the move's name.
MOVE_KEYS = (
    ("approve", "a"), ("sign", "a"), ("request_changes", "x"), ("reject", "x"), ("answer", "r"), ("reply", "r"),
)  # fmt: skip


def key_of_move(name: str) -> str:
    """The letter of a move, or nothing."""
    return next((key for start, key in MOVE_KEYS if name.startswith(start)), "")
