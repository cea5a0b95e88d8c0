"""Gathers the probes of the rooms, so that the board finds them."""

from content.campaigns import controls as campaigns
from content.corrections import controls as corrections
from content.draws import controls as draws
from content.licences import controls as licences
from content.linter import controls as linter
from content.materials import controls as materials
from content.media import controls as media
from content.period_plans import controls as period_plans
from content.plans import controls as plans
from content.promotions import controls as promotions
from content.publishing import controls as publishing
from content.review import controls as review
from content.rhythm import controls as rhythm
from content.timeliness import controls as timeliness

__all__ = [
    "campaigns",
    "corrections",
    "draws",
    "licences",
    "linter",
    "materials",
    "media",
    "period_plans",
    "plans",
    "promotions",
    "publishing",
    "review",
    "rhythm",
    "timeliness",
]
