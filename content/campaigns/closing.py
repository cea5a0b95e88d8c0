"""What a campaign leaves: its figures and its report to the governing group (R-055, R-056)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.lacking import group_of, lacking_results
from content.campaigns.models import Campaign
from content.campaigns.rules import KIND, REPORT, REPORT_PARTS, TEXT_LIMIT
from content.campaigns.running import require_runner
from content.campaigns.services import lock, note
from content.campaigns.workflow import OVER, RUNNING
from governance.public import NotAllowed, Refused, WrongState, clean_text, meet_deadline, require_version, tell

if TYPE_CHECKING:
    from accounts.public import User

MOST_COUNTED = 2**31 - 1


def capture_results(
    campaign: Campaign, *, actor: User, participants: int, interactions: int, feedback: str,
    version: int | None = None, at: datetime | None = None,
) -> Campaign:  # fmt: skip
    """Enter participants, interactions and feedback; may be corrected until the campaign is closed (R-055)."""
    now = at or timezone.now()
    words = clean_text(feedback, field="feedback", limit=TEXT_LIMIT).strip()
    if not words:
        raise Refused(_("The feedback is missing."), field="feedback")
    for name, value in (("participants", participants), ("interactions", interactions)):
        if not 0 <= value <= MOST_COUNTED:
            raise Refused(_("Please give a number from 0 to %(most)s.") % {"most": f"{MOST_COUNTED:,}"}, field=name)
    with transaction.atomic():
        values = {"participants": participants, "interactions": interactions, "feedback": words}
        return _write(campaign, values, "campaign.measured", actor, version, now, (RUNNING, OVER))


def write_report(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None, **parts: str
) -> Campaign:
    """Keep the parts of the report as far as they are written (R-056)."""
    now = at or timezone.now()
    values = {
        row.field: clean_text(parts[row.field], field=row.field, limit=TEXT_LIMIT).strip()
        for row in REPORT_PARTS if row.field in parts
    }  # fmt: skip
    with transaction.atomic():
        return _write(campaign, values, "campaign.report_written", actor, version, now, (RUNNING, OVER))


def send_report(
    campaign: Campaign, *, actor: User, version: int | None = None, at: datetime | None = None
) -> Campaign:
    """Send the whole report to the governing group of the account's rule books, within the limit (R-056).

    Raises Refused naming a part that is missing, NotAllowed where no group sits to which it could go.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(campaign)
        for sentence in lacking_results(locked):
            raise Refused(sentence)
        for row in REPORT_PARTS:
            if not getattr(locked, row.field):
                raise Refused(row.missing, field=row.field)
        people = group_of(locked, now)
        if not people:
            raise NotAllowed(_("Nobody sits on the governing group of this account's rule books yet, so the report"
                               " cannot go anywhere. Ask the manager to name its members."))  # fmt: skip
        sent = _write(locked, {"report_sent_at": now, "reported_by": actor}, "campaign.reported", actor, version, now,
                      (OVER,))  # fmt: skip
        meet_deadline(KIND, sent.pk, REPORT, at=now)
        tell(sorted(people), "campaign.reported", kind=KIND, object_id=sent.pk, at=now,
             key=f"campaign.reported:{sent.pk}")  # fmt: skip
    return sent


def _write(
    campaign: Campaign, values: dict[str, Any], event: str, actor: User, version: int | None, now: datetime,
    states: tuple[str, ...],
) -> Campaign:  # fmt: skip
    locked = lock(campaign)
    require_runner(locked, actor)
    require_version(locked, version)
    if locked.status not in states or locked.report_sent_at is not None:
        raise WrongState(_("This is not written now: after the start, and until the report has gone."))
    for name, value in values.items():
        setattr(locked, name, value)
    locked.lock_version += 1
    locked.save(update_fields=[*values, "lock_version"])
    note(event, locked, actor, now, fields=sorted(values))
    return locked
