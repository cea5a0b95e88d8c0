"""The facts about drafts as rows: content types, media, flags, limits (3.8 of the catalogue, R-025, R-035)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPES = (
    ("product_intro", _("Product introduction")),
    ("customer_case", _("Customer case")),
    ("staff_story", _("Staff story")),
    ("industry_science", _("Industry science")),
    ("health_knowledge", _("Health knowledge")),
    ("company_news", _("Company news")),
    ("culture", _("Culture")),
    ("activity", _("Activity")),
    ("hot_topic", _("Hot topic")),
)
# Types that promote something: with the flag "health" they must carry the notice for health food (H-03, H-04);
# plain knowledge need not.
PROMOTING_TYPES = frozenset({"product_intro", "customer_case", "activity"})
MEDIA = (("text", _("Text")), ("image", _("Image")), ("video", _("Video")), ("audio", _("Audio")))


class Flag(NamedTuple):
    """Something about a draft that may call for a further signature."""

    code: str
    label: Promise | str
    help: Promise | str


EXECUTIVE = _("An executive signs too.")
LEGAL = _("Legal signs too.")
LINTER = _("The linter asks for the notices that go with it.")
FLAGS = (
    Flag("important", _("Important to the company"), EXECUTIVE),
    Flag("sensitive", _("Sensitive subject"), EXECUTIVE),
    Flag("key_event", _("Key event"), EXECUTIVE),
    Flag("major_decision", _("Major decision"), EXECUTIVE),
    Flag("health", _("Health"), _("An adviser with an accreditation on file signs too.")),
    Flag("advertising", _("Advertising"), LEGAL),
    Flag("intellectual_property", _("Work or brand of others"), LEGAL),
    Flag("personal_data", _("Person named or shown"), LEGAL),
    Flag("consumer_rights", _("Prices, offers, promises to customers"), LEGAL),
    Flag("legal_risk", _("Other legal risk"), LEGAL),
    Flag("for_minors", _("For or about minors"), LINTER),
    Flag("has_goods", _("Goods can be bought with it"), LINTER),
)
# What an author says about whose work it is; nothing is submitted before one of the two was said.
OWN, OUTSIDE = "own", "outside"
ORIGINALITY = (
    ("", _("Not said yet")),
    (OWN, _("All of it is our own work")),
    (OUTSIDE, _("With material from outside, listed below")),
)
# What a plan item's time proposes as the window of its draft: so long before it, and after.
PLAN_WINDOW = (timedelta(minutes=30), timedelta(days=1))
# What the declarations of a draft mean for its flags: the author cannot forget them.
IMPLIED_FLAGS = (("ad_declared", True, "advertising"), ("content_type", "health_knowledge", "health"))
FLAG_CODES = frozenset(flag.code for flag in FLAGS)
FLAG_CHOICES = [(flag.code, flag.label) for flag in FLAGS]

# The text limits that hold on every platform; what a platform allows beyond them is a row of the publish kit.
TITLE_LIMIT = 200
BODY_LIMIT = 10_000
HASHTAG_LIMIT = 40
HASHTAGS_LIMIT = 30
CLAIMS_LIMIT = 50
CLAIM_LIMIT = 500
MATERIAL_LIMIT = 2_000
REASON_LIMIT = 2_000
ALT_LIMIT = 300

# On what a version was submitted: an approved plan item, or an urgent reason that two people agreed to.
PLANNED, URGENT_WAY = "plan", "urgent"
WAYS = ((PLANNED, _("Plan item")), (URGENT_WAY, _("Urgent reason")))

# Releasing, and taking back what was released or is about to be: the publishers', and stopped by different gates.
PUBLISH, WITHDRAW = "accounts.publish", "accounts.withdraw"
