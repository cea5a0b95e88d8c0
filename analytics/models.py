"""Gathers the models of the rooms, so that Django finds them."""

from analytics.imports.models import MetricImport, RawFile
from analytics.metrics.models import (
    AccountDay,
    AccountMonth,
    Breakdown,
    MetricDefinition,
    PlatformPost,
    PublicationDay,
)

__all__ = [
    "AccountDay",
    "AccountMonth",
    "Breakdown",
    "MetricDefinition",
    "MetricImport",
    "PlatformPost",
    "PublicationDay",
    "RawFile",
]
