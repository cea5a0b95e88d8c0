"""What happens around a campaign: announcements, tasks, people on duty, problems (R-053, R-054)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.lacking import may_run, takes_part
from content.campaigns.models import (
    Campaign,
    CampaignAnnouncement,
    CampaignIssue,
    CampaignStaff,
    CampaignTask,
)
from content.campaigns.rules import (
    ANNOUNCE,
    DONE,
    ISSUE_KIND,
    KIND,
    LINE_LIMIT,
    TAKE_UP,
    TAKEN,
    TASK_KIND,
    TEXT_LIMIT,
)
from content.campaigns.services import lock, note
from content.campaigns.terms import freeze_terms
from content.campaigns.workflow import APPROVED, CLOSED, DROPPED
from content.publishing.models import Publication
from governance.public import (
    VIEW_ACCOUNT,
    Limit,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    can,
    clean_text,
    clock_of,
    meet_deadline,
    move,
    open_deadline,
    param,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User


def require_runner(campaign: Campaign, actor: User) -> None:
    """Raise NotAllowed unless the person runs the campaign."""
    if not may_run(campaign, actor):
        raise NotAllowed(_("The owner of the campaign, or who manages the account, takes this step."))


def _require_part(campaign: Campaign, actor: User) -> None:
    """Raise NotAllowed unless the person works on the account or is on duty."""
    if not takes_part(campaign, actor):
        raise NotAllowed(_("Problems are logged and taken up by those who work on this account or are on duty."))


def _require_open(campaign: Campaign) -> None:
    if campaign.status in (CLOSED, DROPPED):
        raise WrongState(_("This campaign is over and closed; nothing is added to it any more."))


def link_announcement(
    campaign: Campaign, publication: Publication, *, actor: User, at: datetime | None = None
) -> CampaignAnnouncement:
    """Say that a published post announces the campaign; with the first the rules are frozen (R-053, C-02)."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(campaign)
        require_runner(locked, actor)
        if locked.started_at is not None or locked.status in (CLOSED, DROPPED):
            raise WrongState(_("A campaign is announced before it begins."))
        if publication.account_id != locked.account_id or publication.withdrawn_at is not None:
            raise Refused(_("Choose a post of this account that is out and was not withdrawn."), field="publication")
        if locked.status == APPROVED:
            terms = freeze_terms(locked, actor=actor, at=now)
            locked = move(locked, "announce", actor=actor, at=now, held=True, payload={"terms": terms},
                          changes={"announced_at": now, "terms_sha256": terms})  # fmt: skip
        elif locked.announced_at is None:
            raise WrongState(_("The campaign is announced once it is approved."))
        try:
            with transaction.atomic():
                row = CampaignAnnouncement.objects.create(
                    campaign=locked, publication=publication, linked_by=actor, linked_at=now
                )
        except IntegrityError as twice:
            raise Refused(_("This post is linked already."), field="publication") from twice
        meet_deadline(KIND, locked.pk, ANNOUNCE, at=now)
        note("campaign.announcement_linked", locked, actor, now, publication=publication.pk)
    return row


def add_task(
    campaign: Campaign, *, actor: User, title: str, owner: User, due_at: datetime, at: datetime | None = None
) -> CampaignTask:
    """Give somebody something to do until a time; a clock runs and they are told (R-054)."""
    now = at or timezone.now()
    words = clean_text(title, field="title", limit=LINE_LIMIT, one_line=True).strip()
    if not words:
        raise Refused(_("Please say what is to be done."), field="title")
    if due_at <= now:
        raise Refused(_("A task is due in the future."), field="due_at")
    with transaction.atomic():
        locked = lock(campaign)
        require_runner(locked, actor)
        _require_open(locked)
        _require_works(locked, owner)
        row = CampaignTask.objects.create(campaign=locked, title=words, owner=owner, due_at=due_at, created_at=now)
        _clock(locked, TASK_KIND, row.pk, DONE, owner, due_at, now)
        note("campaign.task_added", locked, actor, now, task=row.pk, owner=owner.pk)
        tell([owner], "campaign.task", kind=TASK_KIND, object_id=row.pk, key=f"campaign.task:{row.pk}", at=now)
    return row


def _require_works(campaign: Campaign, person: User) -> None:
    """Somebody who works here and may see the campaign."""
    if not person.is_active or not can(person, VIEW_ACCOUNT, campaign):
        raise Refused(_("%(name)s may not see this account. Choose somebody who works on it.") % {"name": person},
                      field="owner")  # fmt: skip


def _clock(
    campaign: Campaign, kind: str, pk: int, purpose: str, owner: User | None, due: datetime, now: datetime
) -> None:
    open_deadline(
        kind=kind, object_id=pk, purpose=purpose, owner=owner, due=due, calendar=campaign.account.calendar,
        account_id=campaign.account_id, department_id=campaign.account.department_id, at=now,
    )  # fmt: skip


