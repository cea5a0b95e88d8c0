"""What the directory brings: its kind of record, ledger events, notices, sweep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.directory.rules import KIND
from accounts.directory.wizard import drop_old_previews
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(KIND, model="accounts.DirectoryRun", label=_("run of the directory"), url="accounts:directory_run")
register_events({"directory.synced": _("brought people and departments up to date from a file")})
register_notice(
    "directory.refused",
    zh=("人员文件未能导入", "人员文件有{count}处错误，没有保存任何内容。请打开查看行和列，更正后重新导入。"),
    en=("The file of people was refused", "{count} faults; nothing was saved. Open it, see the rows, correct them."),
)
register_notice(
    "directory.gone",
    zh=("人员文件中缺少{count}人", "有{count}人不在人员文件中，或离职移交受阻。请打开核对，并逐一办理离职。"),
    en=(
        "{count} people are missing from the directory",
        "{count} people are not in the file, or their leaving is held up. Please look whether they have left.",
    ),
)
register_sweeper("directory", drop_old_previews)
