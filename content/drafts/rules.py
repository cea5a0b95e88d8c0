"""The facts about drafts as rows: content types, media, flags, limits (3.8 of the catalogue, R-025, R-035)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPES = (
    ("product", _("Product introduction")),
    ("customer_case", _("Customer case")),
    ("staff_story", _("Staff story")),
    ("industry_science", _("Industry science")),
    ("health_knowledge", _("Health knowledge")),
    ("company_news", _("Company news")),
    ("culture", _("Culture")),
    ("activity", _("Activity")),
    ("hot_topic", _("Hot topic")),
)
MEDIA = (("text", _("Text")), ("image", _("Image")), ("video", _("Video")), ("audio", _("Audio")))


class Flag(NamedTuple):
    """Something about a draft that may call for a further signature."""

    code: str
    label: Promise | str
    help: Promise | str


FLAGS = (
    Flag("important", _("Important"), _("Important to the company; an executive signs too.")),
    Flag("sensitive", _("Sensitive"), _("Touches a sensitive subject; an executive signs too.")),
    Flag("key_event", _("Key event"), _("About a key event; an executive signs too.")),
    Flag("major_decision", _("Major decision"), _("Tells of a major decision; an executive signs too.")),
    Flag("health", _("Health"), _("Speaks about health; an adviser with a credential on file signs too.")),
    Flag("legal_contract", _("Contract or price"), _("Speaks about contracts, prices or offers; legal signs too.")),
    Flag("legal_person", _("Person shown"), _("Shows or names a person; legal checks the consent.")),
    Flag("legal_competitor", _("Competitor"), _("Names or compares a competitor; legal signs too.")),
    Flag("legal_copyright", _("Foreign material"), _("Uses material of others; legal checks the licence.")),
)
FLAG_CODES = frozenset(flag.code for flag in FLAGS)
FLAG_CHOICES = [(flag.code, flag.label) for flag in FLAGS]

# The text limits that hold on every platform; what a platform allows beyond them is a row of the publish kit.
TITLE_LIMIT = 200
BODY_LIMIT = 10_000
HASHTAG_LIMIT = 40
HASHTAGS_LIMIT = 30
CLAIMS_LIMIT = 50
