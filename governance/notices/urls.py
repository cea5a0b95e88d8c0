"""Addresses of the notices."""

from django.urls import path

from governance.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read_all, name="notices_read_all"),
    path("notices/channels/", views.notice_channels, name="notice_channels"),
    path("notices/<int:notice_id>/", views.notice_open, name="notice_open"),
    path("notices/<int:notice_id>/read/", views.notice_read, name="notice_read"),
]
