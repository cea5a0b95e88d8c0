"""Releasing as rows: what is ticked before, what each platform asks for and in which order, when to look again."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Codes of the parameter "preflight.items" (R-039, D-3.4.1b, O-4.4.2).
PREFLIGHT_LABELS: dict[str, Promise | str] = {
    "title": _("Title"),
    "copy": _("Text"),
    "tags": _("Hashtags"),
    "layout": _("Layout"),
    "format": _("Format of files"),
    "links": _("Links"),
    "ai_label": _("AI label set on the platform"),
    "ad_label": _("Advertising label set on the platform"),
}
# A declaration of the draft asks for one more tick (I-01, L-12).
DECLARED_ITEMS = (("ai_declared", "ai_label"), ("ad_declared", "ad_label"))


class KitField(NamedTuple):
    """One field of a platform's form."""

    code: str
    label: Promise | str


TITLE = KitField("title", _("Title"))
BODY = KitField("body", _("Text"))
TAGS = KitField("hashtags", _("Hashtags"))
COVER = KitField("cover", _("Cover"))
FILES = KitField("files", _("Files"))
ALT = KitField("alt", _("Descriptions of pictures"))
WHOLE = KitField("whole", _("Text with hashtags"))

# The order in which a platform asks; checked against its form, kept here so that a change is one row.
KIT: dict[str, tuple[KitField, ...]] = {
    "douyin": (FILES, TITLE, BODY, TAGS, COVER),
    "kuaishou": (FILES, WHOLE, COVER),
    "wechat": (TITLE, BODY, COVER, FILES),
    "weibo": (WHOLE, FILES, ALT),
    "toutiao": (TITLE, BODY, COVER, TAGS),
    "xiaohongshu": (FILES, TITLE, BODY, TAGS),
    "website": (TITLE, BODY, COVER, FILES, ALT, TAGS),
    "youtube": (FILES, TITLE, BODY, COVER, TAGS),
    "facebook": (WHOLE, FILES, ALT),
    "instagram": (FILES, WHOLE, ALT),
    "x": (WHOLE, FILES, ALT),
    "tiktok": (FILES, WHOLE, COVER),
    "linkedin": (WHOLE, FILES, ALT),
}
KIT_FALLBACK = (TITLE, BODY, TAGS, FILES)

# Hosts under which the posts of a platform stand, its short links too, each with everything below it. A platform
# without a row, such as the company's own website, has only the host of the account's own page.
POST_HOSTS: dict[str, tuple[str, ...]] = {
    "douyin": ("douyin.com", "iesdouyin.com"),
    "kuaishou": ("kuaishou.com", "kuaishouapp.com", "gifshow.com", "chenzhongtech.com"),
    "wechat": ("weixin.qq.com",),
    "weibo": ("weibo.com", "weibo.cn", "t.cn"),
    "toutiao": ("toutiao.com", "ixigua.com"),
    "xiaohongshu": ("xiaohongshu.com", "xhslink.com", "rednote.com"),
    "youtube": ("youtube.com", "youtu.be"),
    "facebook": ("facebook.com", "fb.watch", "fb.me"),
    "instagram": ("instagram.com", "instagr.am"),
    "x": ("x.com", "twitter.com", "t.co"),
    "tiktok": ("tiktok.com",),
    "linkedin": ("linkedin.com", "lnkd.in"),
}

# Times are proposed from so long a past, where there are so many posts with figures; every hour of the week begins
# with so many posts of mean engagement, so that one lucky post makes no slot.
SLOT_HISTORY = timedelta(days=180)
SLOT_LEAST_POSTS = 5
SLOT_PRIOR = 2
SLOT_REASON_LIMIT = 300

URL_LIMIT = 500
TAG_REASON_LIMIT = 200
NOTE_LIMIT = 2_000
PUBLISHED_TEXT_LIMIT = 12_000
