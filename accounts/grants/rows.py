"""The list of grants as HTML, drawn at once: a template looks up every cell of every row anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from governance.public import Grant, draw_account, draw_person, draw_status, draw_when


def draw_grants(page: Iterable[Grant], now: datetime) -> SafeString:
    """A table row for each grant: who, which role, where, how it stands, since when, until when, on whose yes."""
    prefix = reverse("accounts:grant_detail", args=[0]).removesuffix("0/")
    setup, unasked = escape(_("setup")), f' <span class="muted">{escape(_("without a request"))}</span>'
    people: dict[int | None, str] = {None: setup}
    accounts: dict[int | None, str] = {None: escape(_("the company"))}
    roles: dict[str, str] = {}
    states: dict[tuple[str, bool, bool], SafeString] = {}
    rows = []
    for grant in page:
        if grant.person_id not in people:
            people[grant.person_id] = draw_person(grant.person)
        if grant.begun_by_id not in people:
            people[grant.begun_by_id] = draw_person(grant.begun_by)
        if grant.account_id not in accounts:
            accounts[grant.account_id] = draw_account(grant.account)
        if grant.role not in roles:
            roles[grant.role] = escape(grant.role_label)
        timed, over = grant.expires_at is not None, grant.expires_at is not None and grant.expires_at <= now
        standing = (grant.ended_because, timed, over)
        if standing not in states:
            states[standing] = draw_state(grant, now)
        asked = "" if grant.request_id or grant.is_founding else unasked
        rows.append(
            f"<tr><td>{people[grant.person_id]}</td>"
            f'<td><a href="{prefix}{grant.pk}/">{roles[grant.role]}</a></td>'
            f"<td>{accounts[grant.account_id]}</td>"
            f"<td>{states[standing]}</td>"
            f"<td>{draw_when(grant.begins_at, now)}</td>"
            f"<td>{draw_when(grant.ended_at or grant.expires_at, now)}</td>"
            f"<td>{people[grant.begun_by_id]}{asked}</td></tr>\n"
        )
    # Every part is escaped above.
    return mark_safe("".join(rows))  # nosec B308 B703


def draw_state(grant: Grant, now: datetime) -> SafeString:
    """Ended and why, over, for a time, or held."""
    if grant.ended_at is not None:
        return draw_status(None, "ended", label=grant.get_ended_because_display(), tone="neutral", icon="stop")
    if grant.expires_at is not None and grant.expires_at <= now:
        return draw_status(None, "over", label=_("Over"), tone="neutral", icon="clock")
    if grant.expires_at is not None:
        return draw_status(None, "until", label=_("For a time"), tone="progress", icon="hourglass")
    return draw_status(None, "held", label=_("Held"), tone="good", icon="check")
