"""The pages of releasing: what is ready, the kit of one post, publications and their checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Exists, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.public import PlatformAccount
from content.corrections.models import Correction
from content.corrections.services import may_ask
from content.corrections.workflow import DONE
from content.drafts.models import Draft
from content.drafts.rules import PUBLISH, WITHDRAW
from content.publishing import checkpoints, services
from content.publishing.acts import PUBLICATION_WITHDRAW
from content.publishing.comparing import TextDiffers
from content.publishing.completing import complete_publication
from content.publishing.forms import (
    CheckpointForm,
    CompletionForm,
    GoneForm,
    PreflightForm,
    PublicationForm,
    ReasonForm,
    ScheduleForm,
)
from content.publishing.hosts import foreign_host
from content.publishing.models import Checkpoint, Preflight, Publication
from content.publishing.pages import differing_pieces, first_to_release, kit_page, pieces_of
from content.publishing.queries import drafts_to_release
from content.publishing.recording import record_publication
from content.publishing.withdrawing import prove_withdrawal, withdraw_publication
from governance.public import (
    Denial,
    Denied,
    WordedForm,
    accounts_for,
    can,
    history_of,
    page_by_key,
    posted,
    render_refused,
    require,
    standing_of,
)

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

Form = TypeVar("Form", bound=WordedForm)
# The draft, the account that is worked on, and all accounts of the draft.
Kit = tuple[Draft, PlatformAccount, list[PlatformAccount]]
KIT, PAGE = "content/publishing/publish_kit.html", "content/publishing/publication_detail.html"


@require_GET
def publish_list(request: HttpRequest) -> HttpResponse:
    """Approved and scheduled drafts of the accounts on which one publishes, the next first."""
    rows = drafts_to_release(accounts_for(request.user, "accounts.publish"))
    rows = rows.select_related("account", "author").defer("body")
    page = page_by_key(rows, order=("shown_at", "pk"), after=request.GET.get("after"))
    return render(request, "content/publishing/publish_list.html", {"page": page, "now": timezone.now()})


def _kit(request: HttpRequest, pk: int) -> Kit:
    """The draft, the account that is worked on, and all accounts of the draft."""
    seen = Draft.objects.visible_to(request.user).select_related("account", "author", "current_version")
    draft = get_object_or_404(seen, pk=pk)
    targets = sorted(draft.targets.all(), key=lambda row: (row.pk != draft.account_id, row.handle))
    handle = request.GET.get("account", "")
    chosen = next((row for row in targets if row.handle == handle), None)
    if handle and chosen is None:
        raise Http404
    return draft, chosen or first_to_release(draft, targets, request.user), targets


@require_GET
def publish_kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Fields to copy in the platform's order, the check before release, the record of the publication."""
    draft, account, targets = _kit(request, pk)
    context = kit_page(draft, account, targets, request.user, timezone.now())
    return render(request, KIT, context)


def _kit_step(
    shape: Callable[[HttpRequest, Draft, PlatformAccount], Form],
) -> Callable[[Callable[[HttpRequest, Kit, Form], HttpResponse]], Callable[..., HttpResponse]]:
    """A form of the kit, for whoever publishes there.

    Where their right is held back for now, the kit says by what and keeps what was typed: no other right would help,
    and it ends by itself.
    """

    def wrap(step: Callable[[HttpRequest, Kit, Form], HttpResponse]) -> Callable[..., HttpResponse]:
        @require_POST
        @wraps(step)
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            kit = draft, account, _targets = _kit(request, pk)
            form, answer = shape(request, draft, account), can(request.user, PUBLISH, account)
            if isinstance(answer, Denied) and answer.gate:
                aside = {"sentences": [answer.reason], "typed": form.typed()}
                context = kit_page(*kit, request.user, timezone.now(), put_aside=aside)
                return render(request, KIT, context, status=403)
            require(request.user, PUBLISH, account)
            return step(request, kit, form)

        return view

    return wrap


