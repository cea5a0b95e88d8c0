"""Addresses of one's own settings."""

from django.urls import path

from governance.preferences import views

urlpatterns = [
    path("settings/", views.preferences, name="preferences"),
    path("i18n/language/", views.set_language, name="set_language"),
]
