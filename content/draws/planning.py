"""Planning a draw before its campaign is approved: time, public value, prizes, witness (R-057, C-01, C-02)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.models import Campaign
from content.campaigns.rules import PRIZE_LIMITS, PrizeLimit
from content.campaigns.running import require_runner
from content.campaigns.services import lock, note, reopen
from content.campaigns.workflow import EDITABLE
from content.draws import verifying
from content.draws.models import Draw, Prize
from content.draws.rules import (
    KNOWN_FROM,
    LOTTERY_RESTS,
    LOTTERY_RESTS_BEFORE,
    LOTTERY_RESTS_IN_OCTOBER,
    MOST_PRIZES,
    NAME_LIMIT,
    REFERENCE_WITHIN,
)
from content.draws.verifying import MOST_PIECES, MOST_RESERVES
from content.draws.workflow import PLANNED
from governance.public import (
    VIEW_ACCOUNT,
    Refused,
    WrongState,
    can,
    clean_text,
    clock_of,
    legal_rules,
    require_version,
)

if TYPE_CHECKING:
    from accounts.public import User

MOST_WORTH = Decimal("9999999999.99")


class PrizeRow(NamedTuple):
    """A prize as it is planned; `worth` of a piece in `currency`."""

    name: str
    quantity: int
    worth: Decimal
    currency: str = "CNY"


def plan_draw(
    campaign: Campaign,
    *,
    actor: User,
    title: str,
    draws_at: datetime,
    source: str,
    reference: str,
    deliver_by: datetime,
    witness: User,
    prizes: Sequence[PrizeRow],
    reserves: int = 0,
    draw: Draw | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Draw:
    """Plan a draw, or change `draw`; a campaign that was submitted or approved goes back to its author with it.

    Raises WrongState after the announcement, NotAllowed, StaleVersion, or Refused naming the field.
    """
    now = at or timezone.now()
    values: dict[str, Any] = {
        "title": clean_text(title, field="title", limit=NAME_LIMIT, one_line=True).strip(), "reserves": reserves,
        **when_and_by_what(draws_at, source, reference, deliver_by, now), "witness": witness,
    }  # fmt: skip
    if not values["title"]:
        raise Refused(_("Please give the draw a title."), field="title")
    if not 0 <= reserves <= MOST_RESERVES:
        raise Refused(_("At most %(count)d places in reserve.") % {"count": MOST_RESERVES}, field="reserves")
    with transaction.atomic():
        locked = lock(campaign)
        require_runner(locked, actor)
        if locked.status not in EDITABLE:
            raise WrongState(_("What participants were told does not change any more: the rules are frozen."))
        check_witness(locked, witness, {actor.pk, draw.planned_by_id if draw else None})
        rows = _prizes(prizes, locked)
        reopen(locked, actor=actor, at=now)
        if draw is None:
            row = Draw.objects.create(campaign=locked, slug=secrets.token_hex(6), planned_by=actor, **values)
        else:
            row = Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk, campaign=locked)
            require_version(row, version)
            if row.status != PLANNED:
                raise WrongState(_("This draw is not being planned any more. Please load the page again."))
            for name, value in values.items():
                setattr(row, name, value)
            row.lock_version += 1
            row.save(update_fields=[*values, "lock_version"])
            row.prizes.all().delete()
        Prize.objects.bulk_create(
            [Prize(draw=row, position=place, **prize._asdict()) for place, prize in enumerate(rows, start=1)]
        )
        note("campaign.draw_planned", locked, actor, now, draw=row.pk)
    return row


def when_and_by_what(
    draws_at: datetime, source: str, reference: str, deliver_by: datetime, now: datetime
) -> dict[str, Any]:
    """The time of a draw and its public value, checked: nobody can know the value when the list is frozen (C-02)."""
    draws_at, reference = draws_at.replace(microsecond=0), reference.strip()
    if draws_at <= now:
        raise Refused(_("A draw is held in the future, when nobody knows the public value yet."), field="draws_at")
    if deliver_by <= draws_at:
        raise Refused(_("Prizes are delivered after the draw."), field="deliver_by")
    _check_reference(source, reference, draws_at)
    return {"draws_at": draws_at, "source": source, "reference": reference, "deliver_by": deliver_by}


def _check_reference(source: str, reference: str, draws_at: datetime) -> None:
    if verifying.known_from(source, reference) is None:
        raise Refused(_("This is not how the source numbers its values. See the example beside the field."),
                      field="reference")  # fmt: skip
    if source == "drand_quicknet":
        comes_out = datetime.fromtimestamp(verifying.drand_time(reference), UTC)
        if not draws_at <= comes_out <= draws_at + REFERENCE_WITHIN:
            raise Refused(
                _("This round comes out at %(moment)s. Choose one at the time of the draw or soon after: %(number)d.")
                % {"moment": f"{comes_out:%Y-%m-%d %H:%M:%S} UTC", "number": first_round(draws_at)},
                field="reference",
            )
    comes_out_by = KNOWN_FROM.get(source)
    if comes_out_by is not None:
        local = clock_of("CN").local(draws_at)
        if local.weekday() not in comes_out_by.weekdays or local.time() >= comes_out_by.time:
            raise Refused(comes_out_by.sentence, field="draws_at")
        if reference != f"{local:%Y-%m-%d}":
            raise Refused(
                _("The public value is that of the day of the draw: %(day)s.") % {"day": f"{local:%Y-%m-%d}"},
                field="reference",
            )
        _check_value_comes(source, local.date())


def _check_value_comes(source: str, day: date) -> None:
    """Refuse a day on which the exchange or the lottery rests: its value would never come."""
    plan = clock_of("CN").plan
    if source == "sse_composite" and not plan.works_on(day):
        raise Refused(_("The exchange is closed on that day. Choose a day of trading."), field="draws_at")
    near = [plan.days.get(day + timedelta(days=ahead)) for ahead in range(LOTTERY_RESTS_BEFORE.days + 1)]
    rests = any(row is not None and row.name_zh == LOTTERY_RESTS and row.kind == "holiday" for row in near) or (
        day.month == 10 and day.day in LOTTERY_RESTS_IN_OCTOBER
    )
    if source == "ssq" and rests:
        raise Refused(_("The lottery rests on that day. Choose another day of the lottery."), field="draws_at")


def first_round(moment: datetime) -> int:
    """The first round of drand's quicknet at or after a moment."""
    since = moment.timestamp() - verifying.DRAND_GENESIS
    return int(-(-since // verifying.DRAND_PERIOD)) + 1


def check_witness(campaign: Campaign, witness: User, planners: set[int | None]) -> None:
    """Refuse a witness who has to do with the campaign, or planned the draw, or may not see it."""
    if witness.pk in {campaign.owner_id, *campaign.writers, *planners}:
        raise Refused(
            _("The witness is somebody else than who wrote or owns the campaign, or plans the draw."), field="witness"
        )
    if not witness.is_active or not can(witness, VIEW_ACCOUNT, campaign):
        raise Refused(_("%(name)s may not see this account. Choose somebody who works on it.") % {"name": witness},
                      field="witness")  # fmt: skip


def _prizes(prizes: Sequence[PrizeRow], campaign: Campaign) -> list[PrizeRow]:
    """The prizes, cleaned; the limit of the law is told at once, not only at the submission (C-01)."""
    if not 1 <= len(prizes) <= MOST_PRIZES:
        raise Refused(_("A draw has 1 to %(count)d kinds of prizes.") % {"count": MOST_PRIZES}, field="prizes")
    rows = [
        row._replace(name=clean_text(row.name, field="prizes", limit=NAME_LIMIT, one_line=True).strip())
        for row in prizes
    ]
    if any(not row.name for row in rows) or len({row.name for row in rows}) < len(rows):
        raise Refused(_("Each prize has a name of its own."), field="prizes")
    if any(row.quantity < 1 for row in rows) or sum(row.quantity for row in rows) > MOST_PIECES:
        raise Refused(_("There is at least one piece of each prize, and at most %(count)d in all.")
                      % {"count": MOST_PIECES}, field="prizes")  # fmt: skip
    if any(not 0 <= row.worth <= MOST_WORTH for row in rows):
        words = _("The worth of a prize is an amount from 0 to %(most)s %(currency)s.")
        raise Refused(words % {"most": f"{MOST_WORTH:,}", "currency": campaign.currency}, field="prizes")
    for limit in _limits(campaign):
        over = next((row for row in rows if row.currency == limit.currency and row.worth > limit.amount), None)
        if over is not None:
            raise Refused(
                _(
                    "“%(name)s” is worth %(worth)s %(currency)s. The law allows at most %(amount)s %(currency)s for"
                    " the top prize of a draw (%(basis)s). Please choose a prize of less worth."
                )
                % {"name": over.name, "worth": f"{over.worth:,}", **_facts(limit)},
                field="prizes",
            )
    return rows


def limit_words(campaign: Campaign) -> list[str]:
    """What the law allows the top prize to be worth in the market and the currency of a campaign, with its basis."""
    return [
        _("The law allows at most %(amount)s %(currency)s for the top prize of a draw (%(basis)s).") % _facts(limit)
        for limit in _limits(campaign)
        if limit.currency == campaign.currency
    ]


def _limits(campaign: Campaign) -> list[PrizeLimit]:
    return [limit for limit in PRIZE_LIMITS if limit.market == campaign.account.market]


def _facts(limit: PrizeLimit) -> dict[str, str]:
    rule = next((rule for rule in legal_rules("campaign", limit.market) if rule.code == limit.rule), limit.rule)
    return {"amount": f"{limit.amount:,}", "currency": limit.currency, "basis": str(rule)}
