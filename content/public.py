"""The only door into content for the floors above."""

from content.drafts.models import Draft, DraftVersion
from content.drafts.rules import CONTENT_TYPES
from content.linter.findings import Finding, LintContext, blocks, findings_payload
from content.linter.services import context_for, lint_text
from content.plans.models import PlanItem
from content.publishing.models import Checkpoint, Publication
from content.publishing.queries import match_publications, publications_of
from content.publishing.slots import register_engagement
from content.review.models import ReviewSlot

__all__ = [
    "CONTENT_TYPES",
    "Checkpoint",
    "Draft",
    "DraftVersion",
    "Finding",
    "LintContext",
    "PlanItem",
    "Publication",
    "ReviewSlot",
    "blocks",
    "context_for",
    "findings_payload",
    "lint_text",
    "match_publications",
    "publications_of",
    "register_engagement",
]
