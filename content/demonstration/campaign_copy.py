"""What the demo company's campaigns say: invented themes, aims, ways to join, rules, and what came of them."""

# One campaign a row.  # ruff: noqa: E501

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class DemoCampaign(NamedTuple):
    """A plan of list 3.7 in the words of its author, and the words of the post that announces it.

    `prizes_drawn` are name, pieces and worth of what is drawn; without them nothing is.
    """

    type: str
    theme: str
    aim: str
    place: str
    way_to_join: str
    rules: str
    prizes: str
    budget: int
    tag: str
    prizes_drawn: tuple[tuple[str, int, Decimal], ...] = ()


CHINESE = (
    DemoCampaign("qa", "顾问在线：换季饮食二十问", "把客服收到的常见问题一次讲清楚，减少重复咨询", "账号评论区与直播间", "关注账号后在征集帖下留言提问", "每人可提三个问题；涉及个人病情的不在公开场合回答，转请就医", "无奖品，被选中的问题署昵称", 800, "换季问答"),
    DemoCampaign("lottery", "老瓶新生：旧瓶寄回抽布袋", "提高旧瓶回收率，让更多顾客知道寄回地址", "账号活动帖与店铺公告页", "活动期内寄回五个以上空瓶，并在活动帖下留下寄件尾号", "每人一个名额；以签收时间为准；公司员工及家属不参加", "帆布袋与保温杯，见抽奖说明", 3600, "旧瓶回收", (("帆布袋套装", 3, Decimal("88.00")), ("保温杯", 5, Decimal("59.00")))),
    DemoCampaign("topic_talk", "我家的早饭桌", "收集真实的早餐照片，为早餐系列找选题", "账号话题页", "带话题发一张早饭照片，写一句话", "照片须为本人拍摄；不得出现他人面孔；不评比身材和体重", "无奖品，精选照片经同意后转发", 500, "我家的早饭桌"),
    DemoCampaign("online_lecture", "质检员开放日直播", "让顾客看到抽样检查的全过程", "账号直播间", "预约直播即可观看，弹幕提问由主持人转述", "直播全程留存回放；不现场下单，不作功效承诺", "无奖品，观众可下载检查项目清单", 2600, "质检开放日"),
    DemoCampaign("essay_contest", "写给十二年前的自己", "征集老顾客的故事，做周年特辑", "账号征文帖与邮箱", "投稿三百字以上，注明昵称和联系方式", "须为原创且未发表；入选作品署名刊登，版权归作者", "入选者各得手账一本（非抽奖，按评分）", 1800, "周年征文"),
    DemoCampaign("vote", "下一期想听谁讲", "由读者决定下月的同事访谈人选", "账号投票帖", "在投票帖中选择一位，每人一票", "不刷票；票数相同的并列入选", "无奖品", 200, "读者投票"),
    DemoCampaign("offline_experience", "走进种植基地一日", "邀请二十位顾客看原料从田里到仓库", "合作种植基地，公司门口集合", "在报名帖登记，按顺序录取二十位", "须年满十八岁；服从带队安排；当天保险由公司承担", "无抽奖，参加者各得一份基地午餐", 6800, "走进基地"),
    DemoCampaign("fan_meeting", "老朋友下午茶", "当面听十五位老顾客的意见", "公司一楼会客厅", "近一年参加过问答的读者报名，抽签安排座次", "全程不推销；意见逐条登记并在两周内回复", "无抽奖，每人一份茶点", 2200, "老朋友下午茶"),
    DemoCampaign("forum", "标签怎么读：三方圆桌", "请协会、研发和读者代表谈新版标签办法", "线上会议室，账号同步图文", "在报名帖登记即可旁听，提问提前提交", "发言整理后经本人确认再发布", "无奖品", 1500, "标签圆桌"),
)  # fmt: skip
ENGLISH = (
    DemoCampaign("qa", "Ask the quality lab", "Answer in one place what customers ask about labels", "Comments below the call and a live session", "Follow the page and leave your question below the call", "Three questions a person; nothing about personal illness is answered in public", "No prizes; chosen questions carry the first name", 300, "AskTheLab"),
    DemoCampaign("topic_talk", "My Saturday walk", "Collect real pictures of walks for the autumn series", "The topic page of the account", "Post a picture of your walk with the tag and one sentence", "Your own picture, no faces of others; nobody is ranked", "No prizes; chosen pictures are shared with consent", 250, "MySaturdayWalk"),
    DemoCampaign("lottery", "Send back five, win a bag", "More bottles come back, and more people know the address", "The campaign post and the help page", "Send back five bottles, or write that you would like to take part; no purchase is needed", "One entry a person; residents aged 18 or over; staff and family are left out; the platform has no part in it", "Canvas bags, see the rules of the draw", 900, "SendBackFive", (("Canvas bag set", 4, Decimal("18.00")), ("Steel cup", 4, Decimal("12.00")))),
    DemoCampaign("vote", "Which desk stretch next", "Readers choose the next three stretches", "The poll of the account", "Choose one in the poll, one vote a person", "No bought votes; a tie takes both", "No prizes", 100, "DeskVote"),
    DemoCampaign("online_lecture", "From field to box, live", "Show the sorting hall without a cut", "Live room of the account", "Remind yourself and come; questions in the chat", "Recorded in full; nothing is sold during the session", "No prizes; the checklist can be downloaded", 700, "FieldToBox"),
)  # fmt: skip
TASKS = (
    ("准备活动页与规则公示", "主持人稿与现场物料", "评论区值守排班"),
    ("Page with the rules", "Script and material", "Rota for the comments"),
)
DUTIES = (("评论区值守", "现场与技术"), ("Comments", "Technical desk"))
PROBLEMS = (
    ("报名页在部分手机上打不开。", "换了兼容的表单，已逐一补登未提交成功的报名。"),
    ("有人在评论区冒充工作人员要求转账。", "置顶提醒并向平台举报，冒充账号已被处理。"),
    ("直播声音忽大忽小。", "换了备用话筒，回放已重新处理音量。"),
)
ENGLISH_PROBLEMS = (
    ("The form does not open on some phones.", "Replaced by a simpler one; entries that failed were added by hand."),
    ("Somebody pretends to be us and asks for money.", "Pinned a warning and reported the account to the platform."),
)
FEEDBACK = (
    "参加者多说规则清楚；有人希望下次时间放在周末晚上。",
    "提问集中在保存方法和寄回地址，客服已补进常见问题。",
    "老顾客占一半以上，新朋友多由朋友转发而来。",
)
ENGLISH_FEEDBACK = ("People liked that the rules were short; some asked for an evening on the weekend.",)
REPORT = {
    "overview": "活动按计划举行，规则在开始前公示，期间未作变更。", "execution": "任务按人落实，值守两人，问题当天认领处理。",
    "effect": "参与人数和互动高于近三个月活动的平均，评论以提问为主。", "problems": "个别手机打不开表单，处理用了半天。",
    "improvement": "下次提前一周在多种手机上试填表单，预告再早两天。",
}  # fmt: skip
ENGLISH_REPORT = {
    "overview": "The campaign ran as planned; its rules were public before the start and did not change.",
    "execution": "Every task had its owner, two people were on duty, problems were taken up on the day.",
    "effect": "More people took part than in the last three campaigns; most comments were questions.",
    "problems": "A form failed on some phones and took half a day to mend.",
    "improvement": "Try the form on more phones a week ahead, and announce two days earlier.",
}
CHECKED = {
    "feasibility": "人手、时间和预算够用，页面由现有工具完成。",
    "risk": "主要风险是冒充账号和表单故障，预案已写明负责人。",
    "platform_rules": "核对过平台的活动规范，参与方式在允许范围内。",
    "law": "逐条核对，规则公示、年龄、奖品价值均符合要求。",
}
ENGLISH_CHECKED = {
    "feasibility": "People, time and budget suffice.", "risk": "Impostors and the form; who acts is named.",
    "platform_rules": "The rules of the platform for promotions allow this way to join.",
    "law": "Each rule was read; age, rules and the platform's release are in the text.",
}  # fmt: skip
ORGANISER, ENGLISH_ORGANISER = "安禾健康科技有限公司", "Anhe Health Technology Co., Ltd."
REDEEMED = "公示后十日内凭私信登记地址领取，逾期由候补递补。"
ENGLISH_REDEEMED = (
    "Winners write to us within ten days after the list is shown; after that the next in reserve gets it."
)
WITNESSED = "全程在场，名单、承诺值与结果逐项核对一致。演示公司的公开随机值由演示程序给出。"
DELIVERED = ("顺丰寄出并签收", "前台自取并签字")
UNANNOUNCED = "预告未能按期发布，抽奖活动取消，另择日期。 / The announcement did not go out in time; put off."
PASSED = "十日内未登记地址，按规则由候补递补。"
NICKNAMES = ("青竹", "小满", "远山", "阿禾", "南风", "石榴", "木槿", "半夏", "晚舟", "栗子", "鹿鸣", "春分", "拾光", "白露", "云起", "冬青", "橘子", "团团", "海棠", "明月",)  # fmt: skip
ENGLISH_NICKNAMES = ("maple", "river", "sunny", "corner", "pebble", "harbor", "willow", "meadow", "lantern", "birch", "clover", "otter",)  # fmt: skip


def announcing(campaign: DemoCampaign, english: bool, first: str, last: str) -> tuple[str, str]:
    """Title and text of the post that tells of a campaign before it starts."""
    if english:
        return (
            f"Coming up: {campaign.theme}"[:120],
            f"From {first} to {last}. {campaign.way_to_join}. {campaign.rules}. {campaign.prizes}.",
        )
    return (
        f"活动预告：{campaign.theme}",
        f"活动时间：{first}至{last}。参与方式：{campaign.way_to_join}。规则：{campaign.rules}。奖品：{campaign.prizes}。",
    )
