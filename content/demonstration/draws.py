"""The demo company's prize draws: frozen list, public value, witness, delivery (R-057)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.public import User
from content.campaigns.models import Campaign
from content.demonstration import campaign_copy
from content.demonstration.diary import Story
from content.draws.delivering import deliver_prize, keep_contact, pass_prize
from content.draws.models import Draw, DrawWinner
from content.draws.planning import PrizeRow, first_round, plan_draw
from content.draws.services import finish_draw, freeze_list, hold_draw, shown_until, witness_draw
from governance.public import DemoCompany

SOURCE, RESERVES, PEOPLE = "drand_quicknet", 2, 36
# After the end of the campaign: the list, the draw, the witness, the prizes, the end of the notice.
FROZEN, DRAWN, WITNESSED, SENT = timedelta(hours=1), timedelta(hours=14), timedelta(hours=16), timedelta(days=5)
DELIVER_WITHIN = timedelta(days=16)


@dataclass(eq=False)
class DemoDraw:
    """The draw of one campaign; who takes part are invented nicknames."""

    company: DemoCompany
    dice: Random
    owner: User
    prizes: tuple[tuple[str, int, Decimal], ...]
    english: bool
    row: Draw = field(init=False)

    def plan(self, campaign: Campaign, at: datetime) -> None:
        assert campaign.ends_at is not None  # noqa: S101 - a whole plan
        currency = "USD" if self.english else "CNY"
        draws_at = campaign.ends_at + DRAWN
        self.row = plan_draw(
            campaign, actor=self.owner, title=campaign.theme, draws_at=draws_at, source=SOURCE,
            reference=str(first_round(draws_at)), deliver_by=draws_at + DELIVER_WITHIN,
            witness=self.company.people["legal"], prizes=[PrizeRow(*prize, currency) for prize in self.prizes],
            reserves=RESERVES, at=at,
        )  # fmt: skip

    def story(self, campaign: Campaign) -> Story:
        """From the end of the campaign to the last prize; one winner in some draws never answers."""
        assert campaign.ends_at is not None  # noqa: S101 - it is over
        ends = campaign.ends_at
        yield ends + FROZEN, self.freeze
        yield ends + DRAWN + timedelta(minutes=10), self.hold
        yield ends + WITNESSED, self.witness
        yield ends + WITNESSED + timedelta(days=1), self.ask_addresses
        yield ends + WITNESSED + SENT, self.send
        yield ends + WITNESSED + timedelta(days=12), self.finish

    def freeze(self, at: datetime) -> None:
        stems = campaign_copy.ENGLISH_NICKNAMES if self.english else campaign_copy.NICKNAMES
        handles = [f"{self.dice.choice(stems)}{number:02d}" for number in range(1, PEOPLE + 1)]
        self.row = freeze_list(self.row, actor=self.owner, handles=handles, at=at)

    def hold(self, at: datetime) -> None:
        """With the value of the demo company's dice: no network is asked while a demo is filled."""
        value = hashlib.sha256(f"{self.company.seed}:{self.row.reference}".encode()).hexdigest()
        self.row = hold_draw(self.row, actor=self.owner, value=value, at=at)

    def witness(self, at: datetime) -> None:
        self.row = witness_draw(self.row, actor=self.company.people["legal"], note=campaign_copy.WITNESSED, at=at)

    def _winners(self) -> list[DrawWinner]:
        return list(DrawWinner.objects.filter(draw=self.row, status=DrawWinner.WON).select_related("draw__campaign"))

    def ask_addresses(self, at: datetime) -> None:
        for number, winner in enumerate(self._winners()):
            if number:
                keep_contact(winner, actor=self.owner, contact=f"演示地址 {winner.place} 号", at=at)

    def send(self, at: datetime) -> None:
        """The first winner gave no address in time in every second draw, so the prize goes to the next in reserve."""
        first, *_others = self._winners()
        if self.dice.random() < 0.5:
            pass_prize(first, actor=self.owner, reason=campaign_copy.PASSED, at=at)
        for winner in self._winners():
            how = self.dice.choice(campaign_copy.DELIVERED)
            deliver_prize(winner, actor=self.owner, how=how, at=at + timedelta(hours=2))

    def finish(self, at: datetime) -> None:
        self.row.refresh_from_db()
        until = shown_until(self.row)
        assert until is not None  # noqa: S101 - it was witnessed
        self.row = finish_draw(self.row, actor=self.owner, at=max(at, until))
