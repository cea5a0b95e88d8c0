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
