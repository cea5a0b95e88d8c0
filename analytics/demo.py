"""The demo company's figures, targets and reports."""

from analytics.demonstration.filling import bring_figures, fill

__all__ = ["bring_figures", "fill"]
