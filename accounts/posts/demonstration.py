"""The demo company's posts: who holds which, under which sheet. One new sheet still waits for its holder's yes."""

# One row a line reads as a table.

from __future__ import annotations

from datetime import timedelta

from accounts.posts.models import Post, PostHolding
from accounts.posts.services import accept_sheet, appoint_to_post, write_sheet
from governance.public import DemoCompany

# rule book, post, holder, duties in Chinese, duties in English
POSTS = (
    (
        "douyin",
        "account_opener",
        "publisher",
        "按批准的申请开设和认证账号，登记账号资料，保持资料真实。",
        "Opens and verifies accounts on approved requests, registers their data and keeps them true.",
    ),
    (
        "douyin",
        "planner",
        "author",
        "按月提出选题和内容计划，写明受众、形式和时间。",
        "Proposes topics and the content plan every month, with audience, form and time.",
    ),
    (
        "douyin",
        "creator",
        "author_wang",
        "按计划创作脚本和视频，注明事实来源。",
        "Writes scripts and makes videos by the plan, and names the sources of facts.",
    ),
    (
        "douyin",
        "reviewer",
        "first_reviewer",
        "逐项审核内容是否合法、真实、准确，写明问题。",
        "Reviews content point by point for law, truth and accuracy, and names the problems.",
    ),
    (
        "douyin",
        "publisher",
        "publisher_ma",
        "只发布已批准的版本，发布前后逐项核对。",
        "Publishes approved versions alone, and checks them before and after.",
    ),
    (
        "douyin",
        "interaction",
        "agent_sun",
        "在时限内回复评论和私信，把复杂问题转给责任人。",
        "Answers comments and messages in time, and passes complex ones to whoever is responsible.",
    ),
    (
        "douyin",
        "problem_handler",
        "agent_zhu",
        "受理并跟踪问题，直到用户得到答复。",
        "Accepts problems and follows them until the user has an answer.",
    ),
    (
        "douyin",
        "event_planner",
        "author_zhao",
        "策划活动方案，写明规则和奖品，活动后总结。",
        "Plans campaigns with their rules and prizes, and sums up afterwards.",
    ),
    (
        "douyin",
        "collector",
        "analyst_tao",
        "按期采集平台数据，核对完整和准确。",
        "Collects the figures of the platform on time, complete and checked.",
    ),
    (
        "douyin",
        "analyst",
        "analyst",
        "分析数据，每月写出结论和建议。",
        "Analyses the figures, and writes findings and advice every month.",
    ),
    (
        "douyin",
        "manager",
        "manager",
        "统筹账号的人员、计划和风险，批准计划。",
        "Looks after people, plans and risks of the account, and approves the plans.",
    ),
    (
        "kuaishou_health",
        "group_leader",
        "manager",
        "主持小组工作，决定规划和资源。",
        "Leads the group, and decides on plans and resources.",
    ),
    (
        "kuaishou_health",
        "publicity",
        "final_guo",
        "牵头内容团队，把握品牌形象。",
        "Leads the content team, and looks after the image of the brand.",
    ),
    (
        "kuaishou_health",
        "rd",
        "department_head",
        "提供产品事实并核对其准确。",
        "Supplies facts about products, and checks that they are right.",
    ),
    (
        "kuaishou_health",
        "health_adviser",
        "adviser",
        "审核健康知识的科学性，签署意见。",
        "Reviews health knowledge for its science, and signs the opinion.",
    ),
    (
        "kuaishou_health",
        "service",
        "supervisor",
        "牵头互动工作，处理投诉，维护口碑。",
        "Leads interaction, handles complaints and looks after the reputation.",
    ),
    (
        "kuaishou_health",
        "marketing_analyst",
        "analyst",
        "收集并分析播放、点赞、评论和粉丝数据。",
        "Collects and analyses plays, likes, comments and fans.",
    ),
    (
        "kuaishou_health",
        "admin_head",
        "office_head",
        "组织监督检查，跟踪整改。",
        "Organises inspections, and follows what must be put right.",
    ),
    (
        "self_media",
        "senior_executive",
        "executive",
        "牵头管理小组，批准重大内容。",
        "Leads the management group, and approves what is major.",
    ),
    ("self_media", "marketing", "manager", "策划、编辑和发布内容。", "Plans, edits and publishes content."),
    (
        "self_media",
        "hr",
        "hr_head",
        "组织培训和考核，管理岗位任职。",
        "Organises training and appraisal, and keeps the posts filled.",
    ),
    ("self_media", "legal", "legal", "审核法律风险，提出意见。", "Reviews legal risks, and gives an opinion."),
    (
        "overseas",
        "operations_director",
        "overseas_head",
        "全面负责海外社交媒体的策略、团队和资源。",
        "Is in charge of strategy, team and resources for overseas social media.",
    ),
    (
        "overseas",
        "content_team",
        "author_emily",
        "负责内容策略以及文案、图片和视频的制作。",
        "Is in charge of content strategy, copy, images and video.",
    ),
    (
        "overseas",
        "publishing_team",
        "publisher_ivy",
        "按计划发布内容并开展推广。",
        "Releases content on schedule, and promotes it.",
    ),
    (
        "overseas",
        "interaction_team",
        "agent_kate",
        "回复用户，处理投诉，维护客户关系。",
        "Answers users, handles complaints and looks after relations with customers.",
    ),
    (
        "overseas",
        "data_team",
        "analyst_tao",
        "收集和分析数据，提出建议。",
        "Collects and analyses the data, and gives advice.",
    ),
)
# Written anew some days before the last one, and not accepted yet.
ANEW, ANEW_AGO = ("douyin", "event_planner"), 6
ADDED_ZH, ADDED_EN = "活动前报法务审核规则。", "Has legal review the rules beforehand."


def fill_posts(company: DemoCompany) -> None:
    """Sheets and appointments in the first week; everybody accepts a day later."""
    appointer, another = company.people["admin"], company.people["manager"]
    at, accepted_at = company.at(company.since, 9, 40), company.at(company.since + timedelta(days=1), 10)
    known = {(post.policy.code, post.code): post for post in Post.objects.select_related("policy")}
    holdings: dict[tuple[str, str], PostHolding] = {}
    for pack, code, username, text_zh, text_en in POSTS:
        post, person = known[pack, code], company.people[username]
        write_sheet(post, actor=appointer, text_zh=text_zh, text_en=text_en, at=at)
        holdings[pack, code] = appoint_to_post(
            post, actor=another if person == appointer else appointer, person=person, at=at
        )
        accept_sheet(holdings[pack, code], actor=person, number=1, at=accepted_at)
    _pack, _code, _username, text_zh, text_en = next(row for row in POSTS if row[:2] == ANEW)
    day = company.until - timedelta(days=ANEW_AGO)
    write_sheet(
        known[ANEW], actor=another, text_zh=text_zh + ADDED_ZH, text_en=f"{text_en} {ADDED_EN}",
        at=company.at(day, 16),
    )  # fmt: skip
