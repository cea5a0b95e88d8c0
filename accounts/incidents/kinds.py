"""Kinds of records, ledger events and notices of incidents; the notices go out in quiet hours too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

import accounts.incidents.leaving  # noqa: F401 - registers what passes on
from accounts.incidents.finding import find_incidents
from accounts.incidents.health import HEALTH
from accounts.incidents.rules import KIND, MEASURE_KIND, STEP_KIND, STEPS_BY_CODE
from accounts.platforms.health import register_health
from governance.public import register_events, register_kind, register_notice, register_searcher

register_health(HEALTH)
register_kind(
    KIND, model="accounts.Incident", label=_("security incident"), url="accounts:incident_detail",
    dated_by="found_at", joined=("account",),
)  # fmt: skip
register_kind(
    STEP_KIND, model="accounts.IncidentStep", label=_("step of an incident"), url="accounts:incident_detail",
    url_field="incident_id", dated_by="due_at",
)  # fmt: skip
register_kind(
    MEASURE_KIND, model="accounts.CorrectiveMeasure", label=_("corrective measure"), url="accounts:incident_detail",
    url_field="incident_id", dated_by="due_on",
)  # fmt: skip
register_searcher(KIND, find_incidents)
register_events(
    {
        "incident.reported": _("reported an incident"),
        "incident.assigned": _("handed an incident to somebody else"),
        "incident.report_passed_on": _("passed the report on an incident on, because somebody left"),
        "incident.step_assigned": _("gave a step to somebody"),
        "incident.step_done": _("did a step"),
        "incident.step_left_out": _("left a step out, with a reason"),
        "incident.noted": _("wrote a note on an incident"),
        "incident.cause_written": _("wrote down the cause of an incident"),
        "incident.report_received": _("confirmed the report of an incident"),
        "incident.measure_named": _("named a corrective measure"),
        "incident.measure_handed_on": _("handed a corrective measure on, because somebody left"),
        "incident.measure_done": _("carried out a corrective measure"),
        "incident.contained": _("contained an incident"),
        "incident.closed": _("closed an incident"),
        "incident.reopened": _("opened an incident again"),
    }
)

# What it means for publishing, where the kind holds it.
HELD = {
    "zh": "该账号在事件得到控制之前不发布任何内容。",
    "en": "Nothing is published on the account until it is contained.",
}
FREE = {
    "zh": "该账号可以恢复发布，已排期的内容请重新确认发布时间。",
    "en": "The account may publish again; plan anew what was scheduled meanwhile.",
}


def _fill(params: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Codes into words."""
    holds = params.get("holds")
    filled = {"held": HELD[language] if holds else "", "free": FREE[language] if holds else ""}
    with override("en" if language == "en" else "zh-hans"):
        step = STEPS_BY_CODE.get(params.get("step", ""))
        return {**filled, "step": str(step.label)} if step is not None else filled


register_notice(
    "incident.reported",
    zh=("安全事件：{record}", "刚刚上报了一起安全事件：“{record}”。{held}请立即打开查看处置步骤。"),
    en=("Security incident: {record}", "An incident was reported: “{record}”. {held} Open it and see the steps."),
    fill=_fill,
)
register_notice(
    "incident.assigned",
    zh=("安全事件由{who}负责：{record}", "“{record}”现由{who}负责处置，请查看尚未完成的步骤。"),
    en=("{who} owns an incident now: {record}", "“{record}” is handled by {who} from now on. See the open steps."),
)
register_notice(
    "incident.step",
    zh=("请处理安全事件的步骤：{record}", "“{record}”中的步骤“{step}”由您完成。"),
    en=("A step of an incident is yours: {record}", "In “{record}” this step is yours: {step}."),
    fill=_fill,
)
register_notice(
    "incident.received",
    zh=("上报已被确认：{record}", "{who}已确认收到“{record}”的上报。"),
    en=("The report was confirmed: {record}", "{who} has confirmed the report on “{record}”."),
)
register_notice(
    "incident.contained",
    zh=("安全事件已得到控制：{record}", "“{record}”已得到控制。{free}"),
    en=("An incident is contained: {record}", "“{record}” is contained. {free}"),
    fill=_fill,
)
register_notice(
    "incident.closed",
    zh=("安全事件已结案：{record}", "“{record}”已结案，整改措施按期限继续落实。"),
    en=("An incident is closed: {record}", "“{record}” is closed; its corrective measures go on by their days."),
)
register_notice(
    "incident.reopened",
    zh=("安全事件重新打开：{record}", "“{record}”已重新打开。{held}请查看原因和步骤。"),
    en=("An incident is open again: {record}", "“{record}” was opened again. {held} See why, and the steps."),
    fill=_fill,
)
register_notice(
    "incident.measure",
    zh=("整改措施由您落实：{record}", "“{record}”之后的一项整改措施由您在{due}前落实。"),
    en=("A corrective measure is yours: {record}", "After “{record}” a measure is yours, due on {due}."),
)
