"""Kinds and ledger events of the rule books."""

from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.policies.finding import find_clauses
from governance.search.registry import register_searcher

register_kind(
    "policy", model="governance.Policy", label=_("rule book"), url="governance:policy_detail", url_field="code"
)
register_kind(
    "policy_version",
    model="governance.PolicyVersion",
    label=_("version of a rule book"),
    url="governance:policy_version",
)
register_kind("clause", model="governance.Clause", label=_("clause"), url="governance:board_clause", url_field="code")
register_searcher("clause", find_clauses)
register_kind("legal_rule", model="governance.LegalRule", label=_("legal rule"))
register_kind("pack_binding", model="governance.PackBinding", label=_("binding to a rule book"))
register_events(
    {
        "policy.loaded": _("loaded a rule book"),
        "clause.reworded": _("worded a clause anew"),
        "policy.bound": _("bound a rule book"),
        "policy.unbound": _("ended a binding to a rule book"),
        "policy.proposed": _("proposed a change of a rule book"),
        "policy.approved": _("approved a change of a rule book"),
        "policy.rejected": _("rejected a change of a rule book"),
        "policy.withdrawn": _("withdrew a change of a rule book"),
        "policy.signed": _("read and signed a rule book"),
        "legal_rule.confirmed": _("confirmed a legal rule"),
        "legal_rule.reworded": _("changed the words of a legal rule, so that counsel must confirm it again"),
        "policy.reworded": _("made a new version of a rule book for new wording"),
        "policy.reviewed": _("reviewed a rule book"),
        "policy.interpreter_named": _("named who explains a rule book"),
    }
)
