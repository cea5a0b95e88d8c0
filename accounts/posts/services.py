"""Every change of posts: their list, sheets, holders, acceptance and end (R-123, M-2.2.2, O-2.2.1b)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.appointing import check_appointment
from accounts.people.models import User
from accounts.posts.models import DutySheet, Post, PostHolding, SheetAcceptance
from accounts.posts.rules import APPOINT, POSTS, TEXT_LIMIT
from accounts.terms.services import Office, close_term, end_term, first_day, sweep_terms
from governance.public import (
    NotAllowed,
    Policy,
    Refused,
    StaleVersion,
    WrongState,
    clean_text,
    param,
    record,
    require,
    tell,
    today,
)


@transaction.atomic
def list_posts(*, at: datetime | None = None) -> dict[str, int]:
    """Bring the posts in line with what the rule books list on that day; may run as often as one likes."""
    now = at or timezone.now()
    held = {(post.policy_id, post.code): post for post in Post.objects.all()}
    wanted = {
        (policy.pk, code): policy
        for policy in Policy.objects.order_by("rank")
        for code in param(POSTS, pack=policy.code, at=now).value
    }
    listed = dropped = 0
    for (policy_id, code), policy in wanted.items():
        post = held.get((policy_id, code))
        if post is None:
            post, _made = Post.objects.get_or_create(policy=policy, code=code, defaults={"listed_at": now})
        elif post.delisted_at is None:
            continue
        else:
            post.delisted_at = None
            post.save(update_fields=["delisted_at"])
        listed += 1
        _note("post.listed", post, None, now, code=code, pack=policy.code)
    for key, post in held.items():
        if key not in wanted and post.delisted_at is None:
            post.delisted_at = now
            post.save(update_fields=["delisted_at"])
            dropped += 1
            _note("post.delisted", post, None, now, code=post.code)
    return {"posts_listed": listed, "posts_dropped": dropped}


def write_sheet(
    post: Post, *, actor: User, text_zh: str, text_en: str, number: int | None = None, at: datetime | None = None
) -> DutySheet:
    """A new version of the duty sheet, which every holder must accept anew and is told of.

    `number` is the version that the page showed. Raises Denial without the right, StaleVersion where somebody wrote
    one meanwhile, Refused naming the field that is empty, and where nothing was changed.
    """
    require(actor, APPOINT)
    now = at or timezone.now()
    texts = {"text_zh": text_zh, "text_en": text_en}
    for field, text in texts.items():
        texts[field] = clean_text(text, field=field, limit=TEXT_LIMIT).strip()
        if not texts[field]:
            raise Refused(_("Please write the duties in both languages."), field=field)
    with transaction.atomic():
        locked = _listed(post)
        newest = locked.sheets.order_by("-number").first()
        known = newest.number if newest else 0
        if number is not None and number != known:
            raise StaleVersion(_("Somebody wrote a newer version meanwhile. Please load the page and look at it."))
        if newest is not None and (newest.text_zh, newest.text_en) == tuple(texts.values()):
            raise Refused(_("Nothing was changed. Holders accept a version anew only where it says something new."))
        sheet = DutySheet.objects.create(post=locked, number=known + 1, written_by=actor, written_at=now, **texts)
        _note("post.sheet_written", locked, actor, now, number=sheet.number)
        holders = PostHolding.objects.in_office(now).filter(post=locked).values_list("person_id", flat=True)
        tell(
            holders, "post.sheet", kind="post", object_id=locked.pk, params={"number": sheet.number},
            key=f"post.sheet:{sheet.pk}", at=now,
        )  # fmt: skip
    return sheet


def appoint_to_post(
    post: Post, *, actor: User, person: User, starts_on: date | None = None, until: date | None = None,
    at: datetime | None = None,
) -> PostHolding:  # fmt: skip
    """Give somebody else a post, from today or a later day on; they are told, and accept the sheet themselves.

    Raises Denial, NotAllowed or Refused as `check_appointment`, and Refused naming the day that does not fit.
    """
    now = at or timezone.now()
    first = first_day(starts_on, until, now)
    with transaction.atomic():
        check_appointment(actor, person, APPOINT, at=now)
        locked = _listed(post)
        held = locked.holdings.open().filter(person=person).first()
        if held is not None and (held.until is None or held.until >= today(now)):
            raise Refused(
                _("%(name)s holds this post already. End that first if the days are to change.") % {"name": person},
                field="person",
            )
        if held is not None:
            close_term(HOLDINGS, held, None, "", now)
        holding = PostHolding.objects.create(
            post=locked, person=person, starts_on=first, until=until, appointed_by=actor, appointed_at=now
        )
        _note("post.appointed", locked, actor, now, person=person.pk, holding=holding.pk)
        tell(
            [person], "post.appointed", kind="post", object_id=locked.pk, params={"who": str(actor)},
            key=f"post.appointed:{holding.pk}", at=now,
        )  # fmt: skip
    return holding


def accept_sheet(
    holding: PostHolding, *, actor: User, number: int | None = None, at: datetime | None = None
) -> SheetAcceptance:
    """The holder, and nobody else, accepts the newest duty sheet; `number` is the version that the page showed."""
    now = at or timezone.now()
    if actor.pk != holding.person_id:
        raise NotAllowed(_("Only the holder of a post accepts its duty sheet."))
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).get(pk=holding.post_id)
        if not PostHolding.objects.in_office(now).filter(pk=holding.pk).exists():
            raise WrongState(_("You do not hold this post now. Load the page again."))
        sheet = post.sheets.order_by("-number").first()
        if sheet is None:
            raise WrongState(_("This post has no duty sheet yet. Ask whoever appointed you to write it."))
        if number is not None and number != sheet.number:
            raise StaleVersion(_("The duty sheet was written anew meanwhile. Please read the new version first."))
        acceptance, made = SheetAcceptance.objects.get_or_create(
            holding=holding, sheet=sheet, defaults={"accepted_at": now}
        )
        if not made:
            raise WrongState(_("You accepted this version already; nothing is left to do."))
        _note("post.sheet_accepted", post, actor, now, number=sheet.number, holding=holding.pk)
    return acceptance


def end_holding(
    holding: PostHolding, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> PostHolding:
    """Somebody holds a post no longer, from this moment on. `actor` None is the end of the term, or of the work here.

    Raises Denial without the right, NoteRequired where a person gives no reason, WrongState if it has ended.
    """
    return end_term(HOLDINGS, holding, actor=actor, reason=reason, at=at)


def sweep_posts(now: datetime) -> dict[str, int]:
    """What time does: posts follow the rule books, terms end on their last day and whoever appointed hears of it."""
    ended = sweep_terms(HOLDINGS, now)
    return {**list_posts(at=now), "post_terms_ended": ended}


def _listed(post: Post) -> Post:
    """The post under its lock; Refused where its rule book names it no longer."""
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if locked.delisted_at is not None:
        raise WrongState(_("The rule book names this post no longer, so nobody is appointed to it."))
    return locked


def _note_end(holding: PostHolding, actor: User | None, now: datetime) -> None:
    _note("post.ended", holding.post, actor, now, person=holding.person_id, holding=holding.pk)


def _note(event: str, post: Post, actor: User | None, now: datetime, **payload: Any) -> None:
    record(event, actor=actor, kind="post", object_id=post.pk, payload=payload, at=now)


HOLDINGS = Office(PostHolding, APPOINT, _note_end, over="post.over", page=lambda row: ("post", row.post_id))
