"""The rows of the access matrix for the addresses of interactions."""

from __future__ import annotations

from tests.access.rows import ALL, COMPLAINTS, REPLIES, RESOLVES, SEES, UNIT, Row, mine, unit, who

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
