"""What of this room a second person agrees to before it is done (R-014, O-3.3.2)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import CLOSE_ACCOUNT, MANAGE
from governance.public import SensitiveAct, WrongState, register_act, require


def _seen(user: User) -> QuerySet[PlatformAccount]:
    return PlatformAccount.objects.visible_to(user)


def _may_close(account: PlatformAccount, actor: User) -> None:
    require(actor, MANAGE, account)
    if account.status == "closed":
        raise WrongState(_("This account is closed already."))


ACCOUNT_CLOSE = register_act(
    SensitiveAct(
        CLOSE_ACCOUNT,
        operation="account_closure",
        event="platform_account.closed",
        label=_("Close the account"),
        ask=_("Ask to close the account"),
        kind="platform_account",
        seen=_seen,
        check=_may_close,
    )
)
