"""Kinds, duties, ledger events, notices, search and sweep of period plans."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

import content.period_plans.leaving  # noqa: F401 - registers what passes on
from accounts.public import User
from content.period_plans.finding import find_period_plans
from content.period_plans.opening import open_coming
from content.period_plans.rules import (
    KIND,
    RESEARCHER,
    ROUND_AGE,
    ROUND_FIELDS,
    ROUNDS,
    STUDY,
    STUDY_AGE,
    STUDY_FIELDS,
)
from governance.public import (
    DutyKind,
    DutyRecord,
    Refused,
    register_duty_kind,
    register_events,
    register_kind,
    register_notice,
    register_searcher,
    register_sweeper,
    today,
)


def it_is_finished(record: DutyRecord, actor: User, at: datetime) -> None:
    """Written down when it is done, not before; Refused names the field."""
    if date.fromisoformat(record.payload["done_on"]) > today(at):
        raise Refused(_now("This day is still to come. Please write it down when it is done."), field="done_on")


register_kind(KIND, model="content.PeriodPlan", label=_("period plan"), url="content:period_plan_detail",
              joined=("account",))  # fmt: skip
register_searcher(KIND, find_period_plans)
register_sweeper("period_plans", open_coming)
register_duty_kind(
    DutyKind(
        STUDY, label=_("Study of audience, market or trends"), interval=STUDY_AGE, scope="company", doer=RESEARCHER,
        fields=STUDY_FIELDS, ahead=14, first_within=30, on_filed=it_is_finished,
        help=_("Plans rest on it: say how it was made, on what sources, and what follows for the content."),
    )
)  # fmt: skip
ROUND_LABELS = {
    "staff": _("Opinion round among staff"),
    "customers": _("Opinion round among customers"),
    "partners": _("Opinion round among partners"),
}
for _group, _code in ROUNDS.items():
    register_duty_kind(
        DutyKind(
            _code, label=ROUND_LABELS[_group], interval=ROUND_AGE, scope="company", doer=RESEARCHER,
            fields=ROUND_FIELDS, ahead=14, first_within=30, on_filed=it_is_finished,
            help=_("Ask what people want to see and read, and link the result to the plan that takes it up."),
        )
    )  # fmt: skip
register_events(
    {
        "period_plan.created": _("began a period plan"),
        "period_plan.changed": _("changed a period plan"),
        "period_plan.edited": _("opened a period plan again"),
        "period_plan.cited": _("linked a study or an opinion round to a period plan"),
        "period_plan.submitted": _("submitted a period plan"),
        "period_plan.approved": _("approved a period plan"),
        "period_plan.returned": _("returned a period plan"),
        "period_plan.superseded": _("a newer version replaced a period plan"),
        "period_plan.dropped": _("dropped a period plan"),
        "period_plan.handed_on": _("handed a period plan on because somebody left"),
    }
)
register_notice(
    "period_plan.to_write",
    zh=("请编制计划：{record}", "您负责计划“{record}”，须在{due}前获得批准。请填写各要素，引用近期研究，然后提交。"),
    en=(
        "A plan to write: {record}",
        "You answer for “{record}”, to be approved by {due}. Fill in what it must say, cite a fresh study, submit it.",
    ),
)
register_notice(
    "period_plan.to_approve",
    zh=("待批周期计划：{record}", "计划“{record}”等待您批准。请打开查看并决定。"),
    en=("Period plan to approve: {record}", "The plan “{record}” waits for your approval. Open it and decide."),
)
register_notice(
    "period_plan.approved",
    zh=("周期计划已批准：{record}", "计划“{record}”已批准，可以据此安排计划项。"),
    en=("Period plan approved: {record}", "The plan “{record}” is approved. Plan items can be planned inside it."),
)
register_notice(
    "period_plan.returned",
    zh=("周期计划被退回：{record}", "计划“{record}”被退回，请查看意见，修改后重新提交。"),
    en=("Period plan returned: {record}", "The plan “{record}” was returned. Read why, change it, submit it again."),
)
register_notice(
    "period_plan.study_old",
    zh=("研究已过期：{record}", "计划“{record}”所引用的研究已超过有效期。请开展新的研究并在计划中引用。"),
    en=(
        "The study has grown old: {record}",
        "The study on which “{record}” rests is older than the rule book allows. Make a new one and cite it there.",
    ),
)
