"""The demo company's plans, drafts, reviews and publications."""

from content.demonstration.filling import fill

__all__ = ["fill"]
