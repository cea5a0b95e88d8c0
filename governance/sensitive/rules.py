"""Sensitive operations as rows: what each covers, where it is carried out, who agrees, how long a yes is good
(R-014, O-3.3.2; the list is that of chapter 3.3). Pure.

Which of them are held on an account is the rule book's to say: the parameter `sensitive.operations`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance.approvals.rules import Responsible
from governance.refusals.exceptions import Sentence
from governance.worktime.rules import Limit

if TYPE_CHECKING:
    from accounts.models import User

RECORD = "sensitive_operation"
CARRY_OUT, REVIEW = "carry_out", "review"
PARAMETER = "sensitive.operations"
WHAT_LIMIT, REASON_LIMIT, NOTE_LIMIT, TITLE_LIMIT = 2000, 2000, 2000, 120

# Where an operation happens: a service of this site refuses it until the yes is there; somebody does it on the
# platform and writes it down; or the room of grants asks for its own approval.
IN_SYSTEM, ON_PLATFORM, BY_GRANT = "system", "platform", "grant"

MANAGE, CUSTODY, PUBLISH, REPLY = "accounts.manage", "accounts.custody", "accounts.publish", "accounts.reply"
# Asked apart from publishing, so that harm is taken down while nothing may be published.
WITHDRAW = "accounts.withdraw"
# Whoever manages the account agrees; where that is the one who asks, their superior or the head of the department.
DECIDERS = (Responsible("right", MANAGE), Responsible("superior"), Responsible("head"))
# In a hurry everybody who works on what goes out is asked at once, and the first who is there agrees.
AT_ONCE = (
    Responsible("right", MANAGE), Responsible("right", "accounts.review_final"),
    Responsible("right", "accounts.review_first"), Responsible("right", WITHDRAW), Responsible("superior"),
)  # fmt: skip
DECIDE_AT_ONCE = Limit(1, "hours")
# After a hurried yes of somebody who does not manage the account, whoever does looks at it again.
REVIEW_WITHIN = timedelta(days=2)


# How long a yes is good where the row says nothing else.
GOOD_FOR = Limit(2, "working_days")
EVERY = Q()


@dataclass(frozen=True, slots=True)
class OperationKind:
    """One operation of the list. `rights` are those of which one lets a person ask; none where the page says who."""

    code: str
    label: Sentence
    covers: Sentence
    place: str
    rights: tuple[str, ...] = ()
    valid_for: Limit = GOOD_FOR
    deciders: tuple[Responsible, ...] = DECIDERS
    at_once: tuple[Responsible, ...] = ()


OPERATIONS = (
    OperationKind(
        "profile_change", _("Change of profile or verification"),
        _("Name, picture, description or verification of the account as the public sees it."),
        ON_PLATFORM, (MANAGE, PUBLISH), Limit(5, "working_days"),
    ),
    OperationKind(
        "binding_change", _("Change of the phone or mail that is bound"),
        _("Phone number, mail address or payment that the platform ties to the account."),
        ON_PLATFORM, (MANAGE, CUSTODY),
    ),
    OperationKind(
        "credential_change", _("Change of who keeps a login"),
        _("Handing a login over to another custodian, and taking it out of use. A new secret that the rule book or"
          " an event ordered is not held."),
        IN_SYSTEM,
    ),
    OperationKind(
        "role_grant", _("Grant of a role"), _("Every right on an account; asked for and approved as a grant."),
        BY_GRANT,
    ),
    OperationKind(
        "delete_post", _("Deleting or hiding a post"),
        _("A post that was not recorded here, or one that is hidden for a time only."),
        ON_PLATFORM, (WITHDRAW, MANAGE), at_once=AT_ONCE,
    ),
    OperationKind(
        "mass_message", _("Message to many"), _("A direct message or push to more than single people."),
        ON_PLATFORM, (REPLY, PUBLISH, MANAGE),
    ),
    OperationKind(
        "ad_spend", _("Paid promotion"), _("Money spent on the platform to be seen more."),
        ON_PLATFORM, (PUBLISH, MANAGE), Limit(5, "working_days"),
    ),
    OperationKind(
        "withdrawal", _("Withdrawal of a publication"), _("Taking down what was published and recorded here."),
        IN_SYSTEM, at_once=AT_ONCE,
    ),
    OperationKind(
        "bulk_export", _("Export of many people's data"),
        _("A list that tells of people, taken away as a file with more rows than one needs at the desk."),
        IN_SYSTEM, deciders=(Responsible("superior"), Responsible("head")),
    ),
    OperationKind(
        "crisis_statement", _("Statement in a crisis"), _("What the company says on the account in a crisis."),
        ON_PLATFORM, (PUBLISH, MANAGE), at_once=AT_ONCE,
    ),
    OperationKind(
        "account_closure", _("Closing of an account"), _("The end of an account of the company."), IN_SYSTEM,
        valid_for=Limit(5, "working_days"),
    ),
)  # fmt: skip
OPERATIONS_BY_CODE = {row.code: row for row in OPERATIONS}
OPERATION_CHOICES = [(row.code, row.label) for row in OPERATIONS]
ON_PLATFORM_CODES = tuple(row.code for row in OPERATIONS if row.place == ON_PLATFORM)


def kind_of_request(code: str, *, at_once: bool = False) -> str:
    """The code of the approval that an operation asks for."""
    return f"sensitive_{code}_now" if at_once else f"sensitive_{code}"


def _nothing(target: Any, actor: Any) -> None:
    """Where whoever sees the record may ask."""


@dataclass(frozen=True, slots=True)
class SensitiveAct:
    """One way in which this site carries an operation out; the room that does it brings the row.

    `kind` is that of the record, `seen` the rows that a person may see, `check` raises Denial for whoever may not
    do it, `people` (where the yes is for one person as well) who may be named. `when` picks, among the ledger
    entries of `event`, those that count as the operation.
    """

    code: str
    operation: str
    event: str
    label: Sentence
    ask: Sentence
    kind: str = ""
    seen: Callable[[User], QuerySet[Any]] | None = None
    check: Callable[[Any, User], None] = _nothing
    people: Callable[[Any], QuerySet[Any]] | None = None
    people_label: Sentence = ""
    when: Q = EVERY

    def __post_init__(self) -> None:
        if OPERATIONS_BY_CODE[self.operation].place != IN_SYSTEM:
            raise ValueError(f"{self.code}: {self.operation} is not carried out in this system")


_acts: dict[str, SensitiveAct] = {}


def register_act(act: SensitiveAct) -> SensitiveAct:
    """Make an act known and return it. Another one under the same code raises ValueError."""
    known = _acts.get(act.code)
    if known is not None and (known.operation, known.event) != (act.operation, act.event):
        raise ValueError(f"sensitive act {act.code} is registered already")
    _acts[act.code] = act
    return act


def acts() -> dict[str, SensitiveAct]:
    """All acts by code."""
    return dict(_acts)


# Grants bring their approval with them; those of the first setup have nobody who could have agreed (actor None).
GRANT_EVENTS = ("role.granted",)
GRANTS_COUNTED = Q(actor__isnull=False)

# Said to the second of two who ask for the same in the same moment.
ASKED_AT_ONCE = _("Somebody asked for this at the same moment. Please load the page and go on with that one.")
