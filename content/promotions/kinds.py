"""Kind, request, ledger events of paid promotion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.promotions.rules import APPROVAL, DECIDERS, FIELDS, KIND, WRITE
from content.promotions.services import agreed, not_agreed
from governance.public import ApprovalKind, Limit, register_approval_kind, register_events, register_kind

register_kind(
    KIND,
    model="content.Promotion",
    label=_("paid promotion"),
    url="content:promotion_detail",
    joined=("account",),
    dated_by="first_day",
)
register_approval_kind(
    ApprovalKind(
        APPROVAL,
        label=_("Budget of a paid promotion"),
        deciders=DECIDERS,
        fields=FIELDS,
        decide_within=Limit(2, "working_days"),
        lapses_after=Limit(10, "working_days"),
        ask_right=WRITE,
        scope="account",
        from_page=False,
        on_agreed=agreed,
        on_refused=not_agreed,
        on_ended=not_agreed,
    )
)
register_events(
    {
        "promotion.planned": _("planned a paid promotion"),
        "promotion.asked": _("asked for the budget of a promotion"),
        "promotion.agreed": _("agreed to the budget of a promotion"),
        "promotion.refused": _("refused the budget of a promotion"),
        "promotion.label_seen": _("recorded the advertising label of a promotion"),
        "promotion.started": _("started a paid promotion"),
        "promotion.spent": _("recorded what was spent on a promotion"),
        "promotion.result_written": _("wrote the result of a promotion"),
        "promotion.finished": _("ended a paid promotion"),
        "promotion.dropped": _("dropped a paid promotion"),
    }
)
