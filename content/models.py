"""Gathers the models of the rooms, so that Django finds them."""

from content.drafts.models import Draft, DraftAsset, DraftTarget, DraftVersion, LintFinding
from content.linter.models import RegisteredHost, SecretTerm
from content.media.models import MediaAsset
from content.plans.models import PlanItem
from content.publishing.models import Checkpoint, Preflight, Publication
from content.review.models import ReviewFinding, ReviewSlot

__all__ = [
    "Checkpoint",
    "Draft",
    "DraftAsset",
    "DraftTarget",
    "DraftVersion",
    "LintFinding",
    "MediaAsset",
    "PlanItem",
    "Preflight",
    "Publication",
    "RegisteredHost",
    "ReviewFinding",
    "ReviewSlot",
    "SecretTerm",
]