def finish_task(task: CampaignTask, *, actor: User, words: str = "", at: datetime | None = None) -> CampaignTask:
    """It is done: by its owner, or whoever runs the campaign."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = (
            CampaignTask.objects.select_for_update(of=("self",)).select_related("campaign__account").get(pk=task.pk)
        )
        if actor.pk != locked.owner_id:
            require_runner(locked.campaign, actor)
        if locked.done_at is not None:
            raise WrongState(_("This task is done already. Please load the page again."))
        locked.done_at, locked.note = now, clean_text(words, field="note", limit=TEXT_LIMIT).strip()
        locked.save(update_fields=["done_at", "note"])
        meet_deadline(TASK_KIND, locked.pk, DONE, at=now)
        note("campaign.task_done", locked.campaign, actor, now, task=locked.pk)
    return locked


def put_on_duty(
    campaign: Campaign, *, actor: User, person: User, duty: str, begins_at: datetime, ends_at: datetime,
    at: datetime | None = None,
) -> CampaignStaff:  # fmt: skip
    """Have somebody on duty while the campaign runs (R-054); they are told."""
    now = at or timezone.now()
    words = clean_text(duty, field="duty", limit=LINE_LIMIT, one_line=True).strip()
    if not words:
        raise Refused(_("Please say what the person does there."), field="duty")
    if ends_at <= begins_at:
        raise Refused(_("The duty ends after it begins."), field="ends_at")
    with transaction.atomic():
        locked = lock(campaign)
        require_runner(locked, actor)
        _require_open(locked)
        _require_works(locked, person)
        if locked.staff.filter(person=person, begins_at=begins_at).exists():
            raise Refused(_("%(name)s is on duty at that time already.") % {"name": person}, field="person")
        row = CampaignStaff.objects.create(
            campaign=locked, person=person, duty=words, begins_at=begins_at, ends_at=ends_at
        )
        note("campaign.staffed", locked, actor, now, person=person.pk)
        tell([person], "campaign.duty", kind=KIND, object_id=locked.pk, key=f"campaign.duty:{row.pk}", at=now)
    return row


def raise_issue(campaign: Campaign, *, actor: User, text: str, at: datetime | None = None) -> CampaignIssue:
    """Log a problem; somebody takes it up within the limit of the rule book, counted by the clock (R-054)."""
    now = at or timezone.now()
    words = clean_text(text, field="text", limit=TEXT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say what the problem is."), field="text")
    with transaction.atomic():
        locked = lock(campaign)
        _require_part(locked, actor)
        _require_open(locked)
        limit = Limit.of(param(TAKE_UP, account=locked.account, at=now).value)
        due = clock_of(locked.account.calendar).due(limit, now)
        row = CampaignIssue.objects.create(campaign=locked, text=words, raised_by=actor, raised_at=now, due_at=due)
        _clock(locked, ISSUE_KIND, row.pk, TAKEN, locked.owner, due, now)
        note("campaign.issue_raised", locked, actor, now, issue=row.pk)
        people = {locked.owner_id, *locked.staff.values_list("person_id", flat=True)} - {None, actor.pk}
        tell([pk for pk in people if pk], "campaign.issue", kind=ISSUE_KIND, object_id=row.pk, at=now, urgent=True,
             key=f"campaign.issue:{row.pk}")  # fmt: skip
    return row


def take_issue(issue: CampaignIssue, *, actor: User, at: datetime | None = None) -> CampaignIssue:
    """Own a problem."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = _lock_issue(issue)
        _require_part(locked.campaign, actor)
        if locked.owner_id is not None:
            raise WrongState(_("%(name)s has taken this up already.") % {"name": locked.owner})
        locked.owner, locked.taken_at = actor, now
        locked.save(update_fields=["owner", "taken_at"])
        meet_deadline(ISSUE_KIND, locked.pk, TAKEN, at=now)
        note("campaign.issue_taken", locked.campaign, actor, now, issue=locked.pk)
    return locked


def resolve_issue(issue: CampaignIssue, *, actor: User, resolution: str, at: datetime | None = None) -> CampaignIssue:
    """Say how the problem was solved: its owner, or whoever runs the campaign."""
    now = at or timezone.now()
    words = clean_text(resolution, field="resolution", limit=TEXT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say how it was solved."), field="resolution")
    with transaction.atomic():
        locked = _lock_issue(issue)
        if locked.owner_id is None or locked.resolved_at is not None:
            raise WrongState(_("A problem is solved once, after somebody took it up. Please load the page again."))
        if actor.pk != locked.owner_id:
            require_runner(locked.campaign, actor)
        locked.resolved_at, locked.resolution = now, words
        locked.save(update_fields=["resolved_at", "resolution"])
        note("campaign.issue_solved", locked.campaign, actor, now, issue=locked.pk)
    return locked


def _lock_issue(issue: CampaignIssue) -> CampaignIssue:
    rows = CampaignIssue.objects.select_for_update(of=("self",)).select_related("campaign__account", "owner")
    return rows.get(pk=issue.pk)
