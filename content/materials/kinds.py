"""Kinds, ledger events, notices and search of material requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import content.materials.leaving  # noqa: F401 - registers what passes on
from accounts.public import register_closing
from content.materials.finding import find_materials
from content.materials.rules import KIND
from content.materials.services import lapse_material
from governance.public import register_events, register_kind, register_notice, register_searcher

register_kind(
    KIND, model="content.MaterialRequest", label=_("material request"), url="content:material_detail",
    joined=("account",), dated_by="asked_at",
)  # fmt: skip
register_closing("materials", lapse_material)
register_searcher(KIND, find_materials)
register_events(
    {
        "material.asked": _("asked a department for material"),
        "material.delivered": _("delivered material"),
        "material.confirmed": _("confirmed the accuracy of material"),
        "material.returned": _("returned material to the department"),
        "material.withdrawn": _("withdrew a material request"),
        "material.lapsed": _("ended a material request with its account"),
        "material.handed_on": _("handed a material request on"),
    }
)
register_notice(
    "material.asked",
    zh=("供稿请求：{record}", "{department}需要提供素材：“{record}”。请在期限前提供，并确认内容准确。"),
    en=(
        "Material asked for: {record}",
        "{department} is asked for “{record}”. Supply it before it is due, and confirm that it is accurate.",
    ),
)
register_notice(
    "material.delivered",
    zh=("素材已提供，待确认：{record}", "{department}已提供“{record}”。请由该部门确认内容准确，确认后请求才算完成。"),
    en=(
        "Material delivered: {record}",
        "{department} delivered “{record}”. The request is met once the department confirms that it is accurate.",
    ),
)
register_notice(
    "material.confirmed",
    zh=("素材已确认准确：{record}", "{department}已确认“{record}”内容准确，可以使用。如不合用，请说明原因后退回。"),
    en=(
        "Accuracy confirmed: {record}",
        "{department} confirmed that “{record}” is accurate. Use it, or return it and say why it does not do.",
    ),
)
register_notice(
    "material.returned",
    zh=("素材被退回：{record}", "“{record}”被退回{department}，请查看原因，更正后重新提供。"),
    en=(
        "Material returned: {record}",
        "“{record}” went back to {department}. Read why, correct it, and deliver it again.",
    ),
)
register_notice(
    "material.withdrawn",
    zh=("供稿请求已撤回：{record}", "“{record}”不再需要，{department}不必再提供。"),
    en=("Request withdrawn: {record}", "“{record}” is not needed any more; {department} need not supply it."),
)
