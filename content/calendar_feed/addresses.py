"""Addresses of calendar feeds; the file is open to whoever has its key."""

from django.urls import path

from content.calendar_feed import views

urlpatterns = [
    path("calendar/feed/", views.calendar_feed, name="calendar_feed"),
    path("calendar/feed/revoke/", views.calendar_feed_revoke, name="calendar_feed_revoke"),
    path("calendar/feed/<str:token>.ics", views.calendar_feed_file, name="calendar_feed_file"),
]
