"""Gathers the models of the rooms, so that Django finds them."""

from content.calendar_feed.models import CalendarFeed
from content.campaigns.models import (
    Campaign,
    CampaignAnnouncement,
    CampaignCheck,
    CampaignIssue,
    CampaignStaff,
    CampaignTask,
    CampaignTerms,
)
from content.comments.models import Comment, CommentThread
from content.connectors.models import Connection, Dispatch
from content.corrections.models import Correction
from content.drafts.models import Draft, DraftAsset, DraftTarget, DraftVersion, LintFinding
from content.draws.models import Draw, DrawList, DrawResult, DrawSecret, DrawWinner, Prize, WitnessChange
from content.licences.models import Licence, LicenceTerm
from content.linter.models import (
    LexiconRevision,
    LexiconTerm,
    LintRun,
    PictureCodes,
    RegisteredContact,
    RegisteredHost,
    SecretTerm,
)
from content.materials.models import MaterialFile, MaterialRequest
from content.media.models import MediaAsset, MediaUpload, PlatformLimit
from content.originality.models import OriginalityFinding, PictureBand, PicturePrint, TextBand, TextPrint
from content.period_plans.models import PeriodPlan, PlanCitation
from content.plan_imports.models import PlanImport
from content.plans.models import PlanItem
from content.promotions.models import Promotion, PromotionSpend
from content.publishing.models import Checkpoint, Preflight, Publication, SlotChoice
from content.review.models import LateReview, ReviewFinding, ReviewSlot
from content.rhythm.models import PostingPeriod
from content.suspension.models import ReleaseHold, SuspendedAccount, Suspension
from content.timeliness.models import Reconfirmation

__all__ = [
    "CalendarFeed",
    "Campaign",
    "CampaignAnnouncement",
    "CampaignCheck",
    "CampaignIssue",
    "CampaignStaff",
    "CampaignTask",
    "CampaignTerms",
    "Checkpoint",
    "Comment",
    "CommentThread",
    "Connection",
    "Correction",
    "Dispatch",
    "Draft",
    "DraftAsset",
    "DraftTarget",
    "DraftVersion",
    "Draw",
    "DrawList",
    "DrawResult",
    "DrawSecret",
    "DrawWinner",
    "LateReview",
    "LexiconRevision",
    "LexiconTerm",
    "Licence",
    "LicenceTerm",
    "LintFinding",
    "LintRun",
    "MaterialFile",
    "MaterialRequest",
    "MediaAsset",
    "MediaUpload",
    "OriginalityFinding",
    "PeriodPlan",
    "PictureBand",
    "PictureCodes",
    "PicturePrint",
    "PlanCitation",
    "PlanImport",
    "PlanItem",
    "PlatformLimit",
    "PostingPeriod",
    "Preflight",
    "Prize",
    "Promotion",
    "PromotionSpend",
    "Publication",
    "Reconfirmation",
    "RegisteredContact",
    "RegisteredHost",
    "ReleaseHold",
    "ReviewFinding",
    "ReviewSlot",
    "SecretTerm",
    "SlotChoice",
    "SuspendedAccount",
    "Suspension",
    "TextBand",
    "TextPrint",
    "WitnessChange",
]
