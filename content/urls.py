"""Addresses of the content floor."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "content"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("content.linter.addresses")),
]
