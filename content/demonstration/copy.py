"""What the demo company says: invented posts of a health company, plain enough to pass its own linter."""

# One post a row.  # ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple


class DemoPost(NamedTuple):
    """Title, body, what it is about, and its hashtags."""

    title: str
    body: str
    content_type: str
    hashtags: tuple[str, ...]
    health: bool = False


CHINESE = (
    DemoPost("早餐怎么搭配更省心", "一碗燕麦、一个鸡蛋、一份当季水果，十分钟就能准备好。我们把一周的搭配写成了清单，放在图里，欢迎收藏后照着做。", "health_knowledge", ("早餐", "家常搭配"), True),
    DemoPost("走进我们的原料基地", "这周我们去了合作三年的种植基地，看了采收、分拣和入库的全过程。农户老赵说，今年雨水比去年多，所以采收晚了五天。", "culture", ("原料故事", "走进基地")),
    DemoPost("客服小雯的一天", "早上九点打开后台，第一件事是看昨晚的留言。小雯说，把话说清楚，比说得漂亮更重要。", "staff_story", ("员工故事",)),
    DemoPost("新包装上线说明", "从本月起，部分产品换用可回收纸盒，盒内物品不变。旧包装会继续发完，两种包装的质量要求相同。", "company_news", ("新包装", "公告")),
    DemoPost("夏天午睡多久合适", "午睡二十分钟左右，醒来会比较清醒。睡得太长，夜里可能不容易入睡。您平时午睡多久？欢迎在评论区说说。", "health_knowledge", ("午睡", "生活习惯"), True),
    DemoPost("读者问答：快递多久能到", "订单会在付款后四十八小时内发出，一般三到五天送达，偏远地区会晚一些。物流有变化时，我们会发短信告诉您。", "product_intro", ("读者问答",)),
    DemoPost("研发同事聊配料表", "配料表按加入量从多到少排列。研发部的方老师用三分钟讲了怎么看配料表，也讲了我们自己产品里每样东西的用途。", "industry_science", ("配料表", "行业科普")),
    DemoPost("周末一起去爬山", "这个周六，我们和二十位老朋友一起去爬山。集合时间早上八点，地点在公司门口，请带好水和遮阳帽。", "activity", ("周末活动", "爬山")),
    DemoPost("办公室里的五个伸展动作", "坐久了可以站起来动一动：转肩、扩胸、侧弯、抬腿、踮脚，每个动作做十次。身体不舒服的朋友请先问医生。", "health_knowledge", ("办公室", "伸展"), True),
    DemoPost("我们怎么处理一条意见", "上个月有朋友说说明书字太小。产品部量了字号，改了排版，新的说明书从这一批开始使用。谢谢您告诉我们。", "customer_case", ("意见反馈",)),
    DemoPost("秋天的第一杯热饮", "红枣、桂圆、姜片，各取少许，加水慢煮半小时。家里有孩子的，可以把姜片先取出来。", "hot_topic", ("秋天", "热饮")),
    DemoPost("质检员的放大镜", "每一批货入库前，质量部的同事都会抽样检查外观、重量和标签。今天请质检员小白带大家看看她桌上的工具。", "staff_story", ("质检", "员工故事")),
    DemoPost("旧瓶回收怎么参加", "把用完的空瓶洗净晾干，集满五个寄回来，我们会寄给您一个布袋。寄回地址请看店铺公告。", "activity", ("旧瓶回收", "环保")),
    DemoPost("客户来访日小记", "上周三有十二位客户来公司参观，大家看了实验室，也在会议室提了不少问题。我们把问题和回答整理在图里了。", "customer_case", ("客户来访",)),
    DemoPost("行业新标准解读", "新版标签管理办法将在年底施行，主要变化有三处：字号、配料的写法、生产日期的位置。原文来源写在文末。", "industry_science", ("行业科普", "标签")),
    DemoPost("公司十二岁了", "谢谢一路同行的朋友。今天我们在食堂吃了蛋糕，也给工作满十年的六位同事发了纪念章。", "culture", ("周年", "公司文化")),
    DemoPost("冬天皮肤干怎么办", "室内放一盆水，洗澡水温不要太高，洗完及时涂润肤霜。如果出现红肿或者瘙痒，请及时看医生。", "health_knowledge", ("冬天", "皮肤护理"), True),
    DemoPost("仓库搬家进度", "新仓库已经完成货架安装，下周开始搬货。搬家期间发货可能慢一天，我们会在订单页说明。", "company_news", ("公告", "仓库")),
    DemoPost("同事推荐的三本书", "人力资源部的同事选了三本讲沟通的书，每本都写了一句推荐理由。您最近在读什么？", "culture", ("读书",)),
    DemoPost("产品使用小提示", "打开后请盖好盖子，放在阴凉干燥处，三个月内用完。随盒附有小勺，每次取用前请保持干燥。", "product_intro", ("使用提示",)),
)  # fmt: skip

ENGLISH = (
    DemoPost("Inside our sorting hall", "This week we filmed the sorting hall where every batch is weighed and labelled. Mei has worked here for nine years and shows you her favourite tool.", "staff_story", ("BehindTheScenes",)),
    DemoPost("Three quick desk stretches", "Roll your shoulders, reach to the side, lift your heels. Ten times each is a good break. If anything hurts, please stop and ask your doctor.", "health_knowledge", ("DeskBreak", "Stretching"), True),
    DemoPost("How we read an ingredients list", "Ingredients are listed by weight, from most to least. Our product team explains each line on our own label and where the rules come from.", "industry_science", ("LabelReading",)),
    DemoPost("Your questions, answered", "Where do you ship, and how long does it take? Orders leave within two working days, and we tell you by mail when they do.", "product_intro", ("Questions",)),
    DemoPost("A visit to the farm", "We walked the fields with the family that has grown for us since 2019. Rain came late this year, so the harvest did too.", "culture", ("FarmVisit",)),
    DemoPost("New paper boxes", "From this month some products come in recyclable paper boxes. What is inside stays the same.", "company_news", ("Packaging",)),
    DemoPost("Saturday walk with the team", "Twenty of us walked along the river on Saturday. Thank you to everybody who joined and to the volunteers who brought tea.", "activity", ("TeamWalk",)),
    DemoPost("What you told us", "You said the print on our leaflet was small. We measured it, changed the layout and the new leaflet ships with this batch.", "customer_case", ("Feedback",)),
    DemoPost("A calm evening routine", "Dim the lights, put the phone away half an hour before bed and keep the room cool. Small habits are easier to keep.", "health_knowledge", ("EveningRoutine",), True),
    DemoPost("Meet our quality lab", "Bai checks colour, weight and label of every sample. Today she shows the three tools on her desk.", "staff_story", ("QualityLab",)),
)  # fmt: skip

DIRECTION = "介绍真实、有用的内容，让关注我们的人认识品牌"
AUDIENCE = "关注健康生活的老客户和新朋友"
PROBLEMS = (
    ("标题和正文说的不是同一件事，请改其中一个。", "Title and text speak of different things; please change one."),
    ("这句话没有写来源，请补上。", "This sentence has no source; please add it."),
    ("图片里的字太小，手机上看不清。", "The words in the picture are too small to read on a phone."),
)
CHECKPOINT_NOTES = (
    "播放与互动接近近四周平均，评论以提问为主，已逐条回复。",
    "收藏比平时多，下次可以做成系列。",
    "前三秒流失偏高，建议把结论放到开头。",
    "分享集中在老客户群，反馈正面。",
)
