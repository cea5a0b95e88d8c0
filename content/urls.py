"""Addresses of the content floor."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "content"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("content.linter.addresses")),
    path("", include("content.plan_imports.addresses")),
    path("", include("content.plans.addresses")),
    path("", include("content.period_plans.addresses")),
    path("", include("content.replanning.addresses")),
    path("", include("content.timeliness.addresses")),
    path("", include("content.drafts.addresses")),
    path("", include("content.media.addresses")),
    path("", include("content.comments.addresses")),
    path("", include("content.evidence.addresses")),
    path("", include("content.licences.addresses")),
    path("", include("content.materials.addresses")),
    path("", include("content.originality.addresses")),
    path("", include("content.review.addresses")),
    path("", include("content.publishing.addresses")),
    path("", include("content.corrections.addresses")),
    path("", include("content.rhythm.addresses")),
    path("", include("content.calendar.addresses")),
    path("", include("content.calendar_feed.addresses")),
    path("", include("content.connectors.addresses")),
    path("", include("content.campaigns.addresses")),
    path("", include("content.draws.addresses")),
    path("", include("content.promotions.addresses")),
    path("", include("content.suspension.addresses")),
]
