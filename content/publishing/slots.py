"""Times proposed out of past engagement, per account, content type and audience (R-024, K-4.2.3c, M-4.4.2, O-2.2.3c).

Figures lie on a floor above: it registers how to read them, and this room asks for them by publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.publishing.models import Publication, SlotChoice
from content.publishing.rules import SLOT_HISTORY, SLOT_LEAST_POSTS, SLOT_PRIOR, SLOT_REASON_LIMIT
from governance.public import Refused, clean_text, clock_of, has_visible_text, param

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from content.drafts.models import Draft

HOUR = timedelta(hours=1)
Engagement = Callable[[list[int]], Mapping[int, float]]
_readers: list[Engagement] = []


def register_engagement(reader: Engagement) -> None:
    """Say how publications did: by their numbers, how many people did something with each; unknown ones left out."""
    if reader not in _readers:
        _readers.append(reader)


class PastPost(NamedTuple):
    """A post with its engagement."""

    moment: datetime
    content_type: str
    audience: str
    engagement: float


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour that is proposed: its beginning, the mean engagement of posts in that hour of the week, how many."""

    begins: datetime
    engagement: float
    posts: int
    basis: Promise | str


BASES = (
    (gettext_lazy("this type and audience"), ("content_type", "audience")),
    (gettext_lazy("this type"), ("content_type",)),
    (gettext_lazy("this account"), ()),
)


def past_posts(account: PlatformAccount, now: datetime) -> list[PastPost]:
    """The posts of the last months with known engagement; two statements."""
    rows = Publication.objects.filter(account=account, published_at__lt=now, published_at__gte=now - SLOT_HISTORY)
    found = list(
        rows.order_by().values_list("pk", "published_at", "draft__content_type", "draft__plan_item__audience")
    )
    figures: dict[int, float] = {}
    for reader in _readers if found else ():
        figures |= reader([row[0] for row in found])
    return [
        PastPost(moment, kind, audience or "", figures[pk]) for pk, moment, kind, audience in found if pk in figures
    ]


def propose_slots(draft: Draft, account: PlatformAccount, now: datetime) -> list[Slot]:
    """The best hours inside the window that was signed, the best first; none without a history."""
    posts = past_posts(account, now)
    audience = draft.plan_item.audience if draft.plan_item_id and draft.plan_item else ""
    wanted = {"content_type": draft.content_type, "audience": audience}
    count = int(param("slots.proposed", account=account, at=now).value)
    for basis, names in BASES:
        alike = [post for post in posts if all(getattr(post, name) == wanted[name] for name in names)]
        if len(alike) >= SLOT_LEAST_POSTS:
            return _best(alike, draft, account, now, basis)[:count]
    return []


def _best(
    posts: Iterable[PastPost], draft: Draft, account: PlatformAccount, now: datetime, basis: Promise | str
) -> list[Slot]:
    """Hours of the week by mean engagement, drawn towards the mean of all where there are few posts."""
    zone = clock_of(account.calendar).plan.zone
    by_hour: dict[tuple[int, int], list[float]] = defaultdict(list)
    for post in posts:
        local = post.moment.astimezone(zone)
        by_hour[local.weekday(), local.hour].append(post.engagement)
    every = [value for values in by_hour.values() for value in values]
    mean = sum(every) / len(every)
    slots = []
    first = max(now, draft.window_start or now).astimezone(zone).replace(minute=0, second=0, microsecond=0)
    for (weekday, hour), values in by_hour.items():
        score = (sum(values) + SLOT_PRIOR * mean) / (len(values) + SLOT_PRIOR)
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        begins = day.replace(hour=hour)
        if begins + HOUR <= max(now, draft.window_start or now):
            begins += timedelta(days=7)
        if draft.window_end is None or begins < draft.window_end:
            slots.append(Slot(begins, score, len(values), basis))
    return sorted(slots, key=lambda slot: (-slot.engagement, slot.begins))


def keep_choice(
    draft: Draft, account: PlatformAccount, *, actor: User, chosen: datetime, reason: str, at: datetime,
    since: datetime | None = None,
) -> SlotChoice | None:  # fmt: skip
    """Keep what was proposed and taken. None: no proposals.

    Refused where another time is taken without a reason. Of a post that is out already, `since` says from when on its
    time could be chosen, and what is written down is only kept.
    """
    slots = propose_slots(draft, account, since or at)
    words = clean_text(reason, field="slot_reason", limit=SLOT_REASON_LIMIT, one_line=True).strip()
    if not slots:
        SlotChoice.objects.filter(draft=draft).delete()
        return None
    proposed = any(slot.begins <= chosen < slot.begins + HOUR for slot in slots)
    if since is None and not proposed and not has_visible_text(words):
        raise Refused(
            _("Posts like this did better at the times that are proposed. Choose one, or say why another one."),
            field="slot_reason",
        )
    choice, _new = SlotChoice.objects.update_or_create(
        draft=draft,
        defaults={
            "account": account, "proposed": [slot.begins.isoformat() for slot in slots], "chosen": chosen,
            "was_proposed": proposed, "reason": "" if proposed else words, "chosen_by": actor, "chosen_at": at,
        },
    )  # fmt: skip
    return choice
