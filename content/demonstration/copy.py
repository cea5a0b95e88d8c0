"""What the demo company says: invented posts of a health company, plain enough to pass its own linter."""

# One post a row.  # ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple


class DemoPost(NamedTuple):
    """Title, body, what it is about, its hashtags, and what is out of the ordinary about it.

    `urgent` is the reason for a post without a plan, `override` why a word that blocks may stand, `paid` that
    somebody is paid for it.
    """

    title: str
    body: str
    content_type: str
    hashtags: tuple[str, ...]
    health: bool = False
    urgent: str = ""
    override: str = ""
    paid: bool = False


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

# What a post goes on with, by what it is about, so that no two posts of a year say the same.
MORE = {
    "health_knowledge": (
        "做法因人而异，先从一天一次开始，感觉合适再慢慢加。",
        "这条内容由健康顾问看过，参考资料列在图片最后一页。",
        "如果您正在服药或者有慢性病，请先听医生的意见。",
        "上周有三位读者问起同一个问题，所以我们单独写了这一篇。",
        "把它贴在冰箱门上，比记在手机里更容易坚持。",
        "一家三口可以一起做，孩子负责计时，大人负责数数。",
    ),
    "culture": (
        "照片是行政部的同事拍的，没有修图，光线就是下午四点的样子。",
        "活动没有主持人，大家轮流说一件自己记得的小事。",
        "食堂师傅那天多做了二十份甜汤，不到半小时就分完了。",
        "新来的同事说，第一次觉得办公室里有家的味道。",
        "下次想参加的朋友，可以在评论区告诉我们。",
    ),
    "staff_story": (
        "入职第七年，桌上还放着第一天领到的笔记本。",
        "问起最难的一天，答案是去年搬库房，从早上六点站到晚上九点。",
        "下班以后喜欢骑车回家，十一公里，风雨不改。",
        "带过的两位徒弟，如今也开始带新人了。",
        "我们问最想对顾客说什么，回答只有一句：有问题随时找我。",
    ),
    "company_news": (
        "如有疑问，请在工作时间联系客服，我们逐条答复。",
        "具体日期和范围以店铺页面的公告为准。",
        "给您带来的不便，我们先说声抱歉。",
        "这次调整由质量部和物流部共同确认。",
        "过渡期为四周，期间两种安排同时有效。",
    ),
    "product_intro": (
        "说明书第三页有图示，看一遍就能上手。",
        "客服统计过，这是上个月被问得较多的一件事。",
        "配图里用红圈标出了容易看漏的地方。",
        "如果收到时外盒有破损，请当场拍照联系我们。",
        "不同批次的颜色会有一点差别，属于正常情况。",
    ),
    "industry_science": (
        "文中提到的条款，我们都附上了原文的名称和日期。",
        "研发部把常见的误会列成了一张对照表。",
        "看懂这几行小字，挑选的时候心里更有数。",
        "这个话题分上下两篇，下篇讲保存条件。",
        "欢迎把您手边的标签拍给我们，一起读一读。",
    ),
    "activity": (
        "名额有限，报名后会收到短信确认，不来请提前告诉我们。",
        "活动免费，路上请注意安全，未成年人请由家长陪同。",
        "去年参加过的朋友说，走得慢一点，风景更多。",
        "如遇下雨顺延一周，改期会在当天早上通知。",
        "现场有同事举着绿色小旗，找到它就找到我们了。",
    ),
    "customer_case": (
        "意见本现在放在前台，谁来都可以翻看。",
        "改动前后的两版照片放在图里，方便对比。",
        "提意见的朋友收到了我们的回信和新的一份说明书。",
        "这件事从提出到改好，用了三个星期。",
        "没能马上解决的两条，我们写明了原因和时间。",
    ),
    "hot_topic": (
        "评论区聊聊您家乡的做法，我们挑几条在下期介绍。",
        "街口的糖炒栗子也上市了，风里都是甜味。",
        "图里是同事们自己带来的杯子，一个比一个有故事。",
        "天凉了，早晚出门记得添一件外套。",
    ),
}
MORE_ENGLISH = (
    "The pictures were taken on a phone during the afternoon shift; nothing was staged.",
    "Three readers asked about this last month, which is why it gets a post of its own.",
    "If you would like to see a longer version, tell us below and we will film it.",
    "We wrote down what went well and what we would do in another way next time.",
    "Our colleague Leo kept the list; he says the second item surprised him.",
    "Everything in the picture is ordinary equipment that you may have at home.",
    "Thanks to the two readers in Oregon who sent their own photographs.",
    "The next part follows in two weeks, and it starts where this one ends.",
    "Please be kind to each other in the comments; we read all of them.",
    "It took us nine days from the first idea to the last picture.",
)
# Posts that are out of the ordinary: what blocks and was let pass by legal, what somebody is paid for, what hurried.
OVERRIDDEN = (
    DemoPost("实验室复评通过", "质量部的检测中心通过了复评，评审组给出的评语里写着“达到国家级实验室认可要求”，原件的照片放在图里。", "company_news", ("实验室", "公告"), override="“国家级”出自评审组评语原文，附原件照片，不是我们对产品的宣传。"),
    DemoPost("志愿讲座的联系人", "社区健康讲座周六下午两点开始，地点在街道文化站。找不到路可以打给志愿者联络点，电话13800001234，由行政部接听。", "activity", ("社区讲座",), override="号码是行政部为讲座开的公用号，不属于任何个人，机主已书面同意。"),
    DemoPost("我们的展位得了个奖", "展会闭幕那天，组委会把观众投票选出的“最佳展位奖”发给了我们。奖项名称是组委会定的，谢谢每一位投票的朋友。", "company_news", ("展会",), override="“最佳展位奖”是组委会所设奖项的原名，证书编号已留存。"),
)  # fmt: skip
LINKED = (
    DemoPost("标签办法的原文在这里", "很多朋友问新版标签办法去哪里看。原文在主管部门网站，地址 https://www.samr-notice.example/label ，我们只做摘要，以原文为准。", "industry_science", ("标签", "行业科普")),
    DemoPost("Where the method comes from", "You asked where our sorting method is written down. The county guild keeps the paper at https://guild.example.net/sorting and we follow it line by line.", "industry_science", ("Method",)),
)  # fmt: skip
PAID = (
    DemoPost("布袋试用手记", "【广告】本条为付费合作内容。我们请社区骑行队试用了回收计划的布袋两周，优点和不足他们都写在图里了。", "product_intro", ("广告", "布袋试用"), paid=True),
    DemoPost("A walking club tries our boxes", "#ad Paid partnership. We paid a walking club to carry our paper boxes for two weeks, and they wrote down what held and what did not.", "product_intro", ("ad", "PaperBoxes"), paid=True),
)  # fmt: skip
URGENT = (
    DemoPost("暴雨天气发货说明", "受今天暴雨影响，仓库所在区域部分道路封闭，今明两天的订单会晚一到两天发出。已付款的订单不用任何操作，我们会短信通知。", "company_news", ("发货说明",), urgent="暴雨封路，今晚必须告知顾客发货延迟，来不及走月度计划。"),
    DemoPost("停电期间客服安排", "园区临时停电检修，今晚八点到明早六点在线客服暂停，留言会在明早九点后逐条答复。", "company_news", ("客服公告",), urgent="园区下午才通知停电检修，当晚客服中断，须提前告知。"),
    DemoPost("Storm closes our port office", "Because of the storm our port office stays closed today. Parcels that wait there leave as soon as the roads open, and we write to everybody concerned.", "company_news", ("ServiceNotice",), urgent="The port office closed this morning; customers with parcels there have to be told today."),
    DemoPost("网上流传消息的说明", "今天有群聊转发一张说我们停产的截图。截图不是我们发布的，生产照常，订单照常发出。请以本账号的公告为准。", "company_news", ("公告",), urgent="群聊流传不实截图，客服一小时内接到四十多次询问，须当天说明。"),
)  # fmt: skip
URGENT_YES = ("情况属实，同意走紧急通道，审核不减。", "同意。发布后补做完整审核。")
OTHER_TIMES = (
    "合作方同一时间发布，双方约定了钟点。",
    "当天有行业会议，与会者晚间才看手机。",
    "避开平台公告的维护时段。",
    "与线下活动的开始时间一致。",
)
# What a reviewer writes beside a place, and what the author answers.
REMARKS = (
    ("这里说“少许”，读者会问是多少，能写清楚吗？", "已和顾问核对，保留“少许”，图里另标了克数。"),
    ("这一句和上个月那篇的说法不一样，以哪个为准？", "以这一篇为准，上个月那篇已在评论区补充说明。"),
    ("“老朋友”指的是谁？没参加过的读者会觉得被排除在外。", "指报过名的读者，正文后面有新读者的报名方式。"),
    ("数字有出处吗？请写在文末。", "出处是质量部本月台账，已补在图片最后一页。"),
)
PICTURE_REMARKS = (
    ("右上角的太阳挡住了平台角标的位置。", "已让出角标的位置，封面裁切看过了。"),
    ("左下角的字在手机上看不清。", "字号已放大，手机上看过。"),
)
ENGLISH_REMARKS = (
    ("Readers in the US will ask how many grams that is.", "The card in the picture gives it in ounces and grams."),
    ("Is this still true for orders before this month?", "Yes, logistics confirmed it this morning."),
)
RESOLVED, RESOLVED_ENGLISH = "可以，谢谢。", "Fine now, thank you."
LATE_NOTE = "逐项复核，内容属实，可以保留。"

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
