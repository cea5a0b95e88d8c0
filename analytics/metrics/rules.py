"""Kinds, aggregations and states of figures as rows (R-085, R-040)."""

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("count", _("Count")),
    ("rate", _("Rate")),
    ("seconds", _("Seconds")),
    ("gauge", _("Level")),
]
AGGREGATIONS = [
    ("sum", _("Sum")),
    ("last", _("Last value")),
    ("mean", _("Mean")),
]
BASES = [
    ("lifetime", _("As it stood that day")),
    ("day", _("That day alone")),
]
POST_STATES = [
    ("unmatched", _("Without record")),
    ("matched", _("Has a publication record")),
    ("explained", _("Explained")),
]

# The columns of PublicationDay, in order; every other metric of a post lies in its `more`.
POST_COLUMNS = (
    "views",
    "reads",
    "impressions",
    "reach",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "follows",
)

# What the rule books call metrics that have another name here (list 3.4).
PACK_NAMES = {"plays": "views", "fan_growth": "net_follows", "activity": "activity_rate"}

# Shown first on the pages, where an account has them.
MAIN_METRICS = ("views", "reads", "impressions", "likes", "comments", "shares", "saves", "net_follows", "fans")

# How far the platform's time and ours may lie apart for a post that is known by title alone.
TITLE_MATCH_HOURS = 24

# Name, task, seconds between rings.
BEAT = (("metrics-match", "analytics.metrics.tasks.match_waiting", 3600),)
