"""The columns of a file of plan items, and how large it may be, as rows (R-018). Pure."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Column

KIND = "plan_import"
WRITE = "accounts.draft"
CHECKED, SAVED, REFUSED, DROPPED = "checked", "saved", "refused", "dropped"
STATUSES = ((CHECKED, _("Checked")), (SAVED, _("Saved")), (REFUSED, _("Refused")), (DROPPED, _("Not saved")))
LOOKS = {CHECKED: ("progress", "eye"), SAVED: ("good", "check"), REFUSED: ("bad", "x"), DROPPED: ("neutral", "undo")}

# What comes of a line: a new item, one that stands here already, or a refusal.
NEW, SAME, BAD = "new", "same", "bad"
OUTCOMES = {NEW: _("New plan item"), SAME: _("Stands here already"), BAD: _("Refused")}
OUTCOME_LOOKS = {NEW: ("good", "plus"), SAME: ("neutral", "minus"), BAD: ("bad", "x")}

# The first name is the one that exports and the empty file carry.
COLUMNS = (
    Column("account", ("账号", "账号代号", "account", "handle"), True, 120),
    Column("title", ("标题", "title"), True, 200),
    Column("planned_at", ("计划时间", "发布时间", "planned time", "time"), dated=True),
    Column("direction", ("方向", "direction"), limit=2000, lines=True),
    Column("audience", ("受众", "audience"), limit=200),
    Column("topic", ("选题", "topic"), limit=200),
    Column("content_type", ("内容类型", "content type"), limit=40),
    Column("medium", ("形式", "form", "medium"), limit=40),
    Column("frequency", ("频次", "频率", "frequency"), limit=40),
    Column("script_owner", ("脚本负责人", "负责人", "script owner"), limit=150),
)  # fmt: skip
FILE_MEBIBYTES, MOST_LINES = 5, 1000
# So far ahead a day is still read as one; whether it is too far is for the rule of plan items to say.
READ_AHEAD = timedelta(days=200 * 366)
FOLDER = "plan_imports"
KEPT_HOURS = 24
