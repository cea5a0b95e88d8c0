"""Gathers the probes of the rooms, so that the board finds them."""

from analytics.imports import controls as imports
from analytics.metrics import controls as metrics

__all__ = ["imports", "metrics"]
