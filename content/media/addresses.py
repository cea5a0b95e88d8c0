"""Addresses of files."""

from django.urls import path

from content.media import views

urlpatterns = [
    path("media/", views.media_list, name="media_list"),
    path("media/new/", views.media_new, name="media_new"),
    path("media/<int:pk>/", views.media_detail, name="media_detail"),
    path("media/<int:pk>/file/", views.media_file, name="media_file"),
]
