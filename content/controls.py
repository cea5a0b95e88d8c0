"""Gathers the probes of the rooms, so that the board finds them."""

from content.plans import controls as plans
from content.publishing import controls as publishing
from content.review import controls as review

__all__ = ["plans", "publishing", "review"]
