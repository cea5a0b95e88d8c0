"""Gathers the models of the rooms, so that Django finds them."""

from analytics.checks.models import FigureCheck, ScreenSample
from analytics.imports.models import MetricImport, RawFile
from analytics.metrics.models import (
    AccountDay,
    AccountMonth,
    Breakdown,
    MetricDefinition,
    PlatformPost,
    PublicationDay,
)
from analytics.reports.models import ActionItem, MonthlyReport, ReportAcknowledgement, ReportFile, ReportMonth
from analytics.snapshots.models import KpiSnapshot, TopPost
from analytics.targets.models import Target, TargetPeriod

__all__ = [
    "AccountDay",
    "AccountMonth",
    "ActionItem",
    "Breakdown",
    "FigureCheck",
    "KpiSnapshot",
    "MetricDefinition",
    "MetricImport",
    "MonthlyReport",
    "PlatformPost",
    "PublicationDay",
    "RawFile",
    "ReportAcknowledgement",
    "ReportFile",
    "ReportMonth",
    "ScreenSample",
    "Target",
    "TargetPeriod",
    "TopPost",
]
