"""Turns a refusal that no view caught into a page that says the sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.refusals.exceptions import Refused

NUL = "\x00"
# A sentence of Django's own page for developers.
DEVELOPERS = b"<code>DEBUG = True</code>"


class RefusalMiddleware:
    """Answers 409 with the refusal's sentence where a view let it through; never a 500.

    An unknown address gets the page of the site in a trial run too, not the one that Django has for developers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            settings.DEBUG
            and response.status_code == 404
            and not response.streaming
            and DEVELOPERS in response.content
        ):
            return render(request, "404.html", status=404)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "409.html", {"sentence": exception.sentence}, status=409)
        return None


class NulMiddleware:
    """Answers 400 where an address, a query or a form holds the character NUL.

    Nobody types it, PostgreSQL takes it in no text, and SQLite would keep it: so it is turned away in one place,
    before any view reads what was sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        sent = [request.GET]
        if request.method == "POST":
            sent.append(request.POST)
        if NUL in request.path or any(
            NUL in text for data in sent for name, values in data.lists() for text in (name, *values)
        ):
            return render(request, "400.html", status=400)
        return None
