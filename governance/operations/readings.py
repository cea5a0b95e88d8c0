"""What the Operations page reads off: each a value, how bad it is, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from governance.celery import app
from governance.deadlines.models import Deadline
from governance.face.clock import span
from governance.ledger.checkpoint import differs_from_file, read_checkpoint
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.notices.models import Delivery
from governance.notices.rules import FAILED, WAITING
from governance.operations import rules
from governance.operations.models import Heartbeat
from governance.refusals.exceptions import Sentence
from governance.worktime.services import missing_next_year

GOOD, WARN, BAD = "good", "warn", "bad"
LOOKS = {
    GOOD: (gettext_lazy("In order"), "check"),
    WARN: (gettext_lazy("Look after it"), "alert"),
    BAD: (gettext_lazy("Act now"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found: how much, how bad, and what to do."""

    value: Sentence
    tone: str
    advice: Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the page."""

    label: Sentence
    value: Sentence
    tone: str
    advice: Sentence

    @property
    def word(self) -> Sentence:
        return LOOKS[self.tone][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.tone][1]


def tone_of(value: Any, limits: tuple[Any, Any]) -> str:
    """Good below the first limit, a warning from there, bad from the second."""
    warn, bad = limits
    return BAD if value >= bad else WARN if value >= warn else GOOD


def ago(length: timedelta) -> str:
    """How long since, in words."""
    return _("%(span)s ago") % {"span": span(length / timedelta(minutes=1))}


def capped(rows: QuerySet[Any]) -> int:
    """How many rows, counted no further than the cap."""
    return rows.order_by()[: rules.COUNT_CAP + 1].count()


def shown(count: int) -> str:
    return f"{rules.COUNT_CAP:,}+" if count > rules.COUNT_CAP else f"{count:,}"


def since(name: str, limits: tuple[timedelta, timedelta], advice: Sentence, now: datetime) -> Found:
    """The age of a heartbeat; never having happened is bad."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    if last is None:
        return Found(_("never yet"), BAD, advice)
    return Found(ago(now - last), tone_of(now - last, limits), advice)


def beat(now: datetime) -> Found:
    """Beat, broker and worker live, when each wrote last."""
    advice = _("Start beat and worker: without them nothing is rung, sealed or sent.")
    return since("beat", rules.BEAT_SILENCE, advice, now)


def queue(now: datetime) -> Found:
    """Messages that wait for a worker."""
    advice = _("Start another worker, or look in its log for what keeps it.")
    try:
        with app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            name = app.conf.task_default_queue
            waiting = broker.default_channel.queue_declare(queue=name, passive=True).message_count
    except OperationalError:
        return Found(_("the broker does not answer"), BAD, _("Start the broker; nothing is lost meanwhile."))
    except broker.channel_errors:
        waiting = 0
    return Found(shown(waiting), tone_of(waiting, rules.QUEUE_LENGTH), advice)


def notices(now: datetime) -> Found:
    """The oldest notice that should have gone out and has not."""
    advice = _("Look whether mail and chat services answer, and whether a worker runs.")
    oldest = Delivery.objects.filter(state=WAITING, next_try_at__lte=now).aggregate(at=Min("next_try_at"))["at"]
    if oldest is None:
        return Found(_("none waits"), GOOD, advice)
    return Found(ago(now - oldest), tone_of(now - oldest, rules.NOTICE_AGE), advice)


def failed(now: datetime) -> Found:
    """Deliveries given up after five tries, in the last days."""
    count = capped(Delivery.objects.filter(state=FAILED, next_try_at__gte=now - rules.FAILED_WITHIN))
    advice = _("Open the failed deliveries in the administration: the error says which address or service refuses.")
    return Found(shown(count), tone_of(count, rules.FAILED_DELIVERIES), advice)


def rungs(now: datetime) -> Found:
    """Deadlines whose reminder is due and was not rung."""
    late = Deadline.objects.running().filter(next_rung_at__lte=now)
    oldest = late.aggregate(at=Min("next_rung_at"))["at"]
    advice = _("Run manage.py sweep; if the number stays, look in the log of the worker.")
    if oldest is None:
        return Found("0", GOOD, advice)
    value = _("%(count)s, the oldest due %(ago)s") % {"count": shown(capped(late)), "ago": ago(now - oldest)}
    return Found(value, tone_of(now - oldest, rules.RUNG_AGE), advice)


