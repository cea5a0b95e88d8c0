"""Files: upload, page of one, and the only doors through which a file, its small picture and its cover are served."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.drafts.models import Draft
from content.media.covers import choose_cover, moments_of, why_no_cover
from content.media.forms import CoverForm, MediaForm
from content.media.limits import findings_for
from content.media.models import MediaAsset, MediaUpload
from content.media.rules import AT_WORK, REFUSED, UPLOAD_RIGHTS
from content.media.uploads import take_in
from governance.public import Denial, accounts_for, answer_file, can, history_of, page_by_key, posted

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

JPEG = "image/jpeg"


def _asset(request: HttpRequest, pk: int) -> MediaAsset:
    """A file of an account that one may see, or of a draft that one may see."""
    rows = MediaAsset.objects.select_related("account", "uploaded_by", "held_under")
    asset = get_object_or_404(rows, pk=pk)
    seen = MediaAsset.objects.visible_to(request.user).filter(pk=asset.pk)
    if not seen.exists() and not Draft.objects.visible_to(request.user).filter(asset_rows__asset=asset).exists():
        raise Http404
    return asset


@require_GET
def media_list(request: HttpRequest) -> HttpResponse:
    """Files, newest first; one's own uploads that are being read, or were refused, stand above."""
    text = request.GET.get("q", "").strip()[:100]
    rows = MediaAsset.objects.visible_to(request.user).select_related("account", "uploaded_by", "held_under")
    if text:
        rows = rows.filter(Q(shown_name__icontains=text) | Q(sha256__startswith=text.lower()))
    page = page_by_key(rows, order=("-uploaded_at", "-pk"), after=request.GET.get("after"))
    uploads = MediaUpload.objects.filter(uploaded_by_id=request.user.pk, status__in=(*AT_WORK, REFUSED))[:5]
    return render(request, "content/media/media_list.html", {"page": page, "q": text, "uploads": uploads})


@require_http_methods(["GET", "POST"])
def media_new(request: HttpRequest) -> HttpResponse:
    """Upload a file; a picture is ready at once, a video is read by a worker while the page shows how far it is."""
    if not any(accounts_for(request.user, right) for right in UPLOAD_RIGHTS):
        raise Denial(_("You may not upload files for any account. Ask the manager of an account for the right."))
    form = MediaForm(posted(request), request.FILES or None, actor=request.user)
    if form.carried_out(lambda: take_in(actor=request.user, **form.cleaned_data)):
        if isinstance(form.outcome, MediaUpload):
            return redirect("content:media_upload", pk=form.outcome.pk)
        messages.success(request, _("The file is checked, cleaned and stored."))
        return redirect("content:media_detail", pk=form.outcome.pk)
    return render(request, "content/media/media_form.html", {"form": form}, status=form.http_status)


@require_GET
def media_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading of an upload is; once it is ready its file is shown, once refused the reason."""
    rows = MediaUpload.objects.visible_to(request.user).select_related("account", "uploaded_by")
    upload = get_object_or_404(rows, pk=pk)
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "content/media/_progress.html", {"upload": upload})
        if not upload.at_work:
            answer["HX-Refresh"] = "true"
        return answer
    if upload.asset_id is not None:
        return redirect("content:media_detail", pk=upload.asset_id)
    return render(request, "content/media/media_upload.html", {"upload": upload})


@require_GET
def media_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its facts against the platform's limits, its licence, its labels, its cover, where it is used."""
    return _page(request, _asset(request, pk))


def _page(request: HttpRequest, asset: MediaAsset, cover_form: CoverForm | None = None) -> HttpResponse:
    drafts = Draft.objects.visible_to(request.user).filter(asset_rows__asset=asset)[:50]
    context: dict[str, Any] = {
        "asset": asset, "drafts": drafts, "entries": history_of("media", asset.pk, 20),
        "findings": findings_for([asset], [asset.account]),
        "moments": moments_of(asset) if _may_choose(request, asset) else [],
        "why_no_cover": why_no_cover(asset) if asset.kind == "video" else "", "cover_form": cover_form,
    }  # fmt: skip
    status = cover_form.http_status if cover_form else 200
    return render(request, "content/media/media_detail.html", context, status=status)


def _may_choose(request: HttpRequest, asset: MediaAsset) -> bool:
    uploads = any(can(request.user, right, asset.account) for right in UPLOAD_RIGHTS)
    return asset.kind == "video" and uploads and not why_no_cover(asset)


@require_POST
def media_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the picture of a moment the cover of a video."""
    asset = _asset(request, pk)
    form = CoverForm(request.POST, auto_id="cover-%s")
    if not any(can(request.user, right, asset.account) for right in UPLOAD_RIGHTS):
        raise Denial(_("You may not change files of this account. Ask its manager."))
    if form.carried_out(lambda: choose_cover(asset, actor=request.user, moment_ms=form.cleaned_data["moment"])):
        messages.success(request, _("The cover is chosen."))
        return redirect("content:media_detail", pk=asset.pk)
    return _page(request, asset, form)


@require_GET
def media_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, as what it was found to be and nothing else; `?download` hands it out."""
    asset = _asset(request, pk)
    return answer_file(
        asset.file.open("rb"), mime=asset.mime, name=asset.shown_name, download="download" in request.GET
    )


@require_GET
def media_thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The small picture of a file; the picture itself where there is none."""
    asset = _asset(request, pk)
    if not asset.thumbnail:
        if asset.kind != "image":
            raise Http404
        return answer_file(asset.file.open("rb"), mime=asset.mime, name=asset.shown_name, download=False)
    return answer_file(asset.thumbnail.open("rb"), mime=JPEG, name=f"{asset.pk}.jpg", download=False)


@require_GET
def media_cover_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The chosen cover of a video; `?download` hands it out. It may be chosen anew, so no browser keeps it."""
    asset = _asset(request, pk)
    if not asset.cover:
        raise Http404
    download = "download" in request.GET
    name = f"{asset.shown_name.rsplit('.', 1)[0]}-cover.jpg"
    return answer_file(asset.cover.open("rb"), mime=JPEG, name=name, download=download, cached=False)
