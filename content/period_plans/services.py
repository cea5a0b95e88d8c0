"""Writing, submitting, deciding and replacing period plans, and citing what they rest on (R-017 to R-021)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.period_plans.due import due_of
from content.period_plans.lacking import approvers, lacking_time
from content.period_plans.models import PeriodPlan, PlanCitation
from content.period_plans.places import may_plan, where_of
from content.period_plans.rules import (
    AHEAD,
    APPROVAL,
    APPROVE_PLANS,
    CITED,
    KIND,
    LEVELS_BY_CODE,
    MOST_POSTS,
    OTHERS,
    TEXTS,
    Level,
)
from content.period_plans.workflow import APPROVED, LIVE, OPEN, SUBMITTED, WRITABLE, writes_it
from content.plans.models import PlanItem
from governance.public import (
    DutyRecord,
    Limit,
    NotAllowed,
    Policy,
    Refused,
    WrongState,
    cancel_deadline,
    clean_text,
    clock_of,
    has_visible_text,
    holder_ids,
    meet_deadline,
    move,
    open_deadline,
    pack_names,
    param,
    reassign_deadlines,
    record,
    require_version,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User

MOST_BUDGET = Decimal("9999999999.99")
SOON = timedelta(minutes=1)
CHOICES = {"mediums": {code for code, _label in MEDIA}, "types": {code for code, _label in CONTENT_TYPES}}


class PlanContent(TypedDict, total=False):
    """The columns of a plan that people write."""

    title: str
    aims: str
    direction: str
    audience: str
    topics: str
    mediums: list[str]
    types: list[str]
    posts: int | None
    per: str
    times: str
    budget: Decimal | None
    currency: str
    responsible: User | None
    script_owner: User | None


def _clean(content: PlanContent) -> dict[str, Any]:
    given: dict[str, Any] = dict(content)
    values = {name: given[name] for name in OTHERS if name in given}
    for name, limit, one_line in TEXTS:
        if name in given:
            text = clean_text(given[name] or "", field=name, limit=limit, one_line=one_line).strip()
            values[name] = text if has_visible_text(text) else ""
    if values.get("title") == "":
        raise Refused(_("The title is empty. Write one first."), field="title")
    for name, known in CHOICES.items():
        if name in values:
            values[name] = sorted(known.intersection(values[name] or ()))
    if values.get("budget") is not None and not 0 <= values["budget"] <= MOST_BUDGET:
        raise Refused(_("The budget is an amount of 0 or more."), field="budget")
    if values.get("posts") is not None and not 1 <= values["posts"] <= MOST_POSTS:
        raise Refused(_("Give the number of posts from 1 to %(most)d.") % {"most": MOST_POSTS}, field="posts")
    return values


def write_period_plan(
    *, actor: User, level: str, day: date, account: PlatformAccount | None = None, pack: str = "",
    at: datetime | None = None, **content: Unpack[PlanContent],
) -> PeriodPlan:  # fmt: skip
    """Begin the plan of the period of that level that holds the day; elements may be missing until it is submitted.

    Its clock runs until the approval. Raises NotAllowed, or Refused naming the field: a period that is over, or for
    which there is a plan at this place already.
    """
    now = at or timezone.now()
    if account is not None and pack:
        raise Refused(_("Choose an account or a rule book, not both."), field="pack")
    if pack and pack not in pack_names():
        raise Refused(_("This rule book does not exist. Choose one of the list."), field="pack")
    if not may_plan(actor, account, pack):
        raise NotAllowed(_("You may not plan here. Ask whoever approves plans to do it, or to give you the right."))
    values = _clean({"title": "", **content})
    first, last = LEVELS_BY_CODE[level].period(day)
    over = lacking_time(last, now)
    if over is not None:
        raise Refused(over, field="day")
    with transaction.atomic():
        _lock_place(account, pack)
        _refuse_overlap(level, first, last, account, pack)
        plan = _store(
            PeriodPlan(account=account, pack=pack, level=level, starts_on=first, ends_on=last, author=actor,
                       writers=[actor.pk], created_at=now, **values), actor, now,
        )  # fmt: skip
    return plan


def begin_for_nobody(level: Level, day: date, pack: str, answers: User, title: str, at: datetime) -> PeriodPlan:
    """For the sweep: the empty plan of a rule book whose time comes, in the name of whoever answers for it.

    Raises WrongState where somebody else begins it at the same moment.
    """
    first, last = level.period(day)
    with transaction.atomic():
        _lock_place(None, pack)
        rows = PeriodPlan.objects.live().at_place(None, pack).filter(level=level.code)
        if rows.filter(starts_on__lte=last, ends_on__gte=first).exists():
            raise WrongState(_("Somebody else began this plan at the same moment. Open it from the list of plans."))
        return _store(
            PeriodPlan(pack=pack, level=level.code, starts_on=first, ends_on=last, title=title, author=answers,
                       responsible=answers, created_at=at), None, at,
        )  # fmt: skip


def _lock_place(account: PlatformAccount | None, pack: str) -> None:
    """One at a time plans at a place: the account is locked, else the rule book, else all rule books."""
    if account is not None:
        PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
        return
    books = Policy.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(books.filter(code=pack) if pack else books)


def _refuse_overlap(level: str, first: date, last: date, account: PlatformAccount | None, pack: str) -> None:
    rows = PeriodPlan.objects.live().at_place(account, pack).filter(level=level)
    other = rows.filter(starts_on__lte=last, ends_on__gte=first).first()
    if other is not None:
        raise Refused(
            _("“%(title)s” (%(first)s to %(last)s) holds here at that time already. Open it: change it while it is"
              " being written, or make a new version of it once it is approved.")
            % {"title": other, "first": other.starts_on.isoformat(), "last": other.ends_on.isoformat()},
            field="day",
        )  # fmt: skip


def _store(plan: PeriodPlan, actor: User | None, now: datetime) -> PeriodPlan:
    """Store a new plan with its clock, in the transaction of the caller."""
    plan.due_at, calendar = due_of(plan.starts_on, plan.account, plan.pack, now)
    if plan.revision > 1 and plan.due_at <= now:
        # The period runs, and the version before holds: what is written now has its own term, counted from now.
        limit = Limit.of(param(AHEAD, at=now, **where_of(plan.account, plan.pack)).value)
        plan.due_at = clock_of(calendar).due(limit, now)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as twice:
        raise WrongState(
            _("Somebody else began this plan at the same moment. Open it from the list of plans.")
        ) from twice
    owner = plan.responsible or plan.author
    open_deadline(
        kind=KIND, object_id=plan.pk, purpose=APPROVAL, owner=owner, due=max(plan.due_at, now + SOON),
        calendar=calendar, account_id=plan.account_id,
        department_id=plan.account.department_id if plan.account else owner.department_id, at=now,
    )  # fmt: skip
    _note("period_plan.created", plan, actor, now, level=plan.level, pack=plan.pack, revision=plan.revision)
    if actor is None or owner.pk != actor.pk:
        tell([owner], "period_plan.to_write", kind=KIND, object_id=plan.pk, at=now,
             params={"due": f"{plan.due_at:%Y-%m-%d}"}, key=f"period_plan.to_write:{plan.pk}:{owner.pk}")  # fmt: skip
    return plan


def edit_period_plan(
    plan: PeriodPlan, *, actor: User, version: int | None = None, at: datetime | None = None,
    **content: Unpack[PlanContent],
) -> PeriodPlan:  # fmt: skip
    """Change a plan that is not approved yet; a submitted one goes back to being written.

    Its clock follows the responsible person. Raises WrongState for an approved one, of which a new version is made;
    NotAllowed, StaleVersion, Refused.
    """
    now = at or timezone.now()
    values = _clean(content)
    with transaction.atomic():
        locked = lock(plan)
        changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
        if not changed:
            return locked
        if locked.status == APPROVED:
            raise WrongState(_("An approved plan is not changed any more. Make a new version of it."))
        new = changed.get("responsible")
        changed["writers"] = list(dict.fromkeys([*locked.writers, actor.pk]))
        locked = _change(locked, changed, actor, version, now)
        if new is not None:
            reassign_deadlines(KIND, locked.pk, new, purpose=APPROVAL, at=now)
            if new.pk != actor.pk:
                tell([new], "period_plan.to_write", kind=KIND, object_id=locked.pk, at=now,
                     params={"due": f"{locked.due_at:%Y-%m-%d}"},
                     key=f"period_plan.to_write:{locked.pk}:{new.pk}")  # fmt: skip
    return locked


def _change(
    locked: PeriodPlan, changed: dict[str, Any], actor: User, version: int | None, now: datetime
) -> PeriodPlan:
    payload = {"fields": sorted(changed)}
    if locked.status == SUBMITTED:
        undone = {"submitted_by": None, "submitted_at": None}
        return move(locked, "edit", actor=actor, version=version, at=now, changes={**changed, **undone},
                    payload=payload, held=True)  # fmt: skip
    require_version(locked, version)
    _require_writer(locked, actor)
    if locked.status not in WRITABLE:
        raise WrongState(_("This plan is closed. Begin a new one for the period."))
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.lock_version += 1
    locked.save(update_fields=[*changed, "lock_version"])
    _note("period_plan.changed", locked, actor, now, **payload)
    return locked


def _require_writer(plan: PeriodPlan, actor: User) -> None:
    reason = writes_it(plan, actor, {})
    if reason is not None:
        raise NotAllowed(reason)


def submit_period_plan(
    plan: PeriodPlan, *, actor: User, version: int | None = None, at: datetime | None = None
) -> PeriodPlan:
    """Ask for approval: every element is there, a fresh study is cited (R-018, R-020). Those who decide are told."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(plan, "submit", actor=actor, version=version, at=now, context={"at": now},
                     changes={"submitted_at": now, "submitted_by": actor})  # fmt: skip
        people = approvers(moved, now) or set(holder_ids(APPROVE_PLANS))
        tell(sorted(people - moved.people_of()), "period_plan.to_approve", kind=KIND, object_id=moved.pk, at=now,
             key=f"period_plan.to_approve:{moved.pk}:{moved.lock_version}")  # fmt: skip
    return moved


