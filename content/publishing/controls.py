"""Probes of releasing: frequency, punctuality, mix, preflight, records, tags, checkpoints (R-022 to R-042)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.public import PlatformAccount
from content.publishing.models import Checkpoint, Publication
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, param, probe

DAYS = {"day": 1, "week": 7, "month": 30}


def _accounts(scope: Scope, window: Window) -> QuerySet[PlatformAccount]:
    """Accounts that were open before the window ended."""
    rows = PlatformAccount.objects.filter(status="active").exclude(opened_on__gt=window.last_day)
    return scope.narrow(rows, account="pk")


def _whole_periods(start: datetime, end: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The whole periods of so many days that fit into the window, counted back from its end."""
    step = timedelta(days=days)
    while end - step >= start:
        yield end - step, end
        end -= step


@probe("R-022")
def accounts_post_as_often_as_they_must(scope: Scope, window: Window) -> Evidence:
    """Accounts with a minimum, and those that missed it in some whole day, week or month of the window."""
    times: dict[int, list[datetime]] = defaultdict(list)
    rows = Publication.objects.filter(published_at__gte=window.start, published_at__lte=window.end)
    for account_id, published_at in rows.values_list("account_id", "published_at"):
        times[account_id].append(published_at)
    held, missed = [], []
    for account in _accounts(scope, window):
        minimum = param("posting.minimum", account=account, at=window.now).value.get(account.platform)
        if not minimum:
            continue
        start = window.start
        if account.opened_on:
            start = max(
                start,
                timezone.make_aware(datetime.combine(account.opened_on, dt.time.min), timezone.get_default_timezone()),
            )
        spans = list(_whole_periods(start, window.end, DAYS[minimum["per"]]))
        if not spans:
            continue
        held.append(account.pk)
        counts = (sum(first < moment <= last for moment in times[account.pk]) for first, last in spans)
        if any(count < minimum["amount"] for count in counts):
            missed.append(account.pk)
    total = PlatformAccount.objects.filter(pk__in=held)
    return Evidence(bad=total.filter(pk__in=missed), total=total, kind="platform_account")


@probe("R-023", line="publish.target")
def posts_go_out_when_planned(scope: Scope, window: Window) -> Evidence:
    """Publications with a planned time, and those outside the tolerance."""
    total = published_in(scope, window).exclude(planned_for=None)
    where = {"account": scope.account} if scope.account else {"pack": scope.pack} if scope.pack else {}
    minutes = float(param("publish.tolerance", at=window.now, **where).value)
    tolerance = timedelta(minutes=minutes)
    off = Q(published_at__gt=F("planned_for") + tolerance) | Q(published_at__lt=F("planned_for") - tolerance)
    return Evidence(bad=total.filter(off), total=total, kind="publication")


@probe("R-025")
def accounts_mix_types_and_media(scope: Scope, window: Window) -> Evidence:
    """Accounts that published in a whole month of the window, and those whose mix was too narrow in one."""
    types: dict[tuple[int, int], set[str]] = defaultdict(set)
    media: dict[tuple[int, int], set[str]] = defaultdict(set)
    months = list(_whole_periods(window.start, window.end, DAYS["month"]))
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
    where = {"account": scope.account} if scope.account else {"pack": scope.pack} if scope.pack else {}
    limit = param("preflight.age", at=window.now, **where).value
    age = timedelta(**{limit["unit"]: limit["amount"]})
    stale = (
        Q(preflight=None)
        | ~Q(preflight__version=F("version"))
        | Q(preflight__ticked_at__gt=F("published_at"))
        | Q(published_at__gt=F("preflight__ticked_at") + age)
    )
    return Evidence(bad=total.filter(stale), total=total, kind="publication")


@probe("R-040", part="record", mode="Z")
def records_name_address_and_signed_hash(scope: Scope, window: Window) -> Evidence:
    """Publications without an address, of another hash, or whose text on the platform differs from the sealed one."""
    total = published_in(scope, window)
    wrong = Q(url="") | ~Q(sha256=F("version__sha256")) | Q(text_matches=False, withdrawn_at=None)
    return Evidence(bad=total.filter(wrong), total=total, kind="publication")


@probe("R-041")
def posts_carry_a_tag(scope: Scope, window: Window) -> Evidence:
    """Publications without any hashtag."""
    total = published_in(scope, window)
    return Evidence(bad=total.filter(version__sealed__hashtags=[]), total=total, kind="publication")


@probe("R-042")
def checkpoints_are_noted_in_time(scope: Scope, window: Window) -> Evidence:
    """Checkpoints that fell due on posts that still stand, and those noted late or not at all."""
    total = scope.narrow(
        Checkpoint.objects.filter(due_at__gte=window.start, due_at__lte=window.end, publication__withdrawn_at=None),
        person="publication__publisher_id",
    )
    late = Q(noted_at=None) | Q(noted_at__gt=F("due_at"))
    return Evidence(bad=total.filter(late), total=total, kind="checkpoint")
