"""The page that answers a refused form: whoever sent it reads why, even where the page offers that form no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from governance.refusals.exceptions import Sentence
from governance.refusals.forms import WordedForm

if TYPE_CHECKING:
    from django.shortcuts import SupportsGetAbsoluteUrl

KEPT = "put_aside"


def render_refused(request: HttpRequest, template: str, context: Mapping[str, Any], form: WordedForm) -> HttpResponse:
    """The page of a record with the form that was sent, 422 where it was refused.

    Meanwhile somebody may have brought the record further, so that the page has no place for that form. Then what was
    said against it, and the words that were typed, stand at the top: no refusal is silent, no text is lost.
    """
    page = render_to_string(template, dict(context), request)
    sentences = [sentence for sentence in form.sentences() if conditional_escape(sentence) not in page]
    typed = [(label, words) for label, words in form.typed() if not _stands_in(page, words)]
    if sentences or typed:
        aside = {"sentences": sentences, "typed": typed}
        page = render_to_string(template, {**context, "put_aside": aside}, request)
    return HttpResponse(page, status=form.http_status)


def _stands_in(page: str, words: str) -> bool:
    """Whether a field of the page is filled with these words."""
    shown = conditional_escape(words)
    return f'value="{shown}"' in page or f"{shown}</textarea>" in page


def turn_back(
    request: HttpRequest, to: SupportsGetAbsoluteUrl | str, form: WordedForm, sentence: Sentence = ""
) -> HttpResponse:
    """Back to a page that does not fill the refused form in again: it says why, and keeps the words that were typed.

    `sentence` stands for what the form says of itself where that would not tell what to do.
    """
    said, typed = [str(sentence)] if sentence else form.sentences(), form.typed()
    if typed:
        request.session[KEPT] = {"sentences": said, "typed": typed}
    else:
        for words in said:
            messages.error(request, words)
    return redirect(to)


def kept_aside(request: HttpRequest) -> Mapping[str, Any] | None:
    """What `turn_back` kept for the next page, which may be drawn twice for one answer."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, request.session.pop(KEPT, None) if hasattr(request, "session") else None)
    found: Mapping[str, Any] | None = getattr(request, KEPT)
    return found
