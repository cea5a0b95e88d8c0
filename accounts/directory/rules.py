"""The columns of the directory's files, and the brake on closing logins, as rows (R-012, R-013). Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.people.rules import MANAGE_PEOPLE
from governance.public import Column

KIND = "directory_run"
MANAGE = MANAGE_PEOPLE
PAGE, COMMAND, FOLDER = "page", "command", "folder"
SOURCES = ((PAGE, _("Page")), (COMMAND, _("Command")), (FOLDER, _("Drop folder")))
CHECKED, SAVED, REFUSED, DROPPED = "checked", "saved", "refused", "dropped"
STATUSES = ((CHECKED, _("Checked")), (SAVED, _("Saved")), (REFUSED, _("Refused")), (DROPPED, _("Not saved")))
LOOKS = {CHECKED: ("progress", "eye"), SAVED: ("good", "check"), REFUSED: ("bad", "x"), DROPPED: ("neutral", "undo")}


PEOPLE = (
    Column("employee_number", ("工号", "员工编号", "employee number", "employee id", "staff number"), True, 40),
    Column("username", ("登录名", "账号", "用户名", "login name", "username", "login"), True, 150),
    Column("display_name", ("姓名", "名字", "name", "full name", "display name"), True),
    Column("email", ("邮箱", "电子邮箱", "email", "mail address", "e-mail"), limit=254),
    Column("department", ("部门", "所属部门", "department", "department code")),
    Column("superior", ("上级", "直属上级", "直接上级", "superior", "manager", "reports to"), limit=150),
    Column("post", ("岗位", "职位", "职务", "post", "position", "job title")),
    Column("joined_on", ("入职日期", "入职时间", "joined on", "hire date", "start date"), dated=True),
    Column("state", ("状态", "在职状态", "员工状态", "status", "state")),
    Column("left_on", ("离职日期", "left on", "leaving date", "termination date"), dated=True),
)  # fmt: skip
DEPARTMENTS = (
    Column("code", ("部门编码", "部门代码", "编码", "department code", "code"), True, 50),
    Column("name_zh", ("部门名称", "名称", "中文名", "chinese name", "name"), True),
    Column("name_en", ("英文名", "英文名称", "english name")),
    Column("parent", ("上级部门", "上级部门编码", "parent", "part of"), limit=50),
    Column("head", ("负责人", "部门负责人", "head"), limit=150),
)
WORKS = frozenset({"", "在职", "试用", "试用期", "active", "employed", "works here"})
LEFT = frozenset({"离职", "已离职", "left", "inactive", "terminated"})
# Somebody may be entered so many days before the first day of work.
AHEAD_DAYS = 366

# The brake: a file that closes more than this share of the logins of the directory, and more than a handful, is
# refused unless somebody says that it is meant.
CLOSING_SHARE = 0.05
HANDFUL = 5

# Files lie still for so long before they are taken from the drop folder; kept previews are dropped after a day.
QUIET_SECONDS = 10
# A worker is ended after half of this: a file that it claimed longer ago is nobody's any more.
STALE_SECONDS = 1200
KEPT_HOURS = 24
LISTED = 500
BEAT = (("directory", "accounts.directory.tasks.take_directory", 3600),)
