"""The lists of frequency, punctuality and checkpoints (R-022, R-023, R-042)."""

from __future__ import annotations

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.public import PlatformAccount
from content.publishing.models import Checkpoint, Publication
from content.rhythm.forecast import outlooks
from content.rhythm.models import PostingPeriod
from content.rhythm.punctuality import off_time
from content.rhythm.rules import SHOWN_BACK
from governance.public import VIEW_ACCOUNT, StaffRequest, accounts_for, page_by_key

SHOWN_PERIODS = 200


@require_GET
def frequency_list(request: StaffRequest) -> HttpResponse:
    """What each account posted and plans in the period that runs, and how often it fell short of late."""
    now = timezone.now()
    seen = PlatformAccount.objects.filter(status="active", pk__in=accounts_for(request.user, VIEW_ACCOUNT))
    since = (now - SHOWN_BACK).date()
    missed = PostingPeriod.objects.visible_to(request.user).filter(last_day__gte=since).below()
    counts = dict(missed.order_by().values_list("account_id").annotate(Count("pk")))
    rows = [(row, counts.get(row.account.pk, 0)) for row in outlooks(seen, now)]
    return render(request, "content/rhythm/frequency_list.html", {"rows": rows})


@require_GET
def frequency_account(request: StaffRequest, pk: int) -> HttpResponse:
    """The periods of one account, the newest first, each with its minimum."""
    account = get_object_or_404(PlatformAccount.objects.filter(pk__in=accounts_for(request.user, VIEW_ACCOUNT)), pk=pk)
    rows = account.posting_periods.order_by("-last_day", "-pk")
    if only_below := request.GET.get("show") == "below":
        rows = rows.below()
    context = {"account": account, "periods": rows[:SHOWN_PERIODS], "only_below": only_below}
    return render(request, "content/rhythm/frequency_account.html", context)


@require_GET
def lateness_list(request: StaffRequest) -> HttpResponse:
    """Posts of the last months that went out too early or too late, the newest first."""
    now = timezone.now()
    rows = Publication.objects.visible_to(request.user).filter(published_at__gte=now - SHOWN_BACK)
    off = off_time(rows.exclude(planned_for=None), now).annotate(off_by=F("published_at") - F("planned_for"))
    page = page_by_key(
        off.select_related("account", "publisher"), order=("-published_at", "-pk"), after=request.GET.get("after")
    )
    return render(request, "content/rhythm/lateness_list.html", {"page": page})


CHECKPOINTS = {
    "open": Q(noted_at=None, publication__withdrawn_at=None),
    "late": (Q(noted_at__gt=F("due_at")) | Q(noted_at=None)) & Q(publication__withdrawn_at=None),
    "all": Q(),
}


@require_GET
def checkpoint_list(request: StaffRequest) -> HttpResponse:
    """Checkpoints that fell due: those without a note, those noted late or not at all, or all."""
    chosen = request.GET.get("show", "open")
    chosen = chosen if chosen in CHECKPOINTS else "open"
    seen = accounts_for(request.user, VIEW_ACCOUNT)
    rows = Checkpoint.objects.filter(CHECKPOINTS[chosen], account_id__in=seen, due_at__lte=timezone.now())
    page = page_by_key(
        rows.select_related("publication", "account", "noted_by"), order=("-due_at", "-pk"),
        after=request.GET.get("after"),
    )  # fmt: skip
    return render(request, "content/rhythm/checkpoint_list.html", {"page": page, "chosen": chosen})