@_kit_step(lambda request, _draft, _account: ScheduleForm(request.POST))
def publish_schedule(request: HttpRequest, kit: Kit, form: ScheduleForm) -> HttpResponse:
    """Set the time of release."""
    draft = kit[0]
    if form.carried_out(lambda: services.schedule_draft(draft, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The time of release is set."))
        return redirect("content:publish_kit", pk=draft.pk)
    return render_refused(request, KIT, kit_page(*kit, request.user, timezone.now(), schedule_form=form), form)


@_kit_step(lambda request, draft, account: PreflightForm(request.POST, items=services.items_for(draft, account)))
def publish_preflight(request: HttpRequest, kit: Kit, form: PreflightForm) -> HttpResponse:
    """Tick the check before release."""
    draft, account, _targets = kit
    if form.made_once(
        lambda: services.tick_preflight(draft, account, actor=request.user, items=form.cleaned_data["items"]),
        model=Preflight,
        actor=request.user,
    ):
        messages.success(request, _("The check is recorded. Release the post now, then record its address."))
        return redirect(f"{request.path.removesuffix('preflight/')}?account={account.handle}")
    return render_refused(request, KIT, kit_page(*kit, request.user, timezone.now(), preflight_form=form), form)


@_kit_step(lambda request, _draft, _account: PublicationForm(request.POST, request.FILES))
def publish_record(request: HttpRequest, kit: Kit, form: PublicationForm) -> HttpResponse:
    """Record that the post stands."""
    draft, account, _targets = kit
    if form.carried_out(lambda: record_publication(draft, account, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The publication is recorded. Its checkpoints run."))
        return redirect(form.outcome)
    differs = isinstance(form.refusal, TextDiffers)
    differing = differing_pieces(draft, str(form["published_text"].value())) if differs else None
    context = kit_page(*kit, request.user, timezone.now(), publication_form=form, differing=differing)
    return render_refused(request, KIT, context, form)


def _publication(request: HttpRequest, pk: int) -> Publication:
    seen = Publication.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("account", "draft", "version", "publisher", "proof"), pk=pk)


@require_GET
def publication_list(request: HttpRequest) -> HttpResponse:
    """Publications of the accounts that one may see, newest first."""
    rows = Publication.objects.visible_to(request.user).select_related("account", "publisher")
    rows = rows.annotate(corrected=Exists(Correction.objects.done().filter(publication=OuterRef("pk"))))
    page = page_by_key(rows, order=("-published_at", "-pk"), after=request.GET.get("after"))
    return render(request, "content/publishing/publication_list.html", {"page": page})


def _detail(
    request: HttpRequest, publication: Publication, refused: WordedForm | None = None, **forms: Any
) -> HttpResponse:
    corrections = list(publication.corrections.select_related("asked_by", "corrected_by"))
    context = {
        "publication": publication,
        "checkpoints": publication.checkpoints.select_related("noted_by").order_by(F("due_at")),
        "may_publish": can(request.user, PUBLISH, publication),
        "may_withdraw": can(request.user, WITHDRAW, publication),
        "withdrawing": standing_of(PUBLICATION_WITHDRAW.code, publication, request.user),
        "form": ReasonForm(),
        "gone_form": GoneForm(),
        "completion_form": CompletionForm(),
        "differing": pieces_of(publication),
        "corrections": corrections,
        # One at a time is asked for, so the newest that was carried out says what stands.
        "standing": next((row for row in corrections if row.status == DONE), None),
        "foreign_host": foreign_host(publication.account, publication.url),
        "may_correct": may_ask(request.user, publication),
        "entries": history_of("publication", publication.pk, 50),
        **forms,
    }
    return render_refused(request, PAGE, context, refused) if refused else render(request, PAGE, context)


@require_GET
def publication_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One publication: address, proof, comparison, checkpoints."""
    return _detail(request, _publication(request, pk))


@require_POST
def publication_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the proof, or the text as it stands by now."""
    publication = _publication(request, pk)
    require(request.user, "accounts.publish", publication)
    form = CompletionForm(request.POST, request.FILES)
    if form.carried_out(lambda: complete_publication(publication, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The record is completed."))
        return redirect(publication)
    return _detail(request, publication, form, completion_form=form)


@require_POST
def publication_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the post was taken down."""
    publication = _publication(request, pk)
    require(request.user, WITHDRAW, publication)
    form = ReasonForm(request.POST, request.FILES)
    if form.carried_out(lambda: withdraw_publication(publication, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The withdrawal is recorded."))
        return redirect(publication)
    return _detail(request, publication, form, form=form)


@require_POST
def publication_prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the picture that shows that a withdrawn post is gone."""
    publication = _publication(request, pk)
    require(request.user, WITHDRAW, publication)
    form = GoneForm(request.POST, request.FILES)
    if form.carried_out(lambda: prove_withdrawal(publication, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The proof is recorded."))
        return redirect(publication)
    return _detail(request, publication, form, gone_form=form)


@require_http_methods(["GET", "POST"])
def checkpoint_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the note of a checkpoint."""
    seen = Checkpoint.objects.filter(publication__in=Publication.objects.visible_to(request.user))
    checkpoint = get_object_or_404(seen.select_related("publication__account", "noted_by"), pk=pk)
    if request.method == "POST" and not checkpoints.may_note(request.user, checkpoint):
        raise Denial(_("You do not work on this account. Ask its publisher to write the note."))
    form = CheckpointForm(posted(request))
    if form.carried_out(
        lambda: checkpoints.note_checkpoint(checkpoint, actor=request.user, note=form.cleaned_data["note"])
    ):
        messages.success(request, _("The note is stored."))
        return redirect(checkpoint.publication)
    context = {"checkpoint": checkpoint, "form": form}
    return render_refused(request, "content/publishing/checkpoint_note.html", context, form)
