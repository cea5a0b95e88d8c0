"""What of custody a second person agrees to before it is done (R-014, O-3.3.2).

A new secret that the rule book ordered is none of it: it must come in time, and its custodian alone may see it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Credential
from accounts.custody.rules import HAND_OVER, RETIRE
from accounts.custody.services import KEEP, MANAGE, require_to_hand_over
from accounts.people.models import User
from governance.public import SensitiveAct, WrongState, holders, register_act, require

# What a rule ordered (somebody left, the account closed, an incident) is nobody's decision.
BY_CHOICE = ~Q(payload__has_key="ordered")


def _seen(user: User) -> QuerySet[Credential]:
    return Credential.objects.visible_to(user).select_related("account")


def _kept(credential: Credential) -> None:
    if credential.status != "kept":
        raise WrongState(_("This login is retired. Please take the present one out of the list."))


def _may_hand_over(credential: Credential, actor: User) -> None:
    require_to_hand_over(credential, actor)
    _kept(credential)


def _may_retire(credential: Credential, actor: User) -> None:
    require(actor, MANAGE, credential)
    _kept(credential)


def _other_custodians(credential: Credential) -> QuerySet[User]:
    return holders(KEEP, credential.account_id).exclude(pk=credential.custodian_id)


LOGIN_HAND_OVER = register_act(
    SensitiveAct(
        HAND_OVER,
        operation="credential_change",
        event="credential.handed_over",
        label=_("Hand the login over"),
        ask=_("Ask to hand it over"),
        kind="credential",
        seen=_seen,
        check=_may_hand_over,
        people=_other_custodians,
        people_label=_("New custodian"),
        when=BY_CHOICE,
    )
)
LOGIN_RETIRE = register_act(
    SensitiveAct(
        RETIRE,
        operation="credential_change",
        event="credential.retired",
        label=_("Retire the login"),
        ask=_("Ask to retire it"),
        kind="credential",
        seen=_seen,
        check=_may_retire,
        when=BY_CHOICE,
    )
)
