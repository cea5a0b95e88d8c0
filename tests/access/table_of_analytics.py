"""The rows of the access matrix for the addresses of analytics."""

from __future__ import annotations

from tests.access.rows import ALL, ARCHIVE, FIGURES, IMPORTS, TARGETS, Row, figures, unsent

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
