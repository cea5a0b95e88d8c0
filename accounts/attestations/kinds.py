"""The statements of people as duties: the security attestation of operators, the undertaking of all staff."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.attestations.rules import (
    ATTESTED,
    HOME_MARKET,
    ITEMS,
    LAWFUL_LINE,
    SECURITY,
    SELF,
    UNDERTAKEN,
    UNDERTAKING,
    WORKING,
)
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import (
    DutyKind,
    DutyPlace,
    DutyRecord,
    Particular,
    holders_on,
    param,
    register_duty_kind,
)

BY_NAME = {row.name: row for row in ATTESTED}


def operators(at: datetime) -> QuerySet[User]:
    """People with a working right on an account that is in use."""
    return holders_on(WORKING, PlatformAccount.objects.filter(status="active"))


def overseas_operators(at: datetime) -> QuerySet[User]:
    """Of these, the ones who work on an account of a market abroad."""
    abroad = PlatformAccount.objects.filter(status="active").exclude(market=HOME_MARKET)
    return holders_on(WORKING, abroad)


def without_line(at: datetime) -> QuerySet[User]:
    """Operators of overseas accounts whose attestation that holds says nothing of the lawful line (A-03)."""
    valid = DutyRecord.objects.filter(kind=SECURITY, person=OuterRef("pk")).valid(at)
    return overseas_operators(at).filter(Exists(valid), ~Exists(valid.filter(payload__has_key=LAWFUL_LINE)))


def staff(at: datetime) -> QuerySet[User]:
    """Everybody who works here."""
    return User.objects.filter(is_active=True)


def items_of(place: DutyPlace, at: datetime) -> tuple[Particular, ...]:
    """The items that the rule books of the person's department name; abroad the lawful line besides.

    An item that the rule books add is asked by its name until it has words here.
    """
    person = place.person
    if person is None:
        return ATTESTED
    names = list(param(ITEMS, department=person.department_id, at=at).value)
    if LAWFUL_LINE not in names and overseas_operators(at).filter(pk=person.pk).exists():
        names.append(LAWFUL_LINE)
    return tuple(BY_NAME.get(name) or Particular(name, name, "yes") for name in names)


register_duty_kind(
    DutyKind(
        SECURITY,
        label=_("Security attestation"),
        interval="attestation.interval",
        scope="person",
        doer=SELF,
        fields=ATTESTED,
        among=operators,
        lapsed=without_line,
        asked=items_of,
        personal=True,
        help=_("Look at your devices first, then state what is true. What is not yet so is put right before."),
    )
)
register_duty_kind(
    DutyKind(
        UNDERTAKING,
        label=_("Confidentiality undertaking"),
        interval="undertaking.interval",
        scope="person",
        doer=SELF,
        fields=UNDERTAKEN,
        among=staff,
        ahead=30,
        personal=True,
        help=_("Read each sentence. You give your word for a year; a signed paper may be added as a file."),
    )
)
