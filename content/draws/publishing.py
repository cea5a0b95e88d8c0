"""What everybody may look at without a login: the page of a draw, its files, and the program that recomputes it.

The answers hold no cookie and no name, and may be kept by caches; so many requests cost little (R-057, C-02).
"""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from content.campaigns.terms import sha256_of
from content.draws import verifying
from content.draws.models import Draw
from content.draws.pages import public_file, public_page

CACHED_SECONDS = 120
PROGRAM = Path(verifying.__file__).read_text(encoding="utf-8")


def _draw(slug: str) -> Draw:
    rows = Draw.objects.announced().select_related(
        "campaign__terms", "campaign__account", "witness", "list", "result", "replaces"
    )
    return get_object_or_404(rows, slug=slug)


def _answer(request: HttpRequest, text: str, content_type: str, *, name: str = "") -> HttpResponse:
    """The text with its hash as a tag: whoever has it already gets 304 and no body."""
    tag = f'"{sha256_of(text)[:32]}"'
    same = tag in request.headers.get("If-None-Match", "")
    response = HttpResponse(status=304) if same else HttpResponse(text, content_type=content_type)
    response["ETag"] = tag
    if name and not same:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, public=True, max_age=CACHED_SECONDS)
    return response


@login_not_required
@require_safe
def draw_public(request: HttpRequest, slug: str) -> HttpResponse:
    """How the draw goes, who holds it, the hash of the list, and the winners once it was witnessed."""
    response = _answer(
        request,
        render_to_string("content/draws/draw_public.html", public_page(_draw(slug))),
        "text/html; charset=utf-8",
    )
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@login_not_required
@require_safe
def draw_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest file of the draw, byte by byte as it was made."""
    text = public_file(_draw(slug))
    if text is None:
        raise Http404
    return _answer(request, text, "application/json", name=f"draw-{slug}.json")


@login_not_required
@require_safe
def draw_file_before(request: HttpRequest, slug: str) -> HttpResponse:
    """The file as it was published before the draw: list and commitment."""
    draw = _draw(slug)
    if public_file(draw) is None:
        raise Http404
    response = _answer(request, draw.list.document, "application/json", name=f"draw-{slug}-before.json")
    response["Last-Modified"] = http_date(draw.list.frozen_at.timestamp())
    return response


@login_not_required
@require_safe
def draw_program(request: HttpRequest) -> HttpResponse:
    """The program that recomputes a draw from its file, for any computer with Python."""
    return _answer(request, PROGRAM, "text/x-python; charset=utf-8", name="verify_draw.py")
