"""Gathers what the rooms put on the Today page."""

from analytics.reports import cards as reports

__all__ = ["reports"]
