"""Addresses of the linter."""

from django.urls import path

from content.linter.views import lint

urlpatterns = [path("drafts/lint/", lint, name="lint")]
