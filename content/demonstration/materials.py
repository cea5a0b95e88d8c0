"""The demo company's requests to its departments: two a month, most met in time, a few late, the newest still open."""

# One row a line reads as a table.  # ruff: noqa: E501

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from accounts.public import PlatformAccount, User
from content.materials.models import MaterialRequest
from content.materials.services import ask_material, confirm_material, deliver_material, return_material
from content.plans.models import PlanItem
from governance.public import DemoCompany


class DemoMaterial(NamedTuple):
    """Whom the authors ask, for what, and what comes back."""

    department: str
    sort: str
    title: str
    need: str
    delivery: str


MATERIALS = (
    DemoMaterial("product", "product", "新批次的配料和净含量", "请给出本批次配料表、净含量和执行标准号。",
                 "配料表、净含量和标准号已按本批次标签抄录。"),
    DemoMaterial("quality", "facts", "抽检合格情况", "请提供上月抽检批次数和合格批次数，注明口径。", "上月抽检批次与合格批次已列出，口径为入库检验。"),
    DemoMaterial("logistics", "photo", "仓库发货现场照片", "需要三张横版照片，不要拍到面单和人脸。", "现场照片三张，面单已遮挡。"),
    DemoMaterial("hr", "news", "同事获奖消息", "请说明奖项名称、颁奖单位、日期和本人是否同意公开。", "奖项信息已核实，本人已书面同意公开。"),
    DemoMaterial("service", "customer_case", "一条意见的处理经过", "请隐去客户信息，写明问题、处理步骤和结果。", "处理经过已隐去客户信息，并附时间线。"),
    DemoMaterial("office", "offline_help", "周末活动场地协助", "请确认公司门口集合区域、急救包和两位同事到场。", "场地、急救包和两位同事均已落实。"),
)  # fmt: skip
# Days of the month on which something is asked; every so many is late, or goes back once.
ASKED_ON = (4, 18)
LATE_EACH, BACK_EACH = 7, 9


def fill_materials(company: DemoCompany) -> None:
    """Through the services, dated; what would happen after the company's last moment is left undone."""
    dice = company.dice("materials")
    accounts = [account for account in company.accounts.values() if account.market == "CN"]
    days = [day for day in company.days(company.since + timedelta(days=20)) if day.day in ASKED_ON]
    days.append(company.until - timedelta(days=1))
    for number, day in enumerate(days):
        _ask(company, dice, number, accounts[number % len(accounts)], company.at(day, 10))


def _ask(company: DemoCompany, dice: Random, number: int, account: PlatformAccount, at: datetime) -> None:
    words = MATERIALS[number % len(MATERIALS)]
    wanted = PlanItem.objects.approved().filter(account=account, planned_at__gt=at, created_at__lte=at)
    request = ask_material(
        actor=dice.choice(company.in_role("author", account)), account=account,
        department=company.departments[words.department], sort=words.sort, title=words.title, need=words.need,
        plan_item=wanted.order_by("planned_at").first(), at=at,
    )  # fmt: skip
    taken = timedelta(days=9) if number % LATE_EACH == LATE_EACH - 1 else timedelta(days=1, hours=dice.randrange(5))
    if at + taken + timedelta(hours=1) > company.now:
        return
    request = _supply(request, words, at + taken)
    if number % BACK_EACH == BACK_EACH - 1 and at + taken + timedelta(days=2) <= company.now:
        back = return_material(
            request, actor=request.asked_by, note="缺少日期，请补充后再提供。", at=at + taken + timedelta(hours=4)
        )
        _supply(back, words, at + taken + timedelta(days=1))


def _supply(request: MaterialRequest, words: DemoMaterial, at: datetime) -> MaterialRequest:
    """Delivered by the responsible person; a colleague of the department says an hour later how it was checked."""
    given = deliver_material(request, actor=request.responsible, delivery=words.delivery, at=at)
    people = User.objects.filter(department=request.department, is_active=True).exclude(pk=request.responsible_id)
    colleague = people.order_by("pk")[0]
    return confirm_material(given, actor=colleague, note="已与部门原始记录逐项核对。", at=at + timedelta(hours=1))
