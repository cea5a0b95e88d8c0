"""Two kinds of admin pages: those that only show, and those that write through services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from governance.administration.versions import SEEN, VersionedForm
from governance.refusals.exceptions import Refused, StaleVersion, WrongState

# Where the request keeps what a service refused.
REFUSED = "_refused"
# The longest number that a key column holds.
KEY_DIGITS = 18


# How a filter of a page asks; whatever else an address could ask would spell a hash out letter by letter.
ASKED_BY_FILTERS = frozenset({"exact", "isnull", "gte", "lt", "id", "pk"})
PARTS_OF_DAYS = frozenset({"year", "month", "day"})
YEAR_DIGITS = 4
SEARCHED_WORDS, SEARCHED_CHARACTERS = 8, 200


class Narrow(admin.ModelAdmin):
    """A list that is narrowed by its own filters and a short search, and by nothing that an address makes up."""

    actions = None
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what a filter of this very page asks; anything else is a bad request (ASVS 8.2.3)."""
        offered = {str(item[0] if isinstance(item, tuple) else item) for item in self.get_list_filter(request)}
        field = next((name for name in offered if lookup == name or lookup.startswith(f"{name}__")), None)
        if field is None and self.date_hierarchy and lookup.startswith(f"{self.date_hierarchy}__"):
            return lookup.split("__")[-1] in PARTS_OF_DAYS and value.isdecimal() and len(value) <= YEAR_DIGITS
        return field is not None and set(lookup.removeprefix(field).split("__")) - {""} <= ASKED_BY_FILTERS

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A search of a few words; each costs a condition."""
        words = search_term[:SEARCHED_CHARACTERS].split()[:SEARCHED_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))


class ReadOnlyAdmin(Narrow):
    """Shows rows and changes none: what has a workflow, grant, signature, secret or figure."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(Narrow, SimpleHistoryAdmin):
    """Creates and changes plain records through the services of their room; deletes none.

    `add_row` and `change_row` are those services, so that what a page of the site refuses is refused here too: the
    form comes back with the sentence. A field that a workflow writes belongs in `readonly_fields`. An older version
    taken up again goes the same way. The form carries what the record was; a stale save is refused.
    """

    form = VersionedForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The fields of the record alone."""
        return [name for name in super().get_fields(request, obj) if name != SEEN]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The fields of the record, and beside them what it was, for whoever changes it."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return [first, *others]
        title, options = first
        return [(title, {**options, "fields": [*options["fields"], SEEN]}), *others]

    def add_row(self, actor: Any, values: dict[str, Any]) -> Model:
        """Create the record through its service."""
        raise NotImplementedError

    def change_row(self, obj: Any, actor: Any, values: dict[str, Any]) -> None:
        """Change the stored record through its service."""
        raise NotImplementedError

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form; what its service refuses comes back beside the field, with everything that was typed."""
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            setattr(request, REFUSED, refusal)
            answer = super().changeform_view(request, object_id, form_url, extra_context)
            answer.status_code = 409 if isinstance(refusal, (StaleVersion, WrongState)) else 422
        return answer

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows what was refused just now."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        return type(form_class.__name__, (form_class,), {"refused": getattr(request, REFUSED, None)})

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != SEEN}
        if change:
            stored = type(obj)._default_manager.get(pk=obj.pk)
            self.change_row(stored, request.user, values)
            return
        obj.pk = self.add_row(request.user, values).pk
        obj._state.adding = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a record; a key that names none is not found."""
        self._known(request, object_id)
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One version of a record; a number that names none is not found."""
        self._known(request, object_id)
        if not version_id.isdecimal() or len(version_id) > KEY_DIGITS:
            raise Http404
        answer: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return answer

    def _known(self, request: HttpRequest, object_id: str) -> None:
        if len(object_id) > KEY_DIGITS or self.get_object(request, unquote(object_id)) is None:
            raise Http404
