"""Addresses of running the site."""

from django.urls import path

from governance.operations import probes, views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("ops/metrics", probes.measures, name="measures"),
]
