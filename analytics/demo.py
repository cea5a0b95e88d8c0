"""The demo company's figures, targets and reports."""

from analytics.demonstration.filling import fill

__all__ = ["fill"]
