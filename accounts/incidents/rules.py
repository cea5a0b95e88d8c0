"""The facts of security incidents as rows: kinds, what each touches, its steps and their limits (R-011).

D-2.2.3, K-4.1.2c, M-3.3.3, O-3.2.4; personal data by P-06 and V-02. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Limit, Sentence, today

KIND, STEP_KIND, MEASURE_KIND = "incident", "incident_step", "corrective_measure"

# Parameters of the rule books.
KINDS_KNOWN, STEPS_WANTED = "incident.kinds", "incident.steps"
# The two clocks of an incident (purposes of a deadline), and the parameter that limits each.
CONTAIN, REPORT = "contain", "incident"
CLOCKS = ((CONTAIN, "incident.contain"), (REPORT, "incident.report"))
LADDER = "urgent"

MANAGE, KEEP, PUBLISH = "accounts.manage", "accounts.custody", "accounts.publish"
MANAGE_ACCOUNTS = "governance.manage_accounts"
# How many superiors above one another are looked for.
CHAIN = 5

TEXT_LIMIT, NOTE_LIMIT = 4000, 2000
PROOF_NAME, PROOF_FOLDER = 120, "incidents"

PASSWORD, SUPERIOR = "password", "superior"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done about an incident.

    `urgent` belongs to containing it and has its limit; the others have `limit` of their own. `by_book` opens it only
    where the rule book names it. `optional` may be left out with a reason. `data` asks for people's data to be
    touched, `law` for a legal rule that holds in the account's market.
    """

    code: str
    label: Sentence
    urgent: bool = False
    limit: Limit | None = None
    by_book: bool = False
    optional: bool = False
    data: bool = False
    law: str = ""


STEPS = (
    Step("evidence", _("Keep proof: pictures, addresses, times"), urgent=True),
    Step(PASSWORD, _("Change every password and code of the account"), urgent=True, by_book=True),
    Step("sessions", _("End open sessions, check second factor, bound telephone and mail"), urgent=True),
    Step("take_back", _("Take the login back from everybody who is not to have it"), urgent=True),
    Step("content", _("Look through posts and messages since then, take down what is not ours"), urgent=True),
    Step(
        "platform_support", _("Tell the support of the platform, note the number of the case"),
        limit=Limit(2, "hours"), by_book=True, optional=True,
    ),
    Step(SUPERIOR, _("Report to the superior, who confirms the receipt"), by_book=True),
    Step(
        "appeal", _("Appeal to the platform"), limit=Limit(2, "working_days"), by_book=True, optional=True,
    ),
    Step("takedown", _("Have the imitation removed by the platform"), limit=Limit(2, "working_days"), optional=True),
    Step("public_warning", _("Warn followers of the imitation"), limit=Limit(1, "working_days"), optional=True),
    Step("interview", _("Talk to everybody who took part, note what was done with the login"),
         limit=Limit(2, "working_days")),
    Step("police", _("Decide whether to go to the police, note why or why not"), limit=Limit(2, "working_days"),
         optional=True),
    Step("assessment", _("Assess what the leak means for the people concerned; keep the assessment three years"),
         limit=Limit(3, "days"), data=True, law="P-06"),
    Step("data_subjects", _("Tell the people whose data leaked"), limit=Limit(3, "days"), data=True, law="P-06",
         optional=True),
    Step("authority", _("Report the breach of personal data to the authority within 72 hours"),
         limit=Limit(72, "hours"), data=True, law="V-02", optional=True),
)  # fmt: skip
STEPS_BY_CODE = {step.code: step for step in STEPS}
# Whatever the kind, where people's data were touched.
DATA_STEPS = tuple(step.code for step in STEPS if step.data)


@dataclass(frozen=True, slots=True)
class IncidentKind:
    """A kind of incident: its steps in their order, and what it touches while it is open.

    `changes_secrets`: each login of the account must change. `ends_use`: shares and checkouts end.
    `holds_publishing`: nothing is published on the account until the incident is contained. `data`: people's data
    count as touched.
    """

    code: str
    label: Sentence
    icon: str
    steps: tuple[str, ...]
    changes_secrets: bool = False
    ends_use: bool = False
    holds_publishing: bool = True
    data: bool = False


KINDS = (
    IncidentKind(
        "abnormal_login", _("Unusual login"), "key",
        ("evidence", PASSWORD, "sessions", "content", "platform_support", SUPERIOR),
        changes_secrets=True, ends_use=True,
    ),
    IncidentKind(
        "stolen", _("Account stolen"), "alert",
        ("evidence", PASSWORD, "sessions", "content", "platform_support", SUPERIOR, "appeal", "police"),
        changes_secrets=True, ends_use=True,
    ),
    IncidentKind(
        "attack", _("Attack"), "shield",
        ("evidence", PASSWORD, "sessions", "content", "platform_support", SUPERIOR, "police"),
        changes_secrets=True,
    ),
    IncidentKind(
        "ban", _("Ban or penalty of the platform"), "stop",
        ("evidence", "content", "platform_support", SUPERIOR, "appeal"),
    ),
    IncidentKind(
        "leak", _("Leak of data or secrets"), "unlock",
        ("evidence", PASSWORD, "sessions", SUPERIOR),
        changes_secrets=True, ends_use=True, data=True,
    ),
    IncidentKind(
        "lending", _("Login lent without a share"), "people",
        (PASSWORD, "sessions", "take_back", "content", SUPERIOR, "interview"),
        changes_secrets=True, ends_use=True,
    ),
    IncidentKind(
        "impersonation", _("Imitation of the account"), "person",
        ("evidence", "platform_support", SUPERIOR, "takedown", "public_warning", "police"),
        holds_publishing=False,
    ),
)  # fmt: skip
KINDS_BY_CODE = {kind.code: kind for kind in KINDS}
KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS]
STEP_CHOICES = [(step.code, step.label) for step in STEPS]
HOLDING = tuple(kind.code for kind in KINDS if kind.holds_publishing)
LENDING = "lending"

LOW, SERIOUS, GRAVE = "low", "serious", "grave"
SEVERITIES = ((LOW, _("Low")), (SERIOUS, _("Serious")), (GRAVE, _("Grave")))

DONE, LEFT_OUT = "done", "left_out"
OUTCOMES = ((DONE, _("Done")), (LEFT_OUT, _("Not needed here")))

# A measure is dated within this time of being named.
LONGEST_MEASURE = timedelta(days=366)


def steps_of(kind: str, *, book: frozenset[str], data: bool, laws: frozenset[str]) -> list[Step]:
    """The steps that an incident of this kind opens: those of the kind, of the rule book, and of the law (R-011).

    The report to the superior is never left out.
    """
    row = KINDS_BY_CODE[kind]
    codes = [*row.steps, *(DATA_STEPS if data or row.data else ())]
    steps = [STEPS_BY_CODE[code] for code in codes]
    return [
        step for step in steps
        if (not step.by_book or step.code in book or step.code == SUPERIOR) and (not step.law or step.law in laws)
    ]  # fmt: skip


def incident_number(pk: int, reported_at: datetime) -> str:
    """The number by which people speak of an incident: the company's year, and a number that is never used again."""
    return f"SI-{today(reported_at):%Y}-{pk:04d}"
