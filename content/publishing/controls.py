"""Probes of releasing: times, mix, preflight, records, tags, checkpoints (R-024 to R-042)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from accounts.public import PlatformAccount
from content.drafts.tags import tags_wanted
from content.publishing.models import Checkpoint
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, param, probe, today

MONTH = 30


def _whole_periods(start: datetime, end: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The whole periods of so many days that fit into the window, counted back from its end."""
    step = timedelta(days=days)
    while end - step >= start:
        yield end - step, end
        end -= step


@probe("R-024")
def posts_were_placed_in_proposed_times(scope: Scope, window: Window) -> Evidence:
    """Publications for which times were proposed, and those placed elsewhere without a reason."""
    total = published_in(scope, window).filter(draft__slot_choice__isnull=False)
    bad = total.filter(draft__slot_choice__was_proposed=False, draft__slot_choice__reason="")
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-025")
def accounts_mix_types_and_media(scope: Scope, window: Window) -> Evidence:
    """Accounts that published in a whole month of the window, and those whose mix was too narrow in one."""
    types: dict[tuple[int, int], set[str]] = defaultdict(set)
    media: dict[tuple[int, int], set[str]] = defaultdict(set)
    months = list(_whole_periods(window.start, window.end, MONTH))
    rows = published_in(scope, window).values_list(
        "account_id", "published_at", "draft__content_type", "draft__medium"
    )
    for account_id, moment, content_type, medium in rows.iterator(2000):
        for index, (first, last) in enumerate(months):
            if first < moment <= last:
                types[account_id, index].add(content_type)
                media[account_id, index].add(medium)
    narrow = set()
    for account_id, index in types:
        least_types = int(param("mix.types", account=account_id, at=window.now).value)
        least_media = int(param("mix.media", account=account_id, at=window.now).value)
        if len(types[account_id, index]) < least_types or len(media[account_id, index]) < least_media:
            narrow.add(account_id)
    total = PlatformAccount.objects.filter(pk__in={account_id for account_id, _index in types})
    return Evidence(bad=total.filter(pk__in=narrow), total=total, kind="platform_account")


@probe("R-039")
def a_fresh_check_preceded_every_post(scope: Scope, window: Window) -> Evidence:
    """Publications without a check of that version in the hours before."""
    total = published_in(scope, window)
    wrong = Q(preflight=None) | ~Q(preflight__version=F("version")) | Q(preflight__ticked_at__gt=F("published_at"))
    allowed: dict[tuple[int, date], timedelta] = {}
    stale = []
    for pk, account_id, moment, ticked in (
        total.exclude(wrong).values_list("pk", "account_id", "published_at", "preflight__ticked_at").iterator(2000)
    ):
        # As fresh as the account's rule books asked for on the day of the post.
        if (place := (account_id, today(moment))) not in allowed:
            limit = param("preflight.age", account=account_id, at=moment).value
            allowed[place] = timedelta(**{limit["unit"]: limit["amount"]})
        if moment - ticked > allowed[place]:
            stale.append(pk)
    return Evidence(bad=total.filter(wrong | Q(pk__in=stale)), total=total, kind="publication")


@probe("R-040", part="record", mode="Z")
def records_name_address_and_signed_hash(scope: Scope, window: Window) -> Evidence:
    """Publications without an address, of another hash, or whose text on the platform differs from the sealed one."""
    total = published_in(scope, window)
    wrong = Q(url="") | ~Q(sha256=F("version__sha256")) | Q(text_matches=False, withdrawn_at=None)
    return Evidence(bad=total.filter(wrong), total=total, kind="publication")


@probe("R-041")
def posts_carry_a_tag(scope: Scope, window: Window) -> Evidence:
    """Publications with fewer hashtags than their rule books asked for, and no reason."""
    total = published_in(scope, window)
    wanted: dict[tuple[int, date], int] = {}
    bad = []
    columns = ("pk", "account_id", "recorded_at", "version__sealed__hashtags")
    for pk, account_id, moment, tags in total.filter(no_tag_reason="").values_list(*columns).iterator(2000):
        # As many as were asked for when the post was recorded, whatever the rule books ask for since.
        if (place := (account_id, today(moment))) not in wanted:
            wanted[place] = tags_wanted(account_id, moment)
        if len(tags or ()) < wanted[place]:
            bad.append(pk)
    return Evidence(bad=total.filter(pk__in=bad), total=total, kind="publication")


@probe("R-042")
def checkpoints_are_noted_in_time(scope: Scope, window: Window) -> Evidence:
    """Checkpoints that fell due on posts that still stand, and those noted late or not at all."""
    total = scope.narrow(
        Checkpoint.objects.filter(due_at__gte=window.start, due_at__lte=window.end, publication__withdrawn_at=None),
        person="publication__publisher_id",
    )
    late = Q(noted_at=None) | Q(noted_at__gt=F("due_at"))
    return Evidence(bad=total.filter(late), total=total, kind="checkpoint")
