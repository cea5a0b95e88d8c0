"""Handing a stored file out: as what it was found to be and nothing else. The caller has checked access."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse

# A stored file is data: no script, no frame, no form, whatever it holds.
SANDBOX = "sandbox; default-src 'none'; style-src 'none'; script-src 'none'"


def answer_file(stream: IO[bytes], *, mime: str, name: str, download: bool) -> FileResponse:
    """The file for the browser to show, or to keep where `download`."""
    response = FileResponse(stream, content_type=mime, as_attachment=download, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600, immutable"
    return response
