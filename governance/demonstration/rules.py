"""The facts of the demo company: who works there and which accounts it runs. All names are invented."""

# One row a line reads as a table.  # ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass

# Printed by `make run`; the deployment check refuses a site where it still opens a door.
DEMO_PASSWORD = "demo-company-2026"  # noqa: S105
MONTHS = 14
# What is said while each part is filled.
PARTS = {
    "governance": "roles, calendars and rule books",
    "accounts": "people, departments and platform accounts",
    "content": "plans, drafts, reviews and publications",
    "interactions": "messages, tickets and complaints",
    "analytics": "figures, targets and reports",
    "board": "fourteen months of the board",
}
# Older notices count as read, so that the bell of a first day tells of the last two weeks only.
READ_AFTER_DAYS = 14

# code, Chinese name, English name, parent
DEPARTMENTS = (
    ("management", "公司管理层", "Management", None),
    ("marketing", "市场部", "Marketing", "management"),
    ("service", "客户服务部", "Customer service", "management"),
    ("product", "产品研发部", "Product and research", "management"),
    ("quality", "质量管理部", "Quality", "management"),
    ("logistics", "仓储物流部", "Logistics", "management"),
    ("legal", "法务部", "Legal", "management"),
    ("office", "行政部", "Administration", "management"),
    ("hr", "人力资源部", "Human resources", "management"),
    ("overseas", "海外事业部", "Overseas business", "marketing"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One member of staff of the demo company; with roles where there is a login."""

    username: str
    name: str
    department: str
    post: str
    superior: str | None = None
    roles: tuple[str, ...] = ()
    scope: str = "all"  # which accounts the roles reach: all, china, overseas, none
    login: bool = False


LOGINS = (
    DemoPerson("executive", "周远航", "management", "总经理 / General manager", None, ("executive",), "all", True),
    DemoPerson("manager", "林若溪", "marketing", "市场部负责人 / Marketing head", "executive", ("manager",), "all", True),
    DemoPerson("author", "陈小禾", "marketing", "内容策划 / Content author", "manager", ("author",), "all", True),
    DemoPerson(
        "first_reviewer", "吴静怡", "marketing", "内容主编 / Content editor", "manager", ("first_reviewer",), "all", True
    ),
    DemoPerson(
        "final_reviewer", "郑思远", "marketing", "运营小组终审 / Final reviewer", "manager", ("final_reviewer",), "all", True
    ),
    DemoPerson("publisher", "何嘉宁", "marketing", "发布专员 / Publisher", "manager", ("publisher", "custodian"), "all", True),
    DemoPerson("analyst", "许知行", "marketing", "数据分析师 / Data analyst", "manager", ("analyst",), "all", True),
    DemoPerson("legal", "沈慎言", "legal", "法务主管 / Legal counsel", "executive", ("legal",), "all", True),
    DemoPerson("supervisor", "高明朗", "service", "客服主管 / Service supervisor", "executive", ("supervisor",), "all", True),
    DemoPerson("agent", "李晓雯", "service", "客服专员 / Service agent", "supervisor", ("agent",), "all", True),
    DemoPerson(
        "department_head", "方正平", "product", "产品研发部负责人 / Head of product", "executive",
        ("department_head",), "all", True,
    ),
    DemoPerson("adviser", "苏医和", "quality", "健康顾问 / Health adviser", "executive", ("adviser",), "all", True),
    DemoPerson("auditor", "严守正", "office", "内部审计 / Internal auditor", "executive", ("auditor",), "all", True),
    DemoPerson("admin", "罗立新", "office", "系统管理员 / Administrator", "executive", ("admin",), "all", True),
    DemoPerson("stranger", "余飞", "logistics", "仓管员 / Warehouse keeper", "executive", (), "none", True),
)  # fmt: skip

# Colleagues without a demo password: they fill rotas, tickets, reviews and reports.
COLLEAGUES = (
    DemoPerson("office_head", "梁国栋", "office", "行政部负责人 / Head of administration", "executive", ("department_head",)),
    DemoPerson("hr_head", "唐淑贤", "hr", "人力资源负责人 / Head of human resources", "executive", ("department_head",)),
    DemoPerson("quality_head", "蒋一诺", "quality", "质量负责人 / Head of quality", "executive", ("department_head",)),
    DemoPerson("logistics_head", "彭海涛", "logistics", "物流负责人 / Head of logistics", "executive", ("department_head",)),
    DemoPerson("overseas_head", "宋以安", "overseas", "海外运营总监 / Overseas operations director", "manager", ("manager",), "overseas"),
    DemoPerson("author_wang", "王雨桐", "marketing", "短视频编导 / Video author", "manager", ("author",), "china"),
    DemoPerson("author_zhao", "赵子墨", "marketing", "图文编辑 / Copy author", "manager", ("author",), "china"),
    DemoPerson("author_emily", "秦艾米", "overseas", "海外内容 / Overseas author", "overseas_head", ("author",), "overseas"),
    DemoPerson("author_leo", "卢里奥", "overseas", "海外内容 / Overseas author", "overseas_head", ("author",), "overseas"),
    DemoPerson("reviewer_fang", "方可心", "marketing", "内容审核 / Content reviewer", "manager", ("first_reviewer",), "china"),
    DemoPerson("reviewer_nina", "聂宁娜", "overseas", "海外审核 / Overseas reviewer", "overseas_head", ("first_reviewer",), "overseas"),
    DemoPerson("final_guo", "郭致远", "marketing", "品牌终审 / Brand reviewer", "manager", ("final_reviewer",), "all"),
    DemoPerson("publisher_ma", "马骏驰", "marketing", "发布专员 / Publisher", "manager", ("publisher",), "china"),
    DemoPerson("publisher_ivy", "叶艾薇", "overseas", "海外发布 / Overseas publisher", "overseas_head", ("publisher",), "overseas"),
    DemoPerson("agent_sun", "孙甜甜", "service", "客服专员 / Service agent", "supervisor", ("agent",), "china"),
    DemoPerson("agent_zhu", "朱明", "service", "客服专员 / Service agent", "supervisor", ("agent",), "china"),
    DemoPerson("agent_hu", "胡佳", "service", "客服专员 / Service agent", "supervisor", ("agent",), "china"),
    DemoPerson("agent_kate", "柯悦", "overseas", "海外客服 / Overseas agent", "overseas_head", ("agent",), "overseas"),
    DemoPerson("analyst_tao", "陶然", "marketing", "数据专员 / Data specialist", "manager", ("analyst",), "china"),
    DemoPerson("legal_shen", "申律", "legal", "法务专员 / Legal officer", "legal", ("legal",), "all"),
    DemoPerson("adviser_bai", "白芷", "quality", "营养顾问 / Nutrition adviser", "quality_head", ("adviser",), "all"),
)  # fmt: skip

# How many more colleagues without roles fill each department, named from these lists.
FILL = {"marketing": 4, "service": 5, "product": 5, "quality": 2, "logistics": 4, "office": 2, "hr": 2}
FAMILY_NAMES = "张刘杨黄徐曹冯董萧程曾袁邓傅丁韩魏薛谭贺钱石顾孟"
GIVEN_NAMES = (
    "安然",
    "博文",
    "晨曦",
    "丹青",
    "恩泽",
    "芳华",
    "冠宇",
    "皓月",
    "佳怡",
    "凯风",
    "兰心",
    "沐阳",
    "念慈",
    "清扬",
    "瑞霖",
    "书瑶",
    "天佑",
    "望舒",
    "向晚",
    "逸尘",
    "云帆",
    "之遥",
    "子衿",
    "紫萱",
)

HEADS = {
    "management": "executive", "marketing": "manager", "service": "supervisor", "product": "department_head",
    "quality": "quality_head", "logistics": "logistics_head", "legal": "legal", "office": "office_head",
    "hr": "hr_head", "overseas": "overseas_head",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One platform account of the demo company, and the rule books that bind it."""

    handle: str
    platform: str
    name_zh: str
    name_en: str
    url: str
    packs: tuple[str, ...]
    market: str = "CN"
    language: str = "zh-hans"
    department: str = "marketing"


ACCOUNTS = (
    DemoAccount("douyin-main", "douyin", "安禾健康抖音号", "Anhe Health on Douyin", "https://www.douyin.com/user/anhe-health", ("douyin", "self_media")),
    DemoAccount("kuaishou-main", "kuaishou", "安禾健康快手号", "Anhe Health on Kuaishou", "https://www.kuaishou.com/profile/anhe-health", ("kuaishou_health",)),
    DemoAccount("wechat-main", "wechat", "安禾健康公众号", "Anhe Health on WeChat", "https://mp.weixin.qq.com/anhe-health", ("self_media",)),
    DemoAccount("weibo-main", "weibo", "安禾健康微博", "Anhe Health on Weibo", "https://weibo.com/anhehealth", ("self_media",)),
    DemoAccount("toutiao-main", "toutiao", "安禾健康头条号", "Anhe Health on Toutiao", "https://www.toutiao.com/c/user/anhe-health", ("self_media",)),
    DemoAccount("xiaohongshu-main", "xiaohongshu", "安禾健康小红书", "Anhe Health on Xiaohongshu", "https://www.xiaohongshu.com/user/profile/anhe-health", ("self_media",)),
    DemoAccount("website-main", "website", "安禾健康官网", "Anhe Health website", "https://www.anhe-health.example/", ("self_media",)),
    DemoAccount("youtube-main", "youtube", "安禾海外油管频道", "Anhe on YouTube", "https://www.youtube.com/@anhe-health", ("overseas",), "US", "en", "overseas"),
    DemoAccount("facebook-main", "facebook", "安禾脸书主页", "Anhe on Facebook", "https://www.facebook.com/anhehealth", ("overseas",), "US", "en", "overseas"),
    DemoAccount("instagram-main", "instagram", "安禾 Instagram", "Anhe on Instagram", "https://www.instagram.com/anhehealth", ("overseas",), "US", "en", "overseas"),
    DemoAccount("x-main", "x", "安禾 X 账号", "Anhe on X", "https://x.com/anhehealth", ("overseas",), "US", "en", "overseas"),
    DemoAccount("tiktok-main", "tiktok", "安禾 TikTok", "Anhe on TikTok", "https://www.tiktok.com/@anhehealth", ("overseas",), "US", "en", "overseas"),
    DemoAccount("linkedin-main", "linkedin", "安禾领英主页", "Anhe on LinkedIn", "https://www.linkedin.com/company/anhe-health", ("overseas",), "US", "en", "overseas"),
)  # fmt: skip
