"""The page that answers a refused form: whoever sent it reads why, even where the page offers that form no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from governance.refusals.forms import WordedForm


def render_refused(request: HttpRequest, template: str, context: Mapping[str, Any], form: WordedForm) -> HttpResponse:
    """The page of a record with the form that was sent, 422 where it was refused.

    Meanwhile somebody may have brought the record further, so that the page has no place for that form. Then what was
    said against it, and the words that were typed, stand at the top: no refusal is silent, no text is lost.
    """
    page = render_to_string(template, dict(context), request)
    if any(conditional_escape(sentence) not in page for sentence in form.sentences()):
        page = render_to_string(template, {**context, "put_aside": form}, request)
    return HttpResponse(page, status=form.http_status)