def seals(now: datetime) -> Found:
    """How far the ledger is sealed."""
    newest = LedgerSeal.objects.order_by("-sequence").first()
    # Entries get their ids in order but not their seals: an open one may lie a little below the newest seal.
    unsealed = LedgerEntry.objects.filter(seal=None)
    if newest:
        unsealed = unsealed.filter(pk__gt=newest.entry_id - 10 * rules.COUNT_CAP)
    oldest = unsealed.aggregate(at=Min("recorded_at"))["at"]
    value = _("seal %(sequence)s, %(open)s entries open") % {
        "sequence": f"{newest.sequence:,}" if newest else "0",
        "open": shown(capped(unsealed)),
    }
    tone = tone_of(now - oldest, rules.SEAL_AGE) if oldest else GOOD
    return Found(value, tone, _("Run manage.py verify_ledger; it seals what is open and checks."))


def outside(now: datetime) -> Found:
    """The seal kept outside the database: what a cut tail is found by."""
    advice = _("See that LEDGER_CHECKPOINT_FILE lies on a disk that can be written, best on another machine.")
    known, newest = read_checkpoint(), LedgerSeal.objects.order_by("-sequence").first()
    if known is None:
        return Found(_("never yet"), BAD if newest else GOOD, advice)
    if differs_from_file():
        advice = _("Run manage.py verify_ledger: it names what was cut or rewritten. Until then no seal is written.")
        return Found(_("the ledger differs from it"), BAD, advice)
    behind = newest is not None and known["sequence"] < newest.sequence
    written = parse_datetime(known["written_at"])
    age = now - (written or now)
    value = _("seal %(sequence)s, %(ago)s") % {"sequence": f"{known['sequence']:,}", "ago": ago(age)}
    return Found(value, tone_of(age, rules.SEAL_AGE) if behind else GOOD, advice)


def backup(now: datetime) -> Found:
    """When the last backup was made."""
    advice = _("Run manage.py backup every night and keep it on another machine.")
    return since("backup", rules.BACKUP_AGE, advice, now)


def rehearsal(now: datetime) -> Found:
    """When a backup was last restored to see that it can be."""
    advice = _("Run make drill: a backup that nobody has restored is a hope.")
    reading = since("drill", rules.REHEARSAL_AGE, advice, now)
    return Found(reading.value, WARN if reading.tone == BAD else reading.tone, advice)


def calendars(now: datetime) -> Found:
    """Working calendars without the holidays of the year (W-02)."""
    missing = missing_next_year(now)
    value = ", ".join(f"{calendar} {year}" for calendar, year in missing) or _("all years are there")
    advice = _("Enter the holidays and make-up days in the administration; until then due times are provisional.")
    return Found(value, WARN if missing else GOOD, advice)


def database(now: datetime) -> Found:
    """How much the database holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        size = cursor.fetchone()[0]
    return Found(filesizeformat(size), GOOD, _("Plan for backups of this size and the media."))


def disk(now: datetime) -> Found:
    """Room left where data and logs lie."""
    usage = shutil.disk_usage(Path(settings.DATA_DIR))
    share = usage.free / usage.total
    tone = BAD if share < rules.FREE_DISK[1] else WARN if share < rules.FREE_DISK[0] else GOOD
    value = _("%(size)s, %(percent)d %%") % {"size": filesizeformat(usage.free), "percent": share * 100}
    return Found(value, tone, _("Remove old logs and backups, or give the data a larger disk."))


READINGS: tuple[tuple[Sentence, Callable[[datetime], Found]], ...] = (
    (gettext_lazy("Last beat"), beat),
    (gettext_lazy("Waiting for a worker"), queue),
    (gettext_lazy("Reminders to ring"), rungs),
    (gettext_lazy("Oldest unsent notice"), notices),
    (gettext_lazy("Failed deliveries, 7 days"), failed),
    (gettext_lazy("Ledger sealed"), seals),
    (gettext_lazy("Seal written outside"), outside),
    (gettext_lazy("Last backup"), backup),
    (gettext_lazy("Last restore rehearsed"), rehearsal),
    (gettext_lazy("Missing calendar years"), calendars),
    (gettext_lazy("Database size"), database),
    (gettext_lazy("Free disk"), disk),
)

_others: dict[str, tuple[Sentence, Callable[[datetime], Found]]] = {}


def register_reading(code: str, label: Sentence, look: Callable[[datetime], Found]) -> None:
    """Let a room show a reading of its own on the page Operations, after those of the machinery."""
    _others[code] = (label, look)


def read_all(now: datetime | None = None) -> list[Reading]:
    """Every reading; one that fails says so and hides no other."""
    now = now or timezone.now()
    lines = []
    for label, look in (*READINGS, *_others.values()):
        try:
            found = look(now)
        except (DatabaseError, OSError) as error:
            found = Found(str(error)[:200], BAD, _("Look in the log of the web server."))
        lines.append(Reading(label, found.value, found.tone, found.advice))
    return lines
