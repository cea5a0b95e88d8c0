"""Long lists as HTML, drawn at once: a template looks up every cell of every row anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from governance.public import KeyPage, draw_due, draw_icon, draw_person, draw_status, draw_when
from interactions.inbox.rules import LIST_CHARACTERS
from interactions.inbox.workflow import MESSAGE, MESSAGE_KINDS, URGENCIES_BY_VALUE


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the thread: a message, an answer, a promise, a note among colleagues, or words replaced since."""

    at: datetime
    text: str
    who: str
    look: str
    promised_at: datetime | None = None
    message_id: int | None = None


def draw_rows(page: KeyPage, now: datetime, may_reply: bool) -> SafeString:
    """A table row for each message: what, from whom, on which account, about what, how far, whose, due when."""
    prefix = _prefix()
    kinds = {code: escape(label) for code, label in MESSAGE_KINDS}
    states = {state.value: draw_status(MESSAGE, state.value) for state in MESSAGE.states}
    accounts: dict[int, str] = {}
    owners: dict[int | None, SafeString] = {None: draw_person(None)}
    complex_tag = f' <span class="tag">{draw_icon("flag")} {escape(URGENCIES_BY_VALUE["complex"].label)}</span>'
    rows = []
    for message in page:
        pk = message.pk
        if message.account_id not in accounts:
            accounts[message.account_id] = escape(message.account)
        if message.owner_id not in owners:
            owners[message.owner_id] = draw_person(message.owner)
        late = ' class="late"' if message.queue_at and message.queue_at < now else ""
        box = f'<td><input type="checkbox" name="ids" value="{pk}" aria-labelledby="m{pk}"></td>' if may_reply else ""
        clock = draw_due(message.clock, now) if message.clock else draw_when(message.received_at, now)
        rows.append(
            f"<tr{late}>{box}"
            f'<td class="words"><a id="m{pk}" href="{prefix}{pk}/"><bdi>{_beginning(message.text)}</bdi></a></td>'
            f"<td><bdi>{escape(message.contact.handle)}</bdi></td>"
            f"<td>{accounts[message.account_id]}</td>"
            f'<td><span class="tag">{kinds.get(message.kind, message.kind)}</span>'
            f"{complex_tag if message.urgency == 'complex' else ''}</td>"
            f"<td>{states[message.status]}</td>"
            f"<td>{owners[message.owner_id]}</td>"
            f'<td class="nowrap">{clock}</td></tr>\n'
        )
    # Every part is escaped above.
    return mark_safe("".join(rows))  # nosec B308 B703


def draw_thread(lines: list[Line], message_id: int, now: datetime) -> SafeString:
    """A list item for each line: who said what and when; promises carry their time, other messages a link."""
    prefix, words = _prefix(), {"promised": escape(_("promised until")), "open": escape(_("Open"))}
    heads = {
        "message": "",
        "note": f"{draw_icon('lock')} {escape(_('Internal note'))}",
        "promise": f"{draw_icon('hourglass')} {escape(_('Holding reply'))}",
        "reply": f"{draw_icon('reply')} {escape(_('Answer'))}",
        "wording": f"{draw_icon('history')} {escape(_('Words until then'))}",
    }
    drawn = []
    for line in lines:
        look = "promise" if line.promised_at else line.look
        more = f"<span>{words['promised']} {draw_when(line.promised_at, now)}</span>" if line.promised_at else ""
        if line.message_id and line.message_id != message_id:
            more += f'<a href="{prefix}{line.message_id}/">{words["open"]}</a>'
        current = " current" if line.message_id == message_id else ""
        drawn.append(
            f'<li class="{look}{current}">\n'
            f"<header>{heads[look]} <bdi>{escape(line.who)}</bdi> "
            f"{draw_when(line.at, now)} {more}</header>\n"
            f'<p class="words" dir="auto"><bdi>{escape(line.text)}</bdi></p></li>\n'
        )
    # Every part is escaped above.
    return mark_safe("".join(drawn))  # nosec B308 B703


def _prefix() -> str:
    """The address of a message without its number, found once for a list."""
    return reverse("interactions:message_detail", args=[0]).removesuffix("0/")


def _beginning(text: str) -> Any:
    """As much of the text as a list shows."""
    return escape(text if len(text) <= LIST_CHARACTERS else Truncator(text).chars(LIST_CHARACTERS))