def approve_period_plan(
    plan: PeriodPlan, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> PeriodPlan:
    """Say yes as the one whom the rule book names; an earlier version is replaced, its items hang on this one."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(plan)
        before = PeriodPlan.objects.select_for_update(of=("self",)).at_place(locked.account, locked.pack).filter(
            level=locked.level, starts_on=locked.starts_on, status=APPROVED
        ).exclude(pk=locked.pk).first()  # fmt: skip
        if before is not None:
            move(before, "supersede", actor=None, at=now, held=True, changes={"superseded_at": now},
                 payload={"by": locked.pk})  # fmt: skip
        moved = _decide(locked, "approve", actor, note, version, now, approved_by=actor, approved_at=now)
        if before is not None:
            PlanItem.objects.filter(period_plan=before).update(period_plan=moved)
        meet_deadline(KIND, moved.pk, APPROVAL, at=now)
    return moved


def return_period_plan(
    plan: PeriodPlan, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> PeriodPlan:
    """Send a plan back with the reason; its clock runs on."""
    now = at or timezone.now()
    with transaction.atomic():
        return _decide(lock(plan), "send_back", actor, note, version, now)


def _decide(
    locked: PeriodPlan, name: str, actor: User, words: str, version: int | None, now: datetime, **changes: Any
) -> PeriodPlan:
    text = clean_text(words, field="note", limit=2000).strip()
    moved = move(locked, name, actor=actor, note=text, version=version, at=now, context={"at": now}, held=True,
                 changes={"decision_note": text, **changes})  # fmt: skip
    event = "period_plan.approved" if name == "approve" else "period_plan.returned"
    people = {moved.author_id, moved.responsible_id, moved.submitted_by_id} - {None, actor.pk}
    tell(sorted(pk for pk in people if pk), event, kind=KIND, object_id=moved.pk, at=now,
         key=f"{event}:{moved.pk}:{moved.lock_version}")  # fmt: skip
    return moved


def drop_period_plan(
    plan: PeriodPlan, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> PeriodPlan:
    """Give up a plan that is not approved, with the reason; where the rule book wants one the sweep begins another."""
    now = at or timezone.now()
    text = clean_text(note, field="note", limit=2000).strip()
    with transaction.atomic():
        moved = move(plan, "drop", actor=actor, note=text, version=version, at=now, changes={"decision_note": text})
        cancel_deadline(KIND, moved.pk, at=now)
    return moved


def revise_period_plan(plan: PeriodPlan, *, actor: User, at: datetime | None = None) -> PeriodPlan:
    """Begin a new version of an approved plan: the same words, to be changed, submitted and approved again.

    The approved one holds until then. What it cites is cited anew. Raises WrongState, NotAllowed, Refused.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(plan)
        _require_writer(locked, actor)
        _lock_place(locked.account, locked.pack)
        if locked.status != APPROVED:
            raise WrongState(_("A new version is made of an approved plan. Load the page again."))
        over = lacking_time(locked.ends_on, now)
        if over is not None:
            raise WrongState(over)
        same = PeriodPlan.objects.at_place(locked.account, locked.pack).filter(
            level=locked.level, starts_on=locked.starts_on
        )  # fmt: skip
        waiting = same.filter(status__in=OPEN).first()
        if waiting is not None:
            raise WrongState(
                _("Version %(number)d is being written or waits already. Open it from the list of plans.")
                % {"number": waiting.revision}
            )
        names = [name for name, _limit, _one_line in TEXTS] + list(OTHERS)
        number = max(same.filter(status__in=[*LIVE, "superseded"]).values_list("revision", flat=True)) + 1
        fresh = _store(
            PeriodPlan(account=locked.account, pack=locked.pack, level=locked.level, starts_on=locked.starts_on,
                       ends_on=locked.ends_on, revision=number, author=actor, writers=[actor.pk], created_at=now,
                       **{name: getattr(locked, name) for name in names}), actor, now,
        )  # fmt: skip
        for record_id in locked.citations.values_list("record_id", flat=True):
            PlanCitation.objects.create(plan=fresh, record_id=record_id, cited_by=actor, cited_at=now)
    return fresh


def cite_record(plan: PeriodPlan, cited: DutyRecord, *, actor: User, at: datetime | None = None) -> PlanCitation:
    """Link a study or an opinion round on which the plan rests, also to an approved one (R-020, R-021)."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock(plan)
        _require_writer(locked, actor)
        if locked.status not in LIVE:
            raise WrongState(_("This plan is closed, so nothing is linked to it any more."))
        if cited.kind not in CITED:
            raise Refused(_("Only studies and opinion rounds are cited here. Choose one of the list."), field="record")
        try:
            with transaction.atomic():
                made = PlanCitation.objects.create(plan=locked, record=cited, cited_by=actor, cited_at=now)
        except IntegrityError as twice:
            raise Refused(_("The plan cites this already."), field="record") from twice
        _note("period_plan.cited", locked, actor, now, record=cited.pk, of=cited.kind)
    return made


def lock(plan: PeriodPlan) -> PeriodPlan:
    """The row under its lock, with its account and people."""
    rows = PeriodPlan.objects.select_for_update(of=("self",)).select_related("account", "author", "responsible")
    return rows.get(pk=plan.pk)


def _note(event: str, plan: PeriodPlan, actor: User | None, at: datetime, **payload: Any) -> None:
    record(event, actor=actor, kind=KIND, object_id=plan.pk, account_id=plan.account_id, payload=payload, at=at)
