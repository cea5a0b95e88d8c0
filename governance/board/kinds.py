"""Kinds and ledger events of the board."""

from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import register_kind
from governance.ledger.events import register_events

register_kind("requirement", model="governance.Requirement", label=_("requirement"),
              url="governance:board_requirement", url_field="code")  # fmt: skip
register_kind("finding", model="governance.Finding", label=_("finding"), url="governance:board_requirement",
              url_field="requirement_id", dated_by="opened_at")  # fmt: skip
register_kind("acceptance", model="governance.Acceptance", label=_("accepted risk"),
              url="governance:board_requirement", url_field="requirement_id", dated_by="requested_at")  # fmt: skip
register_events(
    {
        "finding.opened": _("opened a finding"),
        "finding.answered": _("said what was done about a finding"),
        "finding.closed": _("closed a finding"),
        "board.attested": _("attested a requirement"),
        "acceptance.asked": _("asked that a risk be accepted"),
        "acceptance.accepted": _("accepted a risk"),
        "acceptance.refused": _("refused to accept a risk"),
    }
)
