"""Gathers the probes of the rooms, so that the board finds them."""

from analytics.checks import controls as checks
from analytics.imports import controls as imports
from analytics.metrics import controls as metrics
from analytics.reports import controls as reports
from analytics.targets import controls as targets

__all__ = ["checks", "imports", "metrics", "reports", "targets"]
