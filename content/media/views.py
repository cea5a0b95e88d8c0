"""Files: upload, page of one, and the only door through which a file is served."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from content.drafts.models import Draft
from content.media.forms import MediaForm
from content.media.models import MediaAsset
from content.media.rules import UPLOAD_RIGHTS
from content.media.services import upload_media
from governance.public import Denial, Refused, accounts_for, answer_file, history_of, page_by_key

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


def _asset(request: HttpRequest, pk: int) -> MediaAsset:
    """A file of an account that one may see, or of a draft that one may see."""
    asset = get_object_or_404(MediaAsset.objects.select_related("account", "uploaded_by"), pk=pk)
    seen = MediaAsset.objects.visible_to(request.user).filter(pk=asset.pk)
    if not seen.exists() and not Draft.objects.visible_to(request.user).filter(asset_rows__asset=asset).exists():
        raise Http404
    return asset


@require_GET
def media_list(request: HttpRequest) -> HttpResponse:
    """Files, newest first."""
    text = request.GET.get("q", "").strip()[:100]
    rows = MediaAsset.objects.visible_to(request.user).select_related("account", "uploaded_by")
    if text:
        rows = rows.filter(Q(shown_name__icontains=text) | Q(sha256__startswith=text.lower()))
    page = page_by_key(rows, order=("-uploaded_at", "-pk"), after=request.GET.get("after"))
    return render(request, "content/media/media_list.html", {"page": page, "q": text})


@require_http_methods(["GET", "POST"])
def media_new(request: HttpRequest) -> HttpResponse:
    """Upload a file."""
    if not any(accounts_for(request.user, right) for right in UPLOAD_RIGHTS):
        raise Denial(_("You may not upload files for any account. Ask the manager of an account for the right."))
    form = MediaForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            asset = upload_media(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The file is checked, cleaned and stored."))
            return redirect("content:media_detail", pk=asset.pk)
    return render(request, "content/media/media_form.html", {"form": form})


@require_GET
def media_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its facts, its licence, its labels, where it is used."""
    asset = _asset(request, pk)
    drafts = Draft.objects.visible_to(request.user).filter(asset_rows__asset=asset)[:50]
    context = {"asset": asset, "drafts": drafts, "entries": history_of("media", asset.pk, 20)}
    return render(request, "content/media/media_detail.html", context)


@require_GET
def media_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, as what it was found to be and nothing else; `?download` hands it out."""
    asset = _asset(request, pk)
    return answer_file(
        asset.file.open("rb"), mime=asset.mime, name=asset.shown_name, download="download" in request.GET
    )
