"""Addresses of the content floor."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "content"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("content.linter.addresses")),
    path("", include("content.plans.addresses")),
    path("", include("content.drafts.addresses")),
    path("", include("content.media.addresses")),
    path("", include("content.review.addresses")),
    path("", include("content.publishing.addresses")),
    path("", include("content.calendar.addresses")),
]
