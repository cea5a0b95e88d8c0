"""Addresses of running the site."""

from django.urls import path

from governance.operations import probes

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("ops/metrics", probes.measures, name="measures"),
]
