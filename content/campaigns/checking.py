"""The four checks before a campaign is approved: feasibility, risks, platform rules, law (R-052, M-5.1.3, O-5.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.lacking import lacking_terms
from content.campaigns.models import Campaign, CampaignCheck
from content.campaigns.rules import ANSWERS, CHECKS_BY_CODE, LAW
from content.campaigns.services import lock, note
from content.campaigns.workflow import SUBMITTED
from governance.public import (
    Denied,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    can,
    clean_text,
    legal_rules,
    listed,
    require_version,
)

if TYPE_CHECKING:
    from accounts.public import User


def why_not_check(campaign: Campaign, part: str, actor: User) -> Any:
    """None where this person may make the check, else the sentence why not."""
    if actor.pk in campaign.writers:
        return _("You wrote this campaign, so somebody else must check it.")
    answers = [
        can(actor, right, campaign if right.startswith("accounts.") else None) for right in CHECKS_BY_CODE[part].rights
    ]
    denied = next((answer for answer in answers if isinstance(answer, Denied)), None)
    return None if any(answers) or denied is None else denied.reason


def check_campaign(
    campaign: Campaign,
    part: str,
    *,
    actor: User,
    passed: bool,
    finding: str,
    answers: Mapping[str, str] | None = None,
    version: int | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> CampaignCheck:
    """Write what one check found in the `version` that was read; made anew it takes the place of the one before.

    `seen` is the newest check that the page showed: a newer one of this part is read before it is replaced.

    The check of the law answers every rule of law of the stage, and cannot pass while the plan breaks a limit that
    the software reckons itself. Raises WrongState, NotAllowed, NoteRequired, StaleVersion, Refused.
    """
    now = at or timezone.now()
    words = clean_text(finding, field="finding", limit=2000).strip()
    with transaction.atomic():
        locked = lock(campaign)
        if locked.status != SUBMITTED:
            raise WrongState(_("A campaign is checked while it waits for approval."))
        reason = why_not_check(locked, part, actor)
        if reason is not None:
            raise NotAllowed(reason)
        require_version(locked, version)
        if seen is not None and locked.checks.filter(part=part, voided_at=None, pk__gt=seen).exists():
            raise StaleVersion(
                _("Somebody made this check meanwhile. Please load the page again and read what they found.")
            )
        if not words:
            raise NoteRequired(_("Please say what the check found."), field="finding")
        given = _answers(locked, answers or {}, passed) if part == LAW else {}
        locked.checks.filter(part=part, voided_at=None).update(voided_at=now)
        row = CampaignCheck.objects.create(
            campaign=locked, part=part, passed=passed, note=words, answers=given, written_by_id=locked.author_id,
            checked_by=actor, checked_at=now,
        )  # fmt: skip
        note("campaign.checked", locked, actor, now, part=part, passed=passed)
    return row


def _answers(campaign: Campaign, answers: Mapping[str, str], passed: bool) -> dict[str, str]:
    """Each rule of law with its answer; a pass needs all of them."""
    codes = [rule.code for rule in legal_rules("campaign", campaign.account.market)]
    given = {code: answers[code] for code in codes if answers.get(code) in dict(ANSWERS)}
    missing = [code for code in codes if code not in given]
    if passed and missing:
        raise Refused(
            _("These rules of law are not answered: %(codes)s. Say of each that it is kept, or does not apply.")
            % {"codes": listed(missing)},
            field="answers",
        )
    if passed:
        for sentence in lacking_terms(campaign):
            raise Refused(sentence, field="passed")
    return given
