"""States, purposes, ladders and audiences of deadlines as rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

RUNNING, PAUSED, MET, CANCELLED = "running", "paused", "met", "cancelled"
STATES = (
    (RUNNING, _("Running")),
    (PAUSED, _("Paused")),
    (MET, _("Met")),
    (CANCELLED, _("Cancelled")),
)
OPEN_STATES = (RUNNING, PAUSED)

OWNER, SUPERIOR, SUPERIOR_2, HEAD = "owner", "superior", "superior_2", "department_head"
AUDIENCES = (
    (OWNER, _("Owner")),
    (SUPERIOR, _("Superior of the owner")),
    (SUPERIOR_2, _("Superior of the superior")),
    (HEAD, _("Head of the department")),
)


@dataclass(frozen=True, slots=True)
class Rung:
    """At this share of the time, these people are told; urgent ones go out in quiet hours too."""

    percent: int
    audience: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A ladder as seeded (R-060, R-064, O-5.1.3): first the owner, then upward."""

    code: str
    name_zh: str
    name_en: str
    rungs: tuple[Rung, ...]


DEFAULT_LADDER = "default"
# The share at which it is due, and the last at which a ladder may ring.
DUE, LAST = 100, 1000
LADDERS = (
    LadderRow(
        DEFAULT_LADDER,
        "常规",
        "Ordinary",
        (
            Rung(50, OWNER),
            Rung(80, OWNER),
            Rung(100, OWNER, urgent=True),
            Rung(100, SUPERIOR),
            Rung(150, SUPERIOR),
            Rung(150, SUPERIOR_2),
            Rung(200, SUPERIOR_2),
            Rung(200, HEAD),
        ),
    ),
    LadderRow(
        "urgent",
        "紧急",
        "Urgent",
        (
            Rung(50, OWNER, urgent=True),
            Rung(80, OWNER, urgent=True),
            Rung(80, SUPERIOR, urgent=True),
            Rung(100, OWNER, urgent=True),
            Rung(100, SUPERIOR, urgent=True),
            Rung(100, HEAD, urgent=True),
            Rung(150, SUPERIOR_2, urgent=True),
        ),
    ),
    LadderRow(
        "quiet",
        "提醒",
        "Reminder",
        (Rung(80, OWNER), Rung(100, OWNER), Rung(150, SUPERIOR)),
    ),
)

# What a deadline is for, in words of both languages; a purpose without a row is shown by its code.
PURPOSES = {
    "reply": ("回复", "reply"),
    "holding": ("先行回复", "holding reply"),
    "promise": ("承诺", "promise"),
    "ticket": ("工单", "ticket"),
    "complaint": ("投诉办结", "complaint"),
    "complaint_ack": ("投诉受理确认", "acknowledgement of a complaint"),
    "complaint_report": ("投诉上报", "report of a complaint"),
    "negative": ("负面内容处置", "measure on a negative message"),
    "suggestion": ("意见建议处理", "outcome of a suggestion"),
    "review": ("审核", "review"),
    "review_first": ("初审", "first review"),
    "review_final": ("终审", "final review"),
    "review_unit": ("部门核实", "confirmation of facts"),
    "late_review": ("急稿补审", "review after release"),
    "late_follow": ("补审结论落实", "what the review after release asks for"),
    "fix": ("修改", "correction"),
    "report": ("报告", "report"),
    "publish": ("发布", "publication"),
    "duty": ("例行职责", "duty"),
    "checkpoint": ("发布后观察", "note after release"),
    "rotation": ("密码更换", "password rotation"),
    "grant": ("授权到期", "grant expiry"),
    "recertification": ("权限复核", "review of rights"),
    "training": ("培训", "training"),
    "incident": ("事件上报", "incident report"),
    "contain": ("事件控制", "containment of an incident"),
    "incident_step": ("处置步骤", "step of an incident"),
    "measure": ("整改措施", "corrective measure"),
    "rectification": ("整改", "rectification"),
    "approval": ("审批", "decision on a request"),
    "carry_out": ("敏感操作执行", "carrying out what was agreed"),
    "action": ("建议落实", "action from advice"),
    "verification": ("账号首次认证", "first verification of an account"),
    "renewal": ("认证续期", "renewal of a verification"),
    "material": ("部门供稿", "material from a department"),
}

# What the command line calls a limit, and the parameter of the rule book behind it; any other parameter by its name.
PARAMETERS = {
    "ordinary": "reply.ordinary",
    "general": "reply.ordinary",
    "complex": "reply.complex",
    "important": "reply.complex",
    "holding": "reply.holding",
    "promise": "promise.max",
    "complaint": "complaint.close",
    "complaint_ack": "complaint.ack",
    "review": "review.first",
    "fix": "review.fix",
    "report": "report.monthly",
}

# Rows rung in one transaction, and rows reckoned anew in one.
BATCH = 10_000
RECKONED = 1000

# What a rung says, from that share of the time on.
RUNG_WORDS = (
    (0, "已用去{percent}%的时间，{due}到期", "{percent} % of the time has passed, due {due}"),
    (100, "现已到期（{due}）", "due now ({due})"),
    (101, "已逾期，应于{due}完成", "overdue since {due}"),
)

# (name, path of the task, seconds between two rings): what beat is to ring.
BEAT = (
    ("ring-deadlines", "governance.deadlines.tasks.ring", 15),
    ("sweep", "governance.deadlines.tasks.sweep_all", 60),
)
