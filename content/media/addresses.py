"""Addresses of files."""

from django.urls import path

from content.media import views

urlpatterns = [
    path("media/", views.media_list, name="media_list"),
    path("media/new/", views.media_new, name="media_new"),
    path("media/uploads/<int:pk>/", views.media_upload, name="media_upload"),
    path("media/<int:pk>/", views.media_detail, name="media_detail"),
    path("media/<int:pk>/file/", views.media_file, name="media_file"),
    path("media/<int:pk>/small/", views.media_thumbnail, name="media_thumbnail"),
    path("media/<int:pk>/cover/", views.media_cover, name="media_cover"),
    path("media/<int:pk>/cover/file/", views.media_cover_file, name="media_cover_file"),
]
