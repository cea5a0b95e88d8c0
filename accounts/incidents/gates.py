"""An account under an open incident publishes nothing, and everybody who sees it is told so on every page (R-011)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.incidents.models import TouchedAccount
from accounts.incidents.rules import HOLDING, KINDS_BY_CODE, PUBLISH, incident_number
from accounts.incidents.workflow import OPEN
from governance.public import Banner, CompiledQuery, Denied, accounts_for, listed, register_banner, register_gate

if TYPE_CHECKING:
    from accounts.people.models import User

NAMED = 3
HELD = CompiledQuery(
    lambda: (
        TouchedAccount.objects.filter(incident__status=OPEN, incident__kind__in=HOLDING)
        .order_by("incident_id", "pk")
        .values_list(
            "account_id",
            "incident_id",
            "incident__kind",
            "incident__reported_at",
            "account__name_zh",
            "account__name_en",
        )
    )
)


class Held(NamedTuple):
    """An account that publishes nothing, and the incident that holds it."""

    account_id: int
    incident_id: int
    kind: str
    reported_at: datetime
    name_zh: str
    name_en: str

    @property
    def number(self) -> str:
        """As people speak of the incident."""
        return incident_number(self.incident_id, self.reported_at)

    @property
    def account(self) -> str:
        """The account in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh


def held_accounts(user: User) -> list[Held]:
    """Every account that is held now; one statement a request, for the gate and the banner."""
    found: list[Held] | None = getattr(user, "_held_accounts", None)
    if found is None:
        found = user._held_accounts = [Held(*row) for row in HELD.rows()]  # type: ignore[attr-defined]
    return found


def incident_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny publishing on an account while an incident that holds it is open, naming the incident."""
    if account_id is None or permission != PUBLISH:
        return None
    held = next((row for row in held_accounts(user) if row.account_id == account_id), None)
    if held is None:
        return None
    return Denied(
        format_lazy(
            gettext_lazy("{number} ({kind}) is open here, so nothing is published until it is contained."),
            number=held.number, kind=KINDS_BY_CODE[held.kind].label,
        )
    )  # fmt: skip


def incident_banner(user: Any) -> Banner | None:
    """What everybody who sees a held account reads on top of every page."""
    if not getattr(user, "is_authenticated", False):
        return None
    held = held_accounts(user)
    if not held:
        return None
    seen = accounts_for(user)
    mine = {row.account_id: row for row in held if row.account_id in seen}
    if not mine:
        return None
    names = listed(row.account for row in list(mine.values())[:NAMED]) + (" …" if len(mine) > NAMED else "")
    incidents = {row.incident_id for row in mine.values()}
    url = (
        reverse("accounts:incident_detail", args=[*incidents])
        if len(incidents) == 1
        else reverse("accounts:incidents")
    )
    sentence = ngettext(
        "A security incident is open: nothing is published on %(names)s for now.",
        "Security incidents are open: nothing is published on %(names)s for now.",
        len(incidents),
    )
    return Banner(sentence % {"names": names}, url, _("Open it") if len(incidents) == 1 else _("Open them"))


register_gate("incident", incident_gate)
register_banner("incident", incident_banner)
