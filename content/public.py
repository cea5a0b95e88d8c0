"""The only door into content for the floors above."""

from content.drafts.models import Draft, DraftVersion
from content.plans.models import PlanItem
from content.publishing.models import Checkpoint, Publication
from content.publishing.queries import match_publications, publications_of
from content.review.models import ReviewSlot

__all__ = [
    "Checkpoint",
    "Draft",
    "DraftVersion",
    "PlanItem",
    "Publication",
    "ReviewSlot",
    "match_publications",
    "publications_of",
]
