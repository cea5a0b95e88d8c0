"""Addresses of the analytics floor."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "analytics"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("analytics.metrics.addresses")),
    path("", include("analytics.imports.addresses")),
    path("", include("analytics.targets.addresses")),
    path("", include("analytics.checks.addresses")),
    path("", include("analytics.reports.addresses")),
]
