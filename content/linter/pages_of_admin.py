"""The admin of the lexicon: a change shows what it would hit before it can be saved (R-045)."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import Any

from django.contrib.admin.utils import unquote
from django.core import signing
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from content.linter.lexicon import add_term, change_term, clean_term
from content.linter.models import LexiconTerm
from content.linter.trial import try_term
from governance.public import RecordAdmin, Refused

CONFIRMED = "_tried"
SALT = "content.linter.trial"
ASIDE = frozenset({"csrfmiddlewaretoken", CONFIRMED})
LASTS = 3600  # seconds for which a trial may be followed by its saving


def _digest(posted: QueryDict, object_id: str | None) -> str:
    """What was tried: every field that was sent, and for which word."""
    fields = sorted((name, values) for name, values in posted.lists() if name not in ASIDE)
    return hashlib.sha256(repr((object_id, fields)).encode()).hexdigest()


def _cleaned(form: ModelForm) -> dict[str, Any] | None:
    """What is tried; None where the form or its service refuses it, which the page then says as of any record."""
    try:
        return clean_term(form.cleaned_data) if form.is_valid() else None
    except Refused:
        return None


class LexiconTermPages(RecordAdmin):
    """Adds and changes words in two steps: try it on the last posts, then save exactly that."""

    list_display = ("term", "severity", "category", "effective_from", "effective_until", "is_active")
    list_filter = ("severity", "category", "is_active")
    search_fields = ("term",)

    def add_row(self, actor: Any, values: dict[str, Any]) -> LexiconTerm:
        return add_term(actor=actor, **values)

    def change_row(self, obj: Any, actor: Any, values: dict[str, Any]) -> None:
        change_term(obj, actor=actor, **values)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """An earlier wording is typed again, so that it is tried again."""
        return True

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form; what it sends is tried first, and saved when it comes back unchanged."""
        if request.method == "POST" and not self._was_tried(request, object_id):
            stored = self.get_object(request, unquote(object_id)) if object_id else None
            may = self.has_change_permission(request, stored) if object_id else self.has_add_permission(request)
            if may and not (object_id and stored is None):
                form_class = self.get_form(request, stored, change=stored is not None)
                form = form_class(request.POST, instance=copy(stored) if stored else None)
                # The form holds the row by its lock against the version of the page.
                with transaction.atomic():
                    values = _cleaned(form)
                if values is not None:
                    return self._trial(request, object_id, LexiconTerm(pk=stored and stored.pk, **values), stored)
        answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        return answer

    def _was_tried(self, request: HttpRequest, object_id: str | None) -> bool:
        try:
            tried = signing.loads(request.POST.get(CONFIRMED, ""), salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            return False
        return bool(tried == [request.user.pk, _digest(request.POST, object_id)])

    def _trial(
        self, request: HttpRequest, object_id: str | None, row: LexiconTerm, stored: LexiconTerm | None
    ) -> HttpResponse:
        token = signing.dumps([request.user.pk, _digest(request.POST, object_id)], salt=SALT)
        sent = [(name, value) for name, values in request.POST.lists() if name not in ASIDE for value in values]
        context = {
            **self.admin_site.each_context(request), "title": _("What this change would hit"), "opts": self.opts,
            "row": row, "trial": try_term(row, stored), "sent": sent, "field": CONFIRMED, "token": token,
        }  # fmt: skip
        return TemplateResponse(request, "admin/content/lexicon_trial.html", context)
