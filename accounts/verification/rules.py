"""Kinds of verification, and the life of one: applied for, verified, refused, lapsed (R-004, A-01, A-02). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.platforms.rules import MANAGE
from governance.public import SYSTEM, Machine, Sentence, State, Transition, register_machine

IDENTITY, QUALIFICATION = "identity", "qualification"
PURPOSES = (
    (IDENTITY, _("Who the account belongs to")),
    (QUALIFICATION, _("Qualification in a regulated field")),
)


@dataclass(frozen=True, slots=True)
class VerificationKind:
    """One way in which a platform or an authority confirms an account, and what it confirms."""

    code: str
    label: Sentence
    purpose: str


KINDS = (
    VerificationKind("enterprise", _("Enterprise verification (real name)"), IDENTITY),
    VerificationKind("blue_v", _("Blue V of an organisation"), IDENTITY),
    VerificationKind("badge", _("Verified badge of an organisation"), IDENTITY),
    VerificationKind("icp", _("ICP record of a website"), IDENTITY),
    VerificationKind("professional", _("Professional qualification shown on the account"), QUALIFICATION),
)
KINDS_BY_CODE = {row.code: row for row in KINDS}
KIND_CHOICES = [(row.code, row.label) for row in KINDS]

APPLIED, VERIFIED, REFUSED, LAPSED, REPLACED = "applied", "verified", "refused", "lapsed", "replaced"
# In these the confirmation counted for a time.
CONFIRMED = (VERIFIED, LAPSED, REPLACED)
# Days that an account may publish without having been verified.
GRACE = "verification.grace"
# What a renewal takes at the platforms.
RENEW_AHEAD = timedelta(days=60)

VERIFICATION = register_machine(
    Machine(
        code="verification",
        model="accounts.AccountVerification",
        label=_("Verification of an account"),
        states=(
            State(APPLIED, _("Applied for"), "progress", "hourglass"),
            State(VERIFIED, _("Verified"), "good", "check"),
            State(REFUSED, _("Refused"), "bad", "x"),
            State(LAPSED, _("Lapsed"), "bad", "clock"),
            State(REPLACED, _("Replaced by a newer one"), "neutral", "refresh"),
        ),
        transitions=(
            Transition(
                "verify", _("Record as verified"), (APPLIED,), VERIFIED, MANAGE,
                "account_verification.verified", main=True,
            ),
            Transition(
                "refuse", _("Record as refused"), (APPLIED,), REFUSED, MANAGE,
                "account_verification.refused", needs_note=True,
            ),
            Transition(
                "revoke", _("Record as taken away"), (VERIFIED,), LAPSED, MANAGE,
                "account_verification.revoked", needs_note=True, danger=True,
            ),
            Transition("lapse", _("Lapse"), (VERIFIED,), LAPSED, SYSTEM, "account_verification.lapsed"),
            Transition("replace", _("Replace"), (VERIFIED,), REPLACED, SYSTEM, "account_verification.replaced"),
        ),
    )
)  # fmt: skip
