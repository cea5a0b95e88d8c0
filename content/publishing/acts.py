"""What of publishing a second person agrees to before it is done (R-014, O-3.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from content.publishing.models import Publication
from governance.public import SensitiveAct, WrongState, register_act, require

if TYPE_CHECKING:
    from accounts.public import User


def _seen(user: User) -> QuerySet[Publication]:
    return Publication.objects.visible_to(user).select_related("account")


def _may_withdraw(publication: Publication, actor: User) -> None:
    require(actor, "accounts.withdraw", publication)
    if publication.withdrawn_at is not None:
        raise WrongState(_("This post was withdrawn already. Load the page again."))


PUBLICATION_WITHDRAW = register_act(
    SensitiveAct(
        "publication_withdraw",
        operation="withdrawal",
        event="publication.withdrawn",
        label=_("Withdraw the post"),
        ask=_("Ask to withdraw it"),
        kind="publication",
        seen=_seen,
        check=_may_withdraw,
    )
)
