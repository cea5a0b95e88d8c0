"""What people write to the demo company and what it answers: invented, in two languages."""

# One exchange a row.  # ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple


class Exchange(NamedTuple):
    """What somebody wrote, what we answered, and the department that must look at it first, if any."""

    text: str
    reply: str
    department: str = ""


CHINESE = (
    Exchange("请问这个怎么保存，需要放冰箱吗？", "您好，放在阴凉干燥处就可以，不需要放冰箱，打开后请在三个月内用完。"),
    Exchange(
        "快递到哪里了，付款两天了还没有消息", "您好，您的订单已经发出，物流号会在今天下午更新，有变化我们再告诉您。"
    ),
    Exchange("视频里说的搭配清单在哪里可以看到？", "您好，清单在这条作品的图里，点开图片就能看到，也可以保存下来。"),
    Exchange("建议出小包装，出差带着方便", "谢谢您的建议，我们已经记录并转给产品部，有结果会回复您。", "product"),
    Exchange(
        "上次买的盒子有点压坏了，希望你们包装再结实一点",
        "很抱歉给您添麻烦了，我们已经把照片转给物流部，这批开始会加一层护角。",
        "logistics",
    ),
    Exchange(
        "孕妇可以用吗？", "您好，孕期请先问您的医生。健康顾问核对后，我们会把说明书上的相关内容发给您。", "quality"
    ),
    Exchange(
        "想要退款，怎么操作？", "您好，在订单页点“申请售后”，选择原因后提交，财务会在三个工作日内处理。", "logistics"
    ),
    Exchange("可以开发票吗，抬头是公司", "您好，可以的，请把抬头和税号发到私信，发票会在两个工作日内发到您的邮箱。"),
    Exchange("每次都有认真回复，点赞", "谢谢您的支持，您的鼓励我们会转告同事。"),
    Exchange("参加旧瓶回收，寄到哪里？", "您好，寄回地址写在店铺公告里，寄出后请把单号告诉我们。"),
    Exchange(
        "你们的说明书字太小了，看不清，失望", "很抱歉，您说得对。新的说明书已经放大字号，我们可以先把电子版发给您。"
    ),
    Exchange("周末的爬山还可以报名吗", "您好，还有三个名额，报名请私信姓名和人数。"),
    Exchange("客服电话一直打不通，差评", "非常抱歉让您久等了。中午来电较多，我们已加派同事，您方便时我们给您回电。"),
    Exchange("这款和以前的有什么不一样？", "您好，里面的东西没有变化，只是换成了可以回收的纸盒。"),
)
ENGLISH = (
    Exchange("How long does shipping to Canada take?", "Thank you for asking. It usually takes seven to ten working days, and we will mail you the tracking number."),
    Exchange("Where can I find the stretching list?", "You will find it in the second picture of this post. Please feel free to save it."),
    Exchange("My parcel arrived damaged and I want a refund", "We are sorry about that. Please send us a photo and your order number, and our logistics team will arrange it.", "logistics"),
    Exchange("Is this suitable during pregnancy?", "Please ask your doctor first. Our adviser has checked the leaflet and we have sent you the page.", "quality"),
    Exchange("Lovely video, thank you!", "Thank you for watching. We will tell the team."),
    Exchange("The print on the leaflet is useless, so small", "You are right, and we are sorry. The new leaflet has larger print; we have sent you the digital one."),
    Exchange("Please add subtitles in Spanish", "Thank you for the suggestion. We have noted it for our video team.", "marketing"),
    Exchange("What time is the river walk?", "We meet at nine on Saturday at the main gate."),
)  # fmt: skip

COMPLAINTS = (
    ("我要投诉，同一个订单发错了两次，一直没人处理", "订单发错两次", "新来的同事没有核对货位，复核一步被跳过。", "补发正确的产品，复核改为逐件核对条码。", "您好，已为您补发并附上运单号，复核流程也已改为逐件核对条码。给您添麻烦，非常抱歉。"),
    ("投诉你们活动的奖品迟迟不发", "活动奖品没有按时寄出", "中奖名单转交物流时漏了一页。", "当天寄出全部奖品，并在活动页公布单号。", "您好，奖品已经寄出，单号是活动页公布的那一个。让您久等了，对不起。"),
    ("I want to make a complaint: charged twice for one order", "Charged twice for one order", "The payment page was loaded twice and the second payment was not stopped.", "The second payment was returned the same day, and the page now blocks a second press.", "The second payment has been returned today and you will see it within three days. We are sorry."),
)  # fmt: skip
HOLDING = {
    "zh-hans": "您好，您的问题我们已经转给负责的同事核实，会在约定的时间前给您答复。",
    "en": "Thank you for writing. We are checking this with our colleagues and will answer by the time promised.",
}
NAMES = (
    "小鹿",
    "山里人",
    "阿康妈妈",
    "老陈",
    "云朵",
    "Sunny",
    "Green Leaf",
    "Marie",
    "Tom",
    "晨跑的人",
    "豆豆",
    "一苇",
)
