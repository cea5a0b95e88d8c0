"""Handing a stored file out: as what it was found to be and nothing else. The caller has checked access."""

from __future__ import annotations

from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

# A stored file is data: no script, no frame, no form, whatever it holds.
SANDBOX = "sandbox; default-src 'none'; style-src 'none'; script-src 'none'"
AGAIN, ONCE = "private, max-age=3600, immutable", "private, no-store"


def answer_file(stream: IO[bytes], *, mime: str, name: str, download: bool, cached: bool = True) -> FileResponse:
    """The file for the browser to show, or to keep where `download`; `cached` lets it be shown again from there."""
    response = FileResponse(stream, content_type=mime, as_attachment=download, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = AGAIN if cached else ONCE
    return response


def answer_stored(place: str, *, mime: str, name: str, download: bool = True) -> FileResponse:
    """What lies at a place of the store, for one look; raises Http404 where nothing does."""
    try:
        stream = default_storage.open(place)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return answer_file(stream, mime=mime, name=name, download=download, cached=False)
