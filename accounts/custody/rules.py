"""What is kept, who may take it out, and when it must change: the rows of custody (R-006 to R-009). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import SYSTEM, Limit, Machine, Sentence, State, Transition, register_machine, second_person

PASSWORD, TOTP_SEED, RECOVERY_CODES, API_TOKEN = "password", "totp_seed", "recovery_codes", "api_token"


@dataclass(frozen=True, slots=True)
class CredentialKind:
    """What a credential is: tested for strength or not, changed at an interval or not, and its longest text."""

    code: str
    label: Sentence
    tested: bool
    rotates: bool
    limit: int


KINDS = (
    CredentialKind(PASSWORD, _("Password"), tested=True, rotates=True, limit=200),
    CredentialKind(TOTP_SEED, _("Seed of the authenticator"), tested=False, rotates=False, limit=200),
    CredentialKind(RECOVERY_CODES, _("Recovery codes"), tested=False, rotates=False, limit=2000),
    CredentialKind(API_TOKEN, _("Access token of an interface"), tested=False, rotates=True, limit=4000),
)
KINDS_BY_CODE = {kind.code: kind for kind in KINDS}
KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS]

# The steps that a second person agrees to first; the acts of these codes stand in acts.py.
HAND_OVER, RETIRE = "login_hand_over", "login_retire"

# The life of a credential: kept until it is retired with its account or replaced by another login.
CREDENTIAL_LIFE = register_machine(
    Machine(
        code="credential",
        model="accounts.Credential",
        label=_("Credential"),
        states=(State("kept", _("Kept"), "good", "lock"), State("retired", _("Retired"), "neutral", "stop")),
        transitions=(
            Transition(
                "retire",
                _("Retire"),
                ("kept",),
                "retired",
                "accounts.manage",
                "credential.retired",
                needs_note=True,
                danger=True,
                guards=(second_person(RETIRE),),
            ),
            Transition("end", _("End with its account"), ("kept",), "retired", SYSTEM, "credential.ended"),
        ),
    )
)

# By what right somebody takes a credential out.
CUSTODIAN, SHARE, BREAK_GLASS = "custodian", "share", "break_glass"
GROUNDS = (
    (CUSTODIAN, _("as its custodian")),
    (SHARE, _("under an approved share")),
    (BREAK_GLASS, _("in an emergency")),
)

# Named safeguards of a share; each must be promised (D-2.2.1b, K-4.1.2b, M-3.1.2).
SAFEGUARDS = (
    ("own_device", _("Only on a company device with security software")),
    ("no_copy", _("Nothing is written down, photographed or passed on")),
    ("log_out", _("Logged out on every device when the work is done")),
    ("told_custodian", _("The custodian knows what is done, and when")),
)
LEAST_SAFEGUARDS = 2

# Whoever holds one of these on an account may ask to share its login.
WORKING_RIGHTS = ("accounts.publish", "accounts.reply", "accounts.draft", "accounts.manage")

# A reveal is asked for with a password confirmed minutes ago, and used once.
REVEAL_VALID = timedelta(minutes=15)
CHECKOUT_HOURS = timedelta(hours=8)
REVIEW_BREAK_GLASS = timedelta(days=2)

INTERVAL, RETURNED, SHARE_ENDED, LEFT, INCIDENT, BROKEN_GLASS, HANDED_OVER = (
    "interval", "returned", "share_ended", "left", "incident", "break_glass", "handed_over",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RotationCause:
    """Why a secret must change, and how long its custodian has for it; the interval is the rule book's."""

    code: str
    label: Sentence
    limit: Limit | None


ROTATION_CAUSES = (
    RotationCause(INTERVAL, _("the interval of the rule book"), None),
    RotationCause(RETURNED, _("somebody else has used it"), Limit(1, "working_days")),
    RotationCause(SHARE_ENDED, _("a share has ended"), Limit(1, "working_days")),
    RotationCause(LEFT, _("somebody who knew it has left"), Limit(4, "hours")),
    RotationCause(INCIDENT, _("an incident"), Limit(1, "hours")),
    RotationCause(BROKEN_GLASS, _("it was taken out in an emergency"), Limit(1, "working_days")),
    RotationCause(HANDED_OVER, _("its custodian has changed"), Limit(1, "working_days")),
)
CAUSES = {cause.code: cause for cause in ROTATION_CAUSES}
CAUSE_CHOICES = [(cause.code, cause.label) for cause in ROTATION_CAUSES]

# What makes somebody hand a login over or retire it by rule and not by choice; that waits for nobody's yes.
CLOSED = "closed"
ORDERED_BY = frozenset({LEFT, INCIDENT, CLOSED})
