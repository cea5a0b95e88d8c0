"""The kinds of records of this floor, and the words of its ledger events."""

from django.utils.translation import gettext_lazy as _

import analytics.reports.kinds  # noqa: F401 - registers what targets and reports bring
from accounts.public import register_health
from analytics.imports.health import HEALTH
from analytics.metrics.engagement import engagement_of
from content.public import register_engagement
from governance.public import register_events, register_kind, register_notice

register_health(HEALTH)
register_engagement(engagement_of)
register_kind(
    "metric_import",
    model="analytics.MetricImport",
    label=_("import"),
    url="analytics:import_detail",
    dated_by="created_at",
)
register_kind(
    "platform_post",
    model="analytics.PlatformPost",
    label=_("post on a platform"),
    url="analytics:post_detail",
    dated_by="published_at",
)
register_events(
    {
        "import.saved": _("imported figures"),
        "import.dropped": _("dropped an import"),
        "post.matched": _("named the publication of a post"),
        "posts.matched": _("found the publications of posts"),
        "post.explained": _("explained a post without record"),
    }
)

register_notice(
    "import.given_up",
    zh=("文件无法导入：{record}", "账号“{record}”收件夹中的文件“{file}”多次处理失败，已移入 failed。请查看日志。"),
    en=(
        "A file cannot be imported: {record}",
        "“{file}” in the drop folder of “{record}” failed again and again and lies in failed now. See the log.",
    ),
)
register_notice(
    "import.late",
    zh=("数据采集超期：{record}", "账号“{record}”已超过规定间隔没有成功导入数据。请从平台导出并导入。"),
    en=(
        "Figures are late: {record}",
        "“{record}” has had no good import for longer than its interval. Export and import its figures.",
    ),
)
