"""The demo company's sensitive operations on platforms: done with proof, refused, lapsed, waiting, and one found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from governance.approvals.services import decide_approval
from governance.demonstration.company import DemoCompany
from governance.sensitive.services import ask_operation, carry_out, lapse_operations, record_found, review_operation

DONE, REFUSED, LAPSED, AGREED, WAITING = "done", "refused", "lapsed", "agreed", "waiting"


@dataclass(frozen=True, slots=True)
class DemoOperation:
    """Asked for `ago` days before the last one by `asker`, decided by `decider`, and how it ended."""

    ago: int
    code: str
    handle: str
    asker: str
    decider: str
    title: str
    what: str
    reason: str
    end: str = DONE
    note: str = ""
    at_once: bool = False
    reviewer: str = ""


OPERATIONS = (
    DemoOperation(
        390, "profile_change", "douyin-main", "publisher", "manager", "开号简介 / First description",
        "填写企业名称、简介和客服电话。 / Company name, description and service number.",
        "账号启用 / The account begins",
    ),
    DemoOperation(
        300, "binding_change", "wechat-main", "manager", "executive", "更换管理员手机 / Another phone",
        "绑定手机由行政部旧号改为运营专用号。 / From the old number of the office to the one of operations.",
        "原号码即将停用 / The old number ends",
    ),
    DemoOperation(
        240, "ad_spend", "douyin-main", "publisher", "manager", "春季新品推广 / Promotion of the spring product",
        "信息流推广7天，预算上限3万元。 / Seven days in the feed, at most CNY 30,000.", "新品上市 / The launch",
    ),
    DemoOperation(
        130, "mass_message", "kuaishou-main", "agent", "manager", "群发促销私信 / A sales message to all fans",
        "向全部粉丝群发优惠券链接。 / A coupon link to every fan.", "拉动复购 / More repeat orders", REFUSED,
        "未取得粉丝同意，不得群发广告。 / Fans did not consent to advertising.",
    ),
    DemoOperation(
        60, "profile_change", "youtube-main", "publisher_ivy", "overseas_head", "频道横幅 / The banner",
        "横幅换成夏季主题。 / A summer banner.", "季节更新 / The season", LAPSED,
    ),
    DemoOperation(
        24, "ad_spend", "xiaohongshu-main", "publisher", "manager", "养生笔记加热 / Promotion of a post",
        "单篇笔记投放3天，预算上限5000元。 / One post for three days, at most CNY 5,000.", "扩大覆盖 / More reach",
    ),
    DemoOperation(
        16, "delete_post", "weibo-main", "publisher", "final_reviewer", "隐藏误发转发 / Hiding a repost",
        "隐藏昨晚误转的娱乐内容。 / The entertainment repost of last night.",
        "与账号定位不符，评论持续增加 / Off topic, and comments grow", at_once=True, reviewer="manager",
    ),
    DemoOperation(
        6, "profile_change", "facebook-main", "publisher_ivy", "overseas_head", "主页营业时间 / Opening hours",
        "按新的客服班次更新营业时间。 / By the new hours of service.", "客服排班调整 / New shifts",
    ),
    DemoOperation(
        1, "profile_change", "kuaishou-main", "publisher", "manager", "秋季头像 / The autumn picture",
        "头像换成秋季限定版，10月底换回。 / The autumn picture until the end of October.", "季节更新 / The season",
        AGREED,
    ),
    DemoOperation(
        0, "ad_spend", "douyin-main", "publisher", "manager", "直播预热投放 / Promotion of a live stream",
        "直播前两天投放，预算上限8000元。 / The two days before it, at most CNY 8,000.",
        "直播预热 / Ahead of the stream",
        WAITING,
    ),
)  # fmt: skip
# Long before the days that the board looks back: found on a round, and what led to asking for everything.
FOUND_AGO, FOUND_ON, FOUND_BY = 205, "toutiao-main", "manager"


def fill_sensitive(company: DemoCompany) -> None:
    """Asked for, decided and carried out through the services, each on its day."""
    for row in OPERATIONS:
        _carried_out(company, row)
    day = company.until - timedelta(days=FOUND_AGO)
    if day > company.since:
        record_found(
            "profile_change", actor=company.people[FOUND_BY], account=company.accounts[FOUND_ON],
            title="简介未经同意被修改 / A description changed without a yes", done_at=company.at(day, 9),
            note="月度巡查时发现，已恢复原简介。 / Found on the monthly round; the old text stands again.",
            at=company.at(day, 16),
        )  # fmt: skip


def _carried_out(company: DemoCompany, row: DemoOperation) -> None:
    day = company.until - timedelta(days=row.ago)
    if day <= company.since:
        return
    asker, decider = company.people[row.asker], company.people[row.decider]
    at = min(company.at(day, 10), company.now)
    operation = ask_operation(
        row.code, actor=asker, account=company.accounts[row.handle], title=row.title, what=row.what,
        reason=row.reason, at_once=row.at_once, at=at,
    )  # fmt: skip
    if row.end == WAITING or operation.request is None:
        return
    decided_at = min(at + timedelta(minutes=40), company.now)
    decide_approval(operation.request, actor=decider, agree=row.end != REFUSED, note=row.note, at=decided_at)
    operation.refresh_from_db()
    if row.end == DONE:
        url = f"https://{operation.account.platform if operation.account else 'www'}.example.com/{row.handle}"
        carry_out(operation, actor=asker, proof_url=url, at=decided_at + timedelta(hours=2))
    if row.end == LAPSED and operation.valid_until is not None:
        lapse_operations(operation.valid_until)
    if row.reviewer:
        reviewer = company.people[row.reviewer]
        review_operation(operation, actor=reviewer, at=decided_at + timedelta(hours=20))
