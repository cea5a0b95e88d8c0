"""The demo company's incidents: four in fourteen months, the first contained late, the last closed a few days ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.custody.demonstration import change_login
from accounts.incidents.measures import finish_measure, name_measure
from accounts.incidents.models import Incident
from accounts.incidents.rules import LOW, SERIOUS, SUPERIOR
from accounts.incidents.services import move_incident, receive_report, report_incident, write_cause, write_note
from accounts.incidents.steps import finish_step
from governance.public import DemoCompany


@dataclass(frozen=True, slots=True)
class DemoIncident:
    """Days before the company's last one; minutes from the discovery to report, receipt and containment.

    `measure` names what follows, who does it, in how many days, and whether that is done.
    """

    account: str
    kind: str
    severity: str
    ago: int
    reporter: str
    happened: str
    reported: int
    received: int
    contained: int
    notes: dict[str, str]
    cause: str
    measure: tuple[str, str, int, bool]
    remark: str = ""
    left_out: tuple[str, ...] = ()
    closed_after: int = 3


INCIDENTS = (
    DemoIncident(
        "xiaohongshu-main", "ban", LOW, 290, "author_wang",
        "一篇笔记被平台限流，并收到违规提醒。 / A note was throttled and the platform sent a warning.",
        20, 55, 95,
        {
            "evidence": "限流通知截图已存。 / Screenshot of the warning kept.",
            "content": "下架该笔记，另有两篇同类笔记改写。 / Took it down, two alike were rewritten.",
            "platform_support": "已联系平台客服，工单号 8842。 / Told the support, case 8842.",
            "appeal": "判罚合理，不申诉。 / The penalty is right.",
        },
        "笔记使用了绝对化用语，词库中没有。 / A superlative that the word list did not know.",
        ("将该类用语加入词库 / Add the words to the list", "first_reviewer", 10, True),
        left_out=("appeal",),
    ),
    DemoIncident(
        "douyin-main", "impersonation", SERIOUS, 148, "agent",
        "粉丝私信称有同名账号在推销。 / A fan wrote of an account of the same name that sells things.",
        5, 30, 45,
        {
            "evidence": "仿冒账号主页、链接和截图已存。 / Page, address and pictures of the copy kept.",
            "platform_support": "已向平台举报仿冒。 / Reported the copy to the platform.",
            "takedown": "平台次日下架仿冒账号。 / The platform removed it the next day.",
            "public_warning": "置顶评论提醒粉丝认准蓝V。 / A pinned comment warns the followers.",
            "police": "金额未知且账号已下架，暂不报案。 / It is gone and no loss is known, so not now.",
        },
        "名称相近的账号未被监测。 / Accounts of a similar name were not watched.",
        ("每周检索一次同名账号 / Search for the name once a week", "publisher_ma", 14, True),
        remark="客服已统一回复口径。 / The agents answer with one text.",
    ),
    DemoIncident(
        "x-main", "attack", SERIOUS, 46, "publisher_ivy",
        "A burst of login attempts from unknown networks. / 来自陌生网络的大量登录尝试。",
        3, 25, 50,
        {
            "evidence": "Log of attempts kept. / 登录记录已存。", "password": "Changed. / 已更换。",
            "sessions": "All ended, second factor checked. / 已全部退出，双重验证正常。",
            "content": "Nothing was posted. / 未发现异常内容。",
            "platform_support": "Case 20931 with the support. / 平台工单 20931。",
            "police": "No entry took place. / 未被侵入，不报案。",
        },
        "The address of the login was public. / 登录邮箱曾公开。",
        ("Use an address for the login that is published nowhere / 登录邮箱改用不公开的地址", "publisher", 20, True),
        left_out=("police",),
    ),
    DemoIncident(
        "toutiao-main", "abnormal_login", SERIOUS, 8, "publisher",
        "平台提示账号在外地登录，当时无人出差。 / The platform told of a login from a city where nobody was.",
        4, 18, 38,
        {
            "evidence": "登录提醒截图已存。 / Screenshot kept.", "password": "已更换。 / Changed.",
            "sessions": "已退出全部设备，重新绑定手机。 / All devices logged out, telephone bound anew.",
            "content": "未发现异常内容和私信。 / No post and no message of others.",
            "platform_support": "已报平台，工单号 55213。 / Told the platform, case 55213.",
        },
        "旧手机未退出登录即被回收。 / An old telephone was handed in while still logged in.",
        ("回收设备前清除登录 / Clear logins before a device is handed in", "office_head", 30, False),
        remark="已与行政部核对设备台账。 / Compared with the list of devices.",
    ),
)  # fmt: skip


def fill_incidents(company: DemoCompany) -> None:
    """Each from the discovery to the end through the services, dated by its own clock; none stays open."""
    for row in INCIDENTS:
        found = company.at(company.until - timedelta(days=row.ago), 14, 10)
        reporter = company.people[row.reporter]
        incident = report_incident(
            actor=reporter, account=company.accounts[row.account], kind=row.kind, severity=row.severity,
            happened=row.happened, found_at=found, at=found + timedelta(minutes=row.reported),
        )  # fmt: skip
        _contain(company, row, incident)
        _close(company, row, incident)


def _contain(company: DemoCompany, row: DemoIncident, incident: Incident) -> None:
    found = incident.found_at
    at = found + timedelta(minutes=row.contained)
    if row.remark:
        write_note(incident, actor=company.people[row.reporter], text=row.remark, at=at - timedelta(minutes=8))
    for secret in incident.secrets.unchanged().select_related("credential"):
        change_login(company, secret.credential, row.ago, at - timedelta(minutes=5))
    _do(row, incident, urgent=True, minutes=row.contained - 2)
    if incident.superior is not None:
        receive_report(incident, actor=incident.superior, at=found + timedelta(minutes=row.received))
    move_incident(incident, "contain", actor=incident.owner, at=at)


def _close(company: DemoCompany, row: DemoIncident, incident: Incident) -> None:
    _do(row, incident, urgent=False, minutes=row.contained + 30)
    next_day = company.at(company.until - timedelta(days=row.ago - 1), 10)
    write_cause(incident, actor=incident.owner, cause=row.cause, at=next_day)
    text, owner, days, done = row.measure
    due_on = next_day.date() + timedelta(days=days)
    measure = name_measure(
        incident, actor=incident.owner, text=text, owner=company.people[owner], due_on=due_on, at=next_day
    )
    closer = incident.superior or company.people["executive"]
    move_incident(incident, "close", actor=closer, at=next_day + timedelta(days=row.closed_after))
    if done:
        at = company.at(due_on - timedelta(days=2), 16)
        finish_measure(measure, actor=company.people[owner], result="已落实。 / Carried out.", at=at)


def _do(row: DemoIncident, incident: Incident, *, urgent: bool, minutes: int) -> None:
    """The owner does the steps that are open, each with its note."""
    for step in incident.steps.open().filter(urgent=urgent).exclude(code=SUPERIOR):
        finish_step(
            step, actor=incident.owner, note=row.notes.get(step.code, ""),
            outcome="left_out" if step.code in row.left_out else "done",
            at=incident.found_at + timedelta(minutes=minutes),
        )  # fmt: skip
