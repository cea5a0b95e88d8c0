"""Taking a list away: a file, a row that says who, what and why, and a ledger entry (R-107, D-7.2.1, K-5.2.1)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, Sum
from django.http import FileResponse, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import kind_of
from governance.ledger.services import record
from governance.lists.acts import LIST_EXPORT
from governance.lists.export import export_rows, to_take_away
from governance.lists.forms import ExportForm
from governance.lists.models import ListExport
from governance.lists.rules import FILTER_LIMIT, MANY_PEOPLE, NOT_KEPT, REASON_LIMIT, WORDS, WORDS_NOTED
from governance.refusals.exceptions import NoteRequired, Refused, Sentence
from governance.sensitive.agreements import SecondPersonNeeded, payload_of, require_agreement, use_agreement
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.services import ask_subject

if TYPE_CHECKING:
    from accounts.models import User

Writer = Callable[[IO[bytes]], int]
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Takeable:
    """A list that can be taken away: its code, its title, its head, its rows, and whether they tell of people.

    `writers` are the formats of a list that is more than one table, each with what writes it and returns the number
    of its rows; then the head and the rows are not looked at. `record` is the one of which the list is, where it is
    of one: a yes for it covers no other.
    """

    page: str
    title: Sentence
    headers: Sequence[Any]
    rows: Callable[[], Iterable[Sequence[Any]]]
    personal: bool
    back: str
    writers: Mapping[str, Writer] = field(default_factory=dict)
    record: Model | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """In which formats it can be taken away, the first one proposed."""
        return tuple(self.writers) or FORMATS

    @property
    def record_key(self) -> tuple[str, int | None]:
        """Kind and id of the record of which the list is; nothing where it is of many."""
        return ("", None) if self.record is None else (kind_of(self.record), self.record.pk)

    def count(self) -> int:
        """How many rows its file would hold; what has a form of its own counts them as it writes them."""
        if not self.writers:
            return sum(1 for _row in self.rows())
        with tempfile.TemporaryFile() as nowhere:
            return next(iter(self.writers.values()))(nowhere)


def export_list(
    taken: Takeable, format: str, *, query: str = "", reason: str = "", actor: User, at: datetime | None = None
) -> FileResponse:
    """The list as a file, written down before anybody holds it.

    Raises NoteRequired where the rows tell of people and nobody says what the file is for, SecondPersonNeeded where
    they tell of many people, by themselves or with what the person took away of late, and nobody else agreed to this
    list of this record under this filter.
    """
    now = at or timezone.now()
    reason = " ".join(reason.split())[:REASON_LIMIT]
    if format not in taken.formats:
        raise Refused(_("This format is not known. Please choose one from the list."), field="format")
    if taken.personal and not reason:
        raise NoteRequired(
            _("This list tells of people. Please say what the file is for and who gets it."), field="reason"
        )
    file, count = _written(taken, format)
    record_kind, record_id = taken.record_key
    with transaction.atomic():
        # Two files at the same moment count each other.
        get_user_model().objects.select_for_update(of=("self",)).get(pk=actor.pk)
        counted = rows_counted(taken, count, actor=actor, at=now)
        subject = subject_of(taken, query)
        agreement = (
            require_agreement(LIST_EXPORT, actor=actor, subject=subject, at=now) if counted > MANY_PEOPLE else None
        )
        row = ListExport.objects.create(
            page=taken.page, record_kind=record_kind, record_id=record_id, format=format, filter=kept_filter(query),
            rows=count, personal=taken.personal, reason=reason, exported_by=actor, exported_at=now,
            operation=agreement,
        )  # fmt: skip
        payload = {
            "list": row.page, "format": format, "rows": row.rows, "rows_counted": counted, "filter": row.filter,
            "reason": bool(reason), "personal": row.personal, **payload_of(agreement),
            **({"record_kind": record_kind, "record": record_id} if record_kind else {}),
        }  # fmt: skip
        record("list.exported", actor=actor, kind="list_export", object_id=row.pk, payload=payload, at=row.exported_at)
        use_agreement(agreement, actor=actor, at=now)
    return file


def rows_counted(taken: Takeable, count: int, *, actor: User, at: datetime) -> int:
    """The rows that count against the limit: these, and those that the person took away without a yes of late."""
    if not taken.personal:
        return 0
    before = ListExport.objects.counted(actor, at).aggregate(rows=Sum("rows"))["rows"]
    return count + (before or 0)


def subject_of(taken: Takeable, query: str) -> str:
    """The list, its record and its filter to the letter, whatever the order of the values: what a yes covers."""
    values = QueryDict(query.lstrip("?"))
    pairs = sorted((name, value) for name, held in values.lists() if name not in NOT_KEPT for value in held if value)
    kind, pk = taken.record_key
    return "\n".join([taken.page, *([f"{kind}:{pk}"] if kind else []), *(f"{name}={value}" for name, value in pairs)])


def ask_export(
    taken: Takeable, *, query: str = "", reason: str, actor: User, at: datetime | None = None
) -> SensitiveOperation:
    """Ask a second person to agree that many people's data leave as a file. Raises as `ask_subject`."""
    now = at or timezone.now()
    count = taken.count()
    if rows_counted(taken, count, actor=actor, at=now) <= MANY_PEOPLE:
        raise Refused(_("This list is short enough to take away at once. Please press “Download”."))
    what = gettext("%(list)s, %(count)d rows, filter: %(filter)s") % {
        "list": taken.title, "count": count, "filter": kept_filter(query) or "–",
    }  # fmt: skip
    return ask_subject(
        LIST_EXPORT.code, actor=actor, subject=subject_of(taken, query), title=str(taken.title), what=what,
        reason=reason, at=now,
    )  # fmt: skip


def _written(taken: Takeable, format: str) -> tuple[FileResponse, int]:
    """The file, and how many rows it holds."""
    if taken.writers:
        counts: list[int] = []
        file = to_take_away(taken.page, format, lambda stream: counts.append(taken.writers[format](stream)))
        return file, sum(counts)
    counter = _Counter(taken.rows())
    return export_rows(taken.page, taken.headers, counter, format), counter.count


def kept_filter(query: str) -> str:
    """The filter as it is written down: values that were chosen, and only that words were searched for."""
    values = QueryDict(query.lstrip("?"), mutable=True)
    for name in [*values]:
        if name in NOT_KEPT or not any(values.getlist(name)):
            del values[name]
    if WORDS in values:
        values[WORDS] = WORDS_NOTED
    return values.urlencode()[:FILTER_LIMIT]


class _Counter:
    """Hands the rows on and knows how many they were."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def answer_export(request: HttpRequest, taken: Takeable) -> HttpResponseBase:
    """For the view of a list's export: the short form, then the file. The query of the address is the filter."""
    user: Any = request.user
    form = ExportForm(
        request.POST if request.method == "POST" else None, personal=taken.personal, formats=taken.formats
    )
    ask = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if "ask" in request.POST:
                return redirect(
                    ask_export(taken, query=request.GET.urlencode(), reason=values["reason"], actor=user)
                )  # fmt: skip
            return export_list(
                taken, values["format"], query=request.GET.urlencode(), reason=values["reason"], actor=user
            )
        except SecondPersonNeeded as refusal:
            ask = LIST_EXPORT
            form.add_error(None, str(refusal.sentence))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
    context = {"form": form, "taken": taken, "back": taken.back, "ask": ask}
    return render(request, "governance/lists/export.html", context, status=422 if form.errors else 200)
