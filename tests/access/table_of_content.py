"""The rows of the access matrix for the addresses of content."""

from __future__ import annotations

from tests.access.rows import ALL, NOTES, PUBLISHES, SEES, UPLOADS, WRITES, Row, mine, who

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
