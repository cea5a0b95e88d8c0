"""Ladders as operators write them: who is told at which share of the time (R-060, R-064)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.services import require
from governance.deadlines import reckoning
from governance.deadlines.models import Deadline, Ladder, LadderRung
from governance.deadlines.rules import AUDIENCES, DUE, LAST, OPEN_STATES, RECKONED, RUNNING, Rung
from governance.deadlines.services import change_deadlines
from governance.ledger.services import record
from governance.refusals.exceptions import Refused
from governance.worktime.clock import clock_of

if TYPE_CHECKING:
    from accounts.models import User

RIGHT = "governance.operate"


@transaction.atomic
def set_ladder(
    code: str, name_zh: str, name_en: str, rungs: Sequence[Rung], *, actor: User, at: datetime | None = None
) -> Ladder:
    """Write a ladder, new or known, with all its rungs; clocks that run on it ring by it from now on.

    Raises Denial for anybody but an operator, Refused for a ladder that nobody could rely on: no names, no rung
    by the time it is due, one rung twice, a share out of range or an audience that is not known.
    """
    require(actor, RIGHT)
    _check(name_zh, name_en, rungs)
    ladder, made = Ladder.objects.select_for_update().get_or_create(
        code=code, defaults={"name_zh": name_zh, "name_en": name_en}
    )
    before = _written(ladder)
    if not made:
        Ladder.objects.filter(pk=ladder.pk).update(name_zh=name_zh, name_en=name_en)
        ladder.name_zh, ladder.name_en = name_zh, name_en
    ladder.rungs.all().delete()
    LadderRung.objects.bulk_create(
        LadderRung(ladder=ladder, percent=rung.percent, audience=rung.audience, urgent=rung.urgent) for rung in rungs
    )
    after = _written(ladder)
    moved = _climb(code, sorted({rung.percent for rung in rungs})) if before != after else 0
    payload = {"ladder": code, "before": before, "after": after, "clocks": moved}
    record("ladder.set", actor=actor, kind="ladder", object_id=ladder.pk, payload=payload, at=at or timezone.now())
    return ladder


def _check(name_zh: str, name_en: str, rungs: Sequence[Rung]) -> None:
    if not (name_zh.strip() and name_en.strip()):
        raise Refused(_("Give the ladder a name in Chinese and in English: both are read on the pages of clocks."))
    if not any(rung.percent <= DUE for rung in rungs):
        raise Refused(_("Nobody would hear of it before it is late. Add a rung at 100 % of the time or before."))
    if any(not 1 <= rung.percent <= LAST for rung in rungs):
        raise Refused(_("A rung lies between 1 and 1000 % of the time. Please correct the share."), field="percent")
    if any(rung.audience not in dict(AUDIENCES) for rung in rungs):
        raise Refused(_("Nobody is known under this audience. Please choose one of the list."), field="audience")
    if len({(rung.percent, rung.audience) for rung in rungs}) < len(rungs):
        raise Refused(_("The same people are told twice at one share. Please remove one of the two rungs."))


def _written(ladder: Ladder) -> list[list[object]]:
    """The rungs as the ledger keeps them."""
    rows = ladder.rungs.order_by("percent", "audience").values_list("percent", "audience", "urgent")
    return [list(row) for row in rows]


def _climb(code: str, percents: Sequence[int]) -> int:
    """Open clocks of the ladder keep the rungs that have rung and get the new ones beyond them."""

    def change(row: Deadline) -> None:
        rung = row.schedule[: row.position]
        last = max((percent for percent, _moment in rung), default=0)
        row.schedule = [*rung, *([percent, ""] for percent in percents if percent > last)]
        if row.state == RUNNING:
            reckoning.time_rungs(row, clock_of(row.calendar))

    count, last = 0, 0
    rows = Deadline.objects.filter(ladder=code, state__in=OPEN_STATES)
    while ids := list(rows.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:RECKONED]):
        change_deadlines(Deadline.objects.filter(id__in=ids), change)
        count, last = count + len(ids), ids[-1]
    return count
