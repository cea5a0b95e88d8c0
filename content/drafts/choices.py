"""What the editor offers to choose from: plan items and files, with what tells them apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.drafts.models import Draft
from content.drafts.rules import PLAN_WINDOW
from content.media.models import MediaAsset
from content.media.rules import LICENSED
from content.plans.models import PlanItem
from governance.public import KnownRows, known_number

if TYPE_CHECKING:
    from accounts.public import User

RECENT_FILES = 40


class PlanChoice(forms.ModelChoiceField):
    """A plan item with its account and day, so that two of one title can be told apart."""

    def label_from_instance(self, item: PlanItem) -> str:
        day = date_format(timezone.localtime(item.planned_at), "Y-m-d") if item.planned_at else "–"
        return f"{item.account} · {day} · {item.title}"


class FileChoice(KnownRows):
    """A file with its small picture, its name and its account; a licensed one says that it goes nowhere else."""

    def label_from_instance(self, asset: MediaAsset) -> str:
        words = [asset.shown_name, str(asset.account)]
        if asset.origin == LICENSED:
            words.append(_("licensed for this account only"))
        text = " · ".join(words)
        if not asset.thumbnail and asset.kind != "image":
            return text
        address = reverse("content:media_thumbnail", args=[asset.pk])
        return format_html('<img class="thumb small" src="{}" alt="" loading="lazy"> <bdi>{}</bdi>', address, text)


def number_of(value: Any) -> int | None:
    """The number of a record, as the page sent it or as the form began with it."""
    return known_number(str(getattr(value, "pk", value) or ""))


def numbers_of(values: Iterable[Any] | None) -> set[int]:
    """The numbers of several records; what is no number is left out."""
    return {number for value in values or () if (number := number_of(value)) is not None}


def plans_offered(
    plans: QuerySet[PlanItem], account: int | None, kept: int | None, *, own: Draft | None
) -> QuerySet[PlanItem]:
    """Approved plan items whose window is not over and of which nothing was published, and those chosen already.

    Those of the account first, those without a draft before the others, the next ones before later.
    """
    alive = Draft.objects.filter(plan_item=OuterRef("pk")).exclude(status__in=["discarded", "withdrawn"])
    released = Draft.objects.filter(plan_item=OuterRef("pk"), publications__isnull=False)
    over = Q(planned_at__lt=timezone.now() - PLAN_WINDOW[1])
    open_ones = Q(status="approved") & ~over & ~Exists(released)
    chosen = Q(status="approved", pk=kept) | Q(pk=own.plan_item_id if own else None)
    ranked = plans.filter(open_ones | chosen)
    other = ~Q(account=account) if account else Q(pk__isnull=False)
    ranked = ranked.annotate(elsewhere=Case(When(other, then=1), default=0), used=Exists(alive))
    return ranked.order_by("elsewhere", "used", F("planned_at").asc(nulls_last=True), "pk")


def files_offered(
    user: User, used: Collection[int], chosen: Collection[int], accounts: Collection[int]
) -> QuerySet[MediaAsset]:
    """The newest files that somebody may use on all of these accounts, those of the draft and those just chosen.

    Our own and public ones go on every account; a licence was given for one account alone (R-029).
    """
    seen = MediaAsset.objects.visible_to(user)
    usable = seen
    if accounts:
        alone = next(iter(accounts)) if len(accounts) == 1 else None
        usable = seen.exclude(Q(origin=LICENSED) & ~Q(held_under__account_id=alone or 0))
    recent = usable.values_list("pk", flat=True)[:RECENT_FILES]
    # What was sent is kept only where it may be seen: the page says its name.
    sent = seen.filter(pk__in=chosen).values_list("pk", flat=True)
    return MediaAsset.objects.filter(pk__in={*used, *sent, *recent}).select_related("account")
