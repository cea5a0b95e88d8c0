"""What a campaign still lacks for its next step, in whole sentences: guards, pages and probes read the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.public import group_members
from content.campaigns.rules import (
    APPROVER,
    CHECKS,
    CHECKS_ASKED,
    ELEMENTS,
    ELEMENTS_ASKED,
    LOTTERY,
    MANAGE,
    PRIZE_LIMITS,
    REPORT_PARTS,
    RESULTS,
    TAKES_PART,
    TERMS,
)
from governance.public import Sentence, can, has_visible_text, packs_for, param, standing_in_for

if TYPE_CHECKING:
    from accounts.public import User
    from content.campaigns.models import Campaign

SUPERIOR, DIRECTOR = "superior", "operations_director"
APPROVE_PLANS = "governance.approve_plans"


def may_run(campaign: Campaign, actor: User) -> bool:
    """Whether somebody runs the campaign: its owner, its author, or who manages the account."""
    return actor.pk in (campaign.owner_id, campaign.author_id) or bool(can(actor, MANAGE, campaign))


def takes_part(campaign: Campaign, actor: User) -> bool:
    """Whether somebody logs and takes up problems: who runs it, who is on duty, who works on the account."""
    if may_run(campaign, actor) or campaign.staff.filter(person=actor).exists():
        return True
    return any(can(actor, right, campaign) for right in TAKES_PART)


def lacking_elements(campaign: Campaign) -> list[Sentence]:
    """The sentence of each element that the rule books of the account ask for and the plan lacks (R-050)."""
    asked = param(ELEMENTS_ASKED, account=campaign.account).value
    return [
        row.missing for row in ELEMENTS
        if row.code in asked and any(getattr(campaign, name) in (None, "") for name in row.fields)
    ]  # fmt: skip


def lacking_terms(campaign: Campaign) -> list[Sentence]:
    """What the law wants known of a prize draw before its start (C-01, C-02, P-04, V-05)."""
    draws = list(campaign.draws.exclude(status="void").prefetch_related("prizes")) if campaign.pk else []
    if not draws and campaign.type != LOTTERY:
        return []
    found: list[Sentence] = [sentence for name, sentence in TERMS if not getattr(campaign, name)]
    if not draws:
        found.append(_("A prize draw needs its draw: say when and how it is drawn, and by which public value (C-02)."))
    for draw in draws:
        if not draw.prizes.all():
            found.append(_("A draw has no prizes yet. Enter kind, number and worth of each (C-02)."))
        if campaign.ends_at is not None and draw.draws_at < campaign.ends_at:
            found.append(_("A draw is planned before the campaign is over, when people may still join."))
    market = campaign.account.market
    for limit in PRIZE_LIMITS:
        worths = [prize.worth for draw in draws for prize in draw.prizes.all() if prize.currency == limit.currency]
        if limit.market == market and worths and max(worths) > limit.amount:
            found.append(
                format_lazy(
                    _("The top prize is worth more than {amount} {currency}, which the law does not allow ({rule})."),
                    amount=f"{limit.amount:,}", currency=limit.currency, rule=limit.rule,
                )
            )  # fmt: skip
        if limit.market == market and any(
            prize.currency != limit.currency for draw in draws for prize in draw.prizes.all()
        ):
            found.append(
                format_lazy(
                    _("The worth of prizes is given in {currency} in this market, so that it can be held against the"
                      " limit of the law ({rule})."),
                    currency=limit.currency, rule=limit.rule,
                )
            )  # fmt: skip
    if market == "US" and campaign.purchase_needed:
        found.append(_("In the United States a draw must be open without a purchase (V-05)."))
    return found


def lacking_checks(campaign: Campaign) -> list[Sentence]:
    """The checks before approval that are open, or did not pass (R-052)."""
    asked = param(CHECKS_ASKED, account=campaign.account).value
    made = {row.part: row for row in campaign.checks.filter(voided_at=None)}
    found: list[Sentence] = []
    for row in CHECKS:
        if row.code not in asked:
            continue
        check = made.get(row.code)
        if check is None:
            found.append(format_lazy(_("The check “{check}” is open. Somebody else than the author makes it."),
                                     check=row.label))  # fmt: skip
        elif not check.passed:
            found.append(format_lazy(_("The check “{check}” did not pass. Change the plan and submit it again."),
                                     check=row.label))  # fmt: skip
    return found


def lacking_approver(campaign: Campaign, actor: User, at: datetime | None = None) -> Sentence | None:
    """None where the person decides this campaign by its rule book, else who does (R-051, D-6.2.3a)."""
    if actor.pk in campaign.writers:
        return _("You wrote this campaign, so somebody else must decide it.")
    people = approvers(campaign, at)
    stands_for = {actor.pk, *standing_in_for(actor.pk, at or timezone.now())} - campaign.writers
    if people & stands_for if people else can(actor, APPROVE_PLANS):
        return None
    post = param(APPROVER, account=campaign.account, at=at).value
    if post == SUPERIOR:
        return _("The superior of the author decides this campaign.")
    if post == DIRECTOR:
        return _("The leader of the governing group of the rule book decides this campaign.")
    return _("A member of the governing group of the rule book decides this campaign.")


def approvers(campaign: Campaign, at: datetime | None = None) -> set[int]:
    """Those whom the rule book names and who did not write in it.

    Where nobody is left whoever approves plans decides, so none is named.
    """
    value = param(APPROVER, account=campaign.account, at=at)
    if value.value == SUPERIOR:
        superior = campaign.author.superior_id
        return set() if superior is None else {superior} - campaign.writers
    return group_members([value.pack], at=at, leader=value.value == DIRECTOR) - campaign.writers


def group_of(campaign: Campaign, at: datetime | None = None) -> set[int]:
    """Who sits on the governing groups of the account's rule books: the report goes to them (R-056)."""
    return group_members(packs_for(campaign.account, at=at), at=at)


def lacking_results(campaign: Campaign) -> list[Sentence]:
    """Figures and feedback that are not entered (R-055)."""
    return [row.missing for row in RESULTS if getattr(campaign, row.field) in (None, "")]


def lacking_report(campaign: Campaign) -> list[Sentence]:
    """Parts of the report that are empty, and whether it was sent (R-056)."""
    found = [row.missing for row in REPORT_PARTS if not has_visible_text(getattr(campaign, row.field))]
    if not found and campaign.report_sent_at is None:
        found.append(_("The report has not gone to the governing group yet."))
    return found


def open_draws(campaign: Campaign) -> list[Sentence]:
    """Draws that are not done: not held, not witnessed, with prizes not delivered, or void with none in their place.

    What participants were told of is drawn (R-057).
    """
    if campaign.draws.exclude(status__in=["done", "void"]).exists():
        return [_("A draw is not done yet: it is held, witnessed, and every prize delivered first.")]
    if campaign.pk and campaign.draws.not_replaced().exists():
        return [
            _(
                "A draw is void, and none is planned in its place. Plan one, so that what was announced is drawn; "
                "where nobody takes part in that one either, somebody else voids it, and the campaign may close."
            )
        ]
    return []
