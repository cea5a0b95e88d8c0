"""Turns a refusal that no view caught into a page that says the sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.refusals.exceptions import Refused


class RefusalMiddleware:
    """Answers 409 with the refusal's sentence where a view let it through; never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "409.html", {"sentence": exception.sentence}, status=409)
        return None
